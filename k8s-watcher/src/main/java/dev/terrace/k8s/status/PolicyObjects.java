package dev.terrace.k8s.status;

import dev.terrace.core.model.PolicyKey;
import dev.terrace.core.model.PolicyKind;
import dev.terrace.core.status.Condition;
import dev.terrace.core.status.PolicyStatus;
import dev.terrace.k8s.client.Resources;
import dev.terrace.k8s.object.ObjectKind;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The objects of policies in the API server, as far as Terrace writes them: conditions and events. */
final class PolicyObjects {

    /** The owner of what we write, in the terms of server-side apply. */
    static final String MANAGER = "terrace";

    /** What the types of our conditions begin with on kinds that are not ours. */
    private static final String DOMAIN = "policy.terrace.dev/";

    private static final String NAMESPACE_OF_EVENTS_WITHOUT_ONE = "default";

    /** The most events that one status is worth. */
    private static final int EVENTS = 10;

    private static final int EVENT_LENGTH = 1024;
    private static final int LONGEST_NAME = 240;

    private final KubernetesClient client;

    PolicyObjects(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Writes what is to be told of a policy, where it is not there already. Of a policy that is gone, or is not the one
     * any more that the status is about, there is nothing to tell.
     *
     * @param before what we have told of it last; null for nothing
     * @throws KubernetesClientException when the server does not take it
     */
    void tell(PolicyStatus status, @Nullable PolicyStatus before) {
        Resource<GenericKubernetesResource> resource = resource(status.policy());
        GenericKubernetesResource object = resource.get();
        if (object == null
                || !object.getMetadata().getUid().equals(status.uid())
                || (object.getMetadata().getGeneration() != null
                        && object.getMetadata().getGeneration() != status.generation())) {
            return;
        }
        if (hasStatus(status.policy().kind()) && !apply(resource, object, status)) {
            // All of it stands there, so whoever wrote it has made the events as well.
            return;
        }
        status.warnings().stream()
                .filter(warning -> before == null || !before.warnings().contains(warning))
                .limit(EVENTS)
                .forEach(warning -> createEvent(object, warning));
    }

    /** {@code NetworkPolicy} has no status. */
    private static boolean hasStatus(PolicyKind kind) {
        return switch (kind) {
            case NETWORK_POLICY -> false;
            case CLUSTER_NETWORK_POLICY,
                    ADMIN_NETWORK_POLICY,
                    DEVELOPER_NETWORK_POLICY,
                    BASELINE_ADMIN_NETWORK_POLICY -> true;
        };
    }

    private Resource<GenericKubernetesResource> resource(PolicyKey key) {
        ObjectKind kind = ObjectKind.of(key.kind());
        var objects = Resources.of(client, kind);
        return kind.namespaced()
                ? objects.inNamespace(key.namespace()).withName(key.name())
                : objects.withName(key.name());
    }

    // Conditions

    /** @return whether there was anything to change */
    private boolean apply(
            Resource<GenericKubernetesResource> resource, GenericKubernetesResource object, PolicyStatus status) {
        List<Map<String, Object>> before = conditions(object);
        List<Map<String, Object>> after = status.with(programmed(status, before)).conditions().stream()
                .map(condition -> condition(condition, status, before))
                .toList();
        if (after.equals(ours(before, status))) {
            return false;
        }
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("name", object.getMetadata().getName());
        if (object.getMetadata().getNamespace() != null) {
            metadata.put("namespace", object.getMetadata().getNamespace());
        }
        // An object that was made anew in the meantime is left alone.
        metadata.put("uid", object.getMetadata().getUid());
        Map<String, Object> applied = new LinkedHashMap<>();
        applied.put("apiVersion", object.getApiVersion());
        applied.put("kind", object.getKind());
        applied.put("metadata", metadata);
        applied.put("status", Map.of("conditions", after));
        resource.subresource("status")
                .patch(
                        new PatchContext.Builder()
                                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                                .withFieldManager(MANAGER)
                                .withForce(true)
                                .build(),
                        client.getKubernetesSerialization().asJson(applied));
        return true;
    }

    @SuppressWarnings("unchecked") // the schema says what conditions are
    private static List<Map<String, Object>> conditions(GenericKubernetesResource object) {
        return object.get("status", "conditions") instanceof List<?> conditions
                ? (List<Map<String, Object>>) conditions
                : List.of();
    }

    /** Those that are of our types, in the order in which we write them. */
    private static List<Map<String, Object>> ours(List<Map<String, Object>> conditions, PolicyStatus status) {
        return Arrays.stream(Condition.Type.values())
                .flatMap(type -> conditions.stream()
                        .filter(condition -> type(type, status).equals(condition.get("type"))))
                .toList();
    }

    /**
     * What a generation has got into every database once, does not become pending again only because a gateway has
     * started anew and has not said yet how far it is.
     */
    private static Condition programmed(PolicyStatus status, List<Map<String, Object>> before) {
        String type = type(Condition.Type.PROGRAMMED, status);
        Condition now = status.programmed();
        return status.isPending()
                ? before.stream()
                        .filter(earlier -> type.equals(earlier.get("type"))
                                && "True".equals(earlier.get("status"))
                                && earlier.get("observedGeneration") instanceof Number generation
                                && generation.longValue() == status.generation())
                        .map(earlier -> new Condition(
                                Condition.Type.PROGRAMMED,
                                true,
                                String.valueOf(earlier.get("reason")),
                                String.valueOf(earlier.get("message"))))
                        .findFirst()
                        .orElse(now)
                : now;
    }

    /** A condition as the API has it. Its time is that of the last change of its truth. */
    private static Map<String, Object> condition(
            Condition condition, PolicyStatus status, List<Map<String, Object>> before) {
        String type = type(condition.type(), status);
        String truth = condition.holds() ? "True" : "False";
        Map<String, Object> written = new LinkedHashMap<>();
        written.put("type", type);
        written.put("status", truth);
        written.put("observedGeneration", Math.toIntExact(status.generation()));
        written.put("reason", condition.reason());
        written.put("message", condition.message());
        written.put(
                "lastTransitionTime",
                before.stream()
                        .filter(earlier -> type.equals(earlier.get("type")) && truth.equals(earlier.get("status")))
                        .map(earlier -> earlier.get("lastTransitionTime"))
                        .findFirst()
                        .orElseGet(PolicyObjects::now));
        return written;
    }

    private static String type(Condition.Type type, PolicyStatus status) {
        return status.policy().kind() == PolicyKind.DEVELOPER_NETWORK_POLICY ? type.word() : DOMAIN + type.word();
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    // Events

    /** Its name is made of what it says, so that nothing is said twice however often it is tried. */
    private void createEvent(GenericKubernetesResource object, PolicyStatus.Warning warning) {
        String namespace = object.getMetadata().getNamespace();
        String in = namespace == null ? NAMESPACE_OF_EVENTS_WITHOUT_ONE : namespace;
        String now = now();
        try {
            client.v1()
                    .events()
                    .inNamespace(in)
                    .resource(new EventBuilder()
                            .withNewMetadata()
                            .withNamespace(in)
                            .withName(name(object, warning))
                            .endMetadata()
                            .withNewInvolvedObject()
                            .withApiVersion(object.getApiVersion())
                            .withKind(object.getKind())
                            .withNamespace(namespace)
                            .withName(object.getMetadata().getName())
                            .withUid(object.getMetadata().getUid())
                            .withResourceVersion(object.getMetadata().getResourceVersion())
                            .endInvolvedObject()
                            .withType("Warning")
                            .withReason(warning.reason())
                            .withMessage(shortened(warning.message()))
                            .withFirstTimestamp(now)
                            .withLastTimestamp(now)
                            .withCount(1)
                            .withNewSource()
                            .withComponent(MANAGER)
                            .endSource()
                            .build())
                    .create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
        }
    }

    private static String name(GenericKubernetesResource object, PolicyStatus.Warning warning) {
        String policy = object.getMetadata().getName();
        return "%s.%08x%08x"
                .formatted(
                        policy.substring(0, Math.min(policy.length(), LONGEST_NAME - 20)),
                        object.getMetadata().getUid().hashCode(),
                        warning.hashCode());
    }

    private static String shortened(String message) {
        return message.length() <= EVENT_LENGTH ? message : message.substring(0, EVENT_LENGTH - 3) + "...";
    }
}
