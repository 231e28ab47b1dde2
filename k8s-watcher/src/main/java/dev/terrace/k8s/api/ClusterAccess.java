package dev.terrace.k8s.api;

import dev.terrace.k8s.client.Resources;
import dev.terrace.k8s.object.ObjectKind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.AnyNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the API server is reached and asked, and what it means when it says no. */
final class ClusterAccess {

    /** How many objects the API server is asked for at a time. */
    static final long PAGE = 500;

    private static final int NOT_FOUND = 404;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int TOO_MANY_REQUESTS = 429;

    private ClusterAccess() {}

    /**
     * A client for a cluster.
     *
     * @param kubeconfig where it is described; null for what {@code kubectl} would use, or the service account in a pod
     * @param context which context of that; null for the current one
     * @throws KubernetesException when that is no description of a cluster
     */
    static KubernetesClient client(@Nullable Path kubeconfig, @Nullable String context) throws KubernetesException {
        Config config;
        if (kubeconfig == null) {
            config = Config.autoConfigure(context);
        } else {
            if (!Files.isReadable(kubeconfig)) {
                throw new KubernetesException(kubeconfig + ": no such file");
            }
            try {
                config = Config.fromKubeconfig(context, kubeconfig.toFile());
            } catch (KubernetesClientException | IllegalArgumentException e) {
                throw new KubernetesException(kubeconfig + ": no usable kubeconfig: " + firstLine(e));
            }
        }
        return client(config);
    }

    static KubernetesClient client(Config config) {
        // A watch over HTTP passes through every proxy; a WebSocket does not.
        config.setOnlyHttpWatches(true);
        // The informers try again by themselves, and at the start a person waits for the answer.
        config.setRequestRetryBackoffLimit(0);
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    /** The objects of a kind, in all namespaces. */
    static AnyNamespaceOperation<
                    GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
            objects(KubernetesClient client, ObjectKind kind) {
        return Resources.of(client, kind).inAnyNamespace();
    }

    /** The Services of all namespaces, which become no facts. */
    static AnyNamespaceOperation<
                    GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
            services(KubernetesClient client) {
        return client.genericKubernetesResources(new ResourceDefinitionContext.Builder()
                        .withVersion("v1")
                        .withKind("Service")
                        .withPlural("services")
                        .withNamespaced(true)
                        .build())
                .inAnyNamespace();
    }

    /**
     * An object as it came; the items of a list leave their kind to it. Of its metadata alone fabric8 has made a type.
     */
    static Map<String, @Nullable Object> tree(
            KubernetesClient client, GenericKubernetesResource object, String apiVersion, String kind) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("apiVersion", apiVersion);
        tree.put("kind", kind);
        tree.put("metadata", client.getKubernetesSerialization().convertValue(object.getMetadata(), Map.class));
        tree.putAll(object.getAdditionalProperties());
        return tree;
    }

    /**
     * Whether there is anything to be had.
     *
     * @throws KubernetesException when the server does not answer, does not know us, or lets us list no kind at all
     */
    static void check(KubernetesClient client, Collection<ObjectKind> kinds) throws KubernetesException {
        KubernetesException forbidden = null;
        boolean allowed = false;
        for (ObjectKind kind : kinds) {
            try {
                var _ = objects(client, kind)
                        .list(new ListOptionsBuilder().withLimit(1L).build());
                allowed = true;
            } catch (KubernetesClientException e) {
                switch (status(e)) {
                    case FORBIDDEN -> forbidden = refused(client, kind, e);
                    // A server that is busy answers later, and whoever is sent away would only come back at once.
                    case TOO_MANY_REQUESTS -> allowed = true;
                    default -> {
                        if (!isAbsent(kind, e)) {
                            throw refused(client, kind, e);
                        }
                    }
                }
            }
        }
        if (!allowed && forbidden != null) {
            throw forbidden;
        }
    }

    private static KubernetesException refused(KubernetesClient client, ObjectKind kind, Throwable failure) {
        return new KubernetesException(client.getMasterUrl() + ": " + words("list", kind, failure));
    }

    /** Whether a failure means that the cluster has no such kind. */
    static boolean isAbsent(ObjectKind kind, Throwable failure) {
        return kind.needsCrd() && status(failure) == NOT_FOUND;
    }

    static boolean isForbidden(Throwable failure) {
        return status(failure) == FORBIDDEN;
    }

    /** The HTTP status that a failure comes from, or 0. */
    private static int status(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof KubernetesClientException answer && answer.getCode() != 0) {
                return answer.getCode();
            }
        }
        return 0;
    }

    /** What a failure means, in one line. */
    static String words(String verb, ObjectKind kind, Throwable failure) {
        String resource = kind.group().isEmpty() ? kind.plural() : kind.plural() + "." + kind.group();
        return switch (status(failure)) {
            case UNAUTHORIZED -> "the API server does not accept our credentials";
            case FORBIDDEN -> "we may not " + verb + " " + resource + ": the verbs list and watch are needed";
            default -> "cannot " + verb + " " + resource + ": " + firstLine(root(failure));
        };
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static String firstLine(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank()
                ? failure.getClass().getSimpleName()
                : message.lines().findFirst().orElseThrow();
    }
}
