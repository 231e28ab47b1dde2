package dev.terrace.k8s.status;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Objects;

/** What it means that the API server did not do something, in one line. */
final class Refusal {

    private Refusal() {}

    static String words(String what, KubernetesClientException failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = Objects.requireNonNullElse(
                failure.getStatus() != null && failure.getStatus().getMessage() != null
                        ? failure.getStatus().getMessage()
                        : root.getMessage(),
                root.getClass().getSimpleName());
        return what + ": " + message.lines().findFirst().orElse("");
    }
}
