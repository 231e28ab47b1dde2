package dev.terrace.k8s.status;

import io.fabric8.kubernetes.client.KubernetesClientException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the log, once, that the API server does not do something that is tried again and again, and once that it
 * does.
 */
final class Complaint {

    private static final Logger LOG = LoggerFactory.getLogger(Complaint.class);

    private final String what;
    private @Nullable String said;

    /** @param what is done, as in "write the statuses of policies" */
    Complaint(String what) {
        this.what = what;
    }

    synchronized void failed(KubernetesClientException failure) {
        String words = words(failure);
        if (!words.equals(said)) {
            said = words;
            LOG.warn("cannot {}: {}; trying again", what, words);
        }
    }

    synchronized void worked() {
        if (said != null) {
            said = null;
            LOG.info("can {} again", what);
        }
    }

    private static String words(KubernetesClientException failure) {
        if (failure.getStatus() != null && failure.getStatus().getMessage() != null) {
            return failure.getStatus().getMessage();
        }
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage();
        return message == null ? root.getClass().getSimpleName() : message;
    }
}
