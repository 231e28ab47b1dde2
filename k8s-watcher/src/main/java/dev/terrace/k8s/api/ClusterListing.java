package dev.terrace.k8s.api;

import dev.terrace.core.model.Fact;
import dev.terrace.k8s.object.Decoded;
import dev.terrace.k8s.object.ObjectDecoder;
import dev.terrace.k8s.object.ObjectKind;
import dev.terrace.k8s.object.ReadObject;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.AnyNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A cluster as it is at one moment, for commands that ask once and end. */
public final class ClusterListing {

    private static final String SERVICE = "Service";

    private final KubernetesClient client;
    private final Consumer<ReadObject> also;
    private final List<Fact> facts = new ArrayList<>();

    private ClusterListing(KubernetesClient client, Consumer<ReadObject> also) {
        this.client = client;
        this.also = also;
    }

    /**
     * Lists the objects of every kind once. A kind that the cluster does not have has no objects; an object that cannot
     * be used gives no fact.
     *
     * @param kubeconfig null for what {@code kubectl} would use, or the service account in a pod
     * @param context of the kubeconfig; null for the current one
     * @param also is given each object, facts or not, and the Services, where the account may list them
     * @throws KubernetesException when the server does not answer or does not let us list what we need
     */
    public static List<Fact> read(@Nullable Path kubeconfig, @Nullable String context, Consumer<ReadObject> also)
            throws KubernetesException {
        try (KubernetesClient client = ClusterAccess.client(kubeconfig, context)) {
            ClusterListing listing = new ClusterListing(client, also);
            for (ObjectKind kind : ObjectKind.values()) {
                listing.list(kind);
            }
            listing.services();
            return listing.facts;
        }
    }

    private void list(ObjectKind kind) throws KubernetesException {
        try {
            list(ClusterAccess.objects(client, kind), kind.apiVersion(), kind.kind());
        } catch (KubernetesClientException e) {
            if (!ClusterAccess.isAbsent(kind, e)) {
                throw new KubernetesException(client.getMasterUrl() + ": " + ClusterAccess.words("list", kind, e));
            }
        }
    }

    /** Nothing is decided by Services, and the role of the gateway does not name them. */
    private void services() throws KubernetesException {
        try {
            list(ClusterAccess.services(client), "v1", SERVICE);
        } catch (KubernetesClientException e) {
            if (!ClusterAccess.isForbidden(e)) {
                throw new KubernetesException(client.getMasterUrl() + ": cannot list services: " + e.getMessage());
            }
        }
    }

    private void list(
            AnyNamespaceOperation<
                            GenericKubernetesResource,
                            GenericKubernetesResourceList,
                            Resource<GenericKubernetesResource>>
                    objects,
            String apiVersion,
            String kind) {
        String next = null;
        do {
            GenericKubernetesResourceList page = objects.list(new ListOptionsBuilder()
                    .withLimit(ClusterAccess.PAGE)
                    .withContinue(next)
                    .build());
            page.getItems().forEach(object -> take(ClusterAccess.tree(client, object, apiVersion, kind)));
            next = page.getMetadata().getContinue();
        } while (next != null && !next.isEmpty());
    }

    private void take(Map<String, @Nullable Object> tree) {
        Decoded decoded = ObjectDecoder.decode(tree);
        also.accept(new ReadObject(null, tree, decoded));
        if (decoded instanceof Decoded.Known(Fact fact, var _)) {
            facts.add(fact);
        }
    }
}
