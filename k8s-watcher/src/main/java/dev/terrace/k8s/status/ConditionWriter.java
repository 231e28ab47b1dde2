package dev.terrace.k8s.status;

import dev.terrace.core.model.PolicyKey;
import dev.terrace.core.status.PolicyStatus;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the statuses of policies, on a thread of its own: one after another, only what has changed, and of each policy
 * only the newest.
 */
final class ConditionWriter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ConditionWriter.class);

    /** How long each policy takes at least, so that a storm of them is no storm for the API server. */
    private static final Duration PACE = Duration.ofMillis(20);

    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LAST_RETRY = Duration.ofSeconds(30);

    private final PolicyObjects objects;
    private final Thread thread =
            Thread.ofPlatform().name("kubernetes-status").daemon().unstarted(this::run);

    private Map<PolicyKey, PolicyStatus> wanted = Map.of();
    private final Map<PolicyKey, PolicyStatus> told = new HashMap<>();
    private final Set<PolicyKey> queue = new LinkedHashSet<>();

    // The writer's thread only.
    private @Nullable String reported;

    ConditionWriter(PolicyObjects objects) {
        this.objects = objects;
    }

    void start() {
        thread.start();
    }

    /** What is to be told of all policies from now on; of those that are not among them there is nothing to tell. */
    synchronized void write(Collection<PolicyStatus> statuses) {
        wanted = statuses.stream().collect(Collectors.toMap(PolicyStatus::policy, status -> status));
        told.keySet().retainAll(wanted.keySet());
        for (PolicyStatus status : statuses) {
            if (!status.equals(told.get(status.policy()))) {
                queue.add(status.policy());
            }
        }
        notifyAll();
    }

    /** Stops writing. What has been written stands. */
    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        Duration retry = FIRST_RETRY;
        try {
            while (true) {
                PolicyStatus next = take();
                if (next == null) {
                    continue;
                }
                if (write(next)) {
                    retry = FIRST_RETRY;
                    Thread.sleep(PACE);
                } else {
                    Thread.sleep(retry);
                    retry = retry.multipliedBy(2).compareTo(LAST_RETRY) < 0 ? retry.multipliedBy(2) : LAST_RETRY;
                }
            }
        } catch (InterruptedException closed) {
            // Only close() does it.
        }
    }

    /** Waits for a policy of which there is something new to tell; null if there no longer is. */
    private synchronized @Nullable PolicyStatus take() throws InterruptedException {
        while (queue.isEmpty()) {
            wait();
        }
        PolicyKey key = queue.iterator().next();
        queue.remove(key);
        PolicyStatus status = wanted.get(key);
        return status == null || status.equals(told.get(key)) ? null : status;
    }

    /** @return whether it has been written, or need not be */
    private boolean write(PolicyStatus status) {
        PolicyStatus before;
        synchronized (this) {
            before = told.get(status.policy());
        }
        try {
            objects.tell(status, before);
            if (reported != null) {
                LOG.info("statuses can be written again");
                reported = null;
            }
            synchronized (this) {
                told.put(status.policy(), status);
            }
            return true;
        } catch (KubernetesClientException e) {
            if (reported == null) {
                reported = Refusal.words("cannot write the status of " + status.policy(), e);
                LOG.warn("{}; trying again", reported);
            }
            synchronized (this) {
                queue.add(status.policy());
            }
            return false;
        }
    }
}
