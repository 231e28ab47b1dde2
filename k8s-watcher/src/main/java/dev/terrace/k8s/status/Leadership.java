package dev.terrace.k8s.status;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether we are the one gateway of the cluster that writes the statuses: who holds the Lease {@code terrace} is. */
final class Leadership implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);

    private static final String LEASE = "terrace";

    /**
     * How often it is tried within a tenure: often enough to miss one, and seldom, as every node of a cluster may try.
     */
    private static final int RETRIES = 5;

    private final KubernetesClient client;
    private final StatusSettings settings;
    private final String identity;
    private final Consumer<Boolean> changed;
    private boolean closed;
    private @Nullable CompletableFuture<?> running;

    /** @param changed told when we become the one and when we no longer are; must return at once */
    Leadership(KubernetesClient client, StatusSettings settings, String identity, Consumer<Boolean> changed) {
        this.client = client;
        this.settings = settings;
        this.identity = identity;
        this.changed = changed;
    }

    /** Stands for election, and again whenever it was lost. */
    synchronized void stand() {
        if (closed) {
            return;
        }
        Duration tenure = settings.pace().tenure();
        CompletableFuture<?> election = client.leaderElector()
                .withConfig(new LeaderElectionConfigBuilder()
                        .withName(LEASE)
                        .withLock(new LeaseLock(settings.namespace(), LEASE, identity))
                        .withLeaseDuration(tenure)
                        .withRenewDeadline(tenure.multipliedBy(2).dividedBy(3))
                        .withRetryPeriod(tenure.dividedBy(RETRIES))
                        .withReleaseOnCancel(true)
                        .withLeaderCallbacks(new LeaderCallbacks(this::begin, this::end, _ -> {}))
                        .build())
                .build()
                .start();
        running = election;
        var _ = election.whenComplete((_, failure) -> {
            LOG.debug("election ended", failure);
            CompletableFuture.delayedExecutor(tenure.dividedBy(RETRIES).toMillis(), TimeUnit.MILLISECONDS)
                    .execute(this::stand);
        });
    }

    private void begin() {
        LOG.info("{} writes the statuses of policies from now on", identity);
        changed.accept(true);
    }

    private void end() {
        LOG.info("{} does not write the statuses of policies any more", identity);
        changed.accept(false);
    }

    /** Gives the Lease back. */
    @Override
    public void close() {
        CompletableFuture<?> election;
        synchronized (this) {
            closed = true;
            election = running;
        }
        if (election != null) {
            election.cancel(true);
        }
    }
}
