package dev.terrace.k8s.status;

import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PolicyKind;
import dev.terrace.core.status.PolicyStatus;
import dev.terrace.core.status.Programmed;
import dev.terrace.core.status.Progress;
import dev.terrace.core.status.StatusSink;
import dev.terrace.core.status.ZoneReport;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells in the cluster what has become of its policies. Each gateway says what the database of its zone holds, in one
 * object; one of the gateways is elected, folds what all of them say and writes the conditions and events of the
 * policies. So zones and policies are written, and never one for each of both.
 */
public final class ClusterStatus implements StatusSink, AutoCloseable {

    /** How long to wait after each round, so that a storm of news is no storm for the API server. */
    private static final Duration REST = Duration.ofMillis(200);

    /** Zones fall silent without a word. */
    private static final Duration GLANCE = Duration.ofMillis(500);

    private final Duration heartbeat;
    private final PolicyVersions versions;
    private final Supplier<? extends Collection<String>> troubles;
    private final ZoneLeases zones;
    private final Leadership leadership;
    private final ConditionWriter writer;
    private final Complaint complaint = new Complaint("tell what the zone has");
    private final Thread thread =
            Thread.ofPlatform().name("kubernetes-zone").daemon().unstarted(this::run);

    private final BlockingQueue<Boolean> news = new ArrayBlockingQueue<>(1);
    private Progress progress = Progress.NONE;
    private boolean leading;

    // The thread only.
    private @Nullable Programmed published;
    private long publishedAt;

    /**
     * @param client stays the caller's to close
     * @param troubles why the policies, or what they are about, may not be known as they are, one line for each
     */
    public ClusterStatus(
            KubernetesClient client,
            StatusSettings settings,
            PolicyVersions versions,
            Supplier<? extends Collection<String>> troubles) {
        String identity = settings.zone() + "-" + UUID.randomUUID();
        this.heartbeat = settings.pace().heartbeat();
        this.versions = versions;
        this.troubles = troubles;
        this.zones = new ZoneLeases(client, settings, identity, this::wake);
        this.leadership = new Leadership(client, settings, identity, this::lead);
        this.writer = new ConditionWriter(new PolicyObjects(client));
    }

    public void start() {
        writer.start();
        thread.start();
        leadership.stand();
    }

    @Override
    public Map<PolicyKind, Long> delivered() {
        return versions.newest();
    }

    @Override
    public synchronized void report(Progress now) {
        progress = now;
        wake();
    }

    private synchronized void lead(boolean now) {
        leading = now;
        wake();
    }

    private void wake() {
        boolean _ = news.offer(true);
    }

    /** Tells no more, and lets another gateway write the statuses. What has been told stands. */
    @Override
    public void close() {
        thread.interrupt();
        writer.close();
        leadership.close();
        zones.close();
    }

    private void run() {
        try {
            while (true) {
                round(await());
                Thread.sleep(REST);
            }
        } catch (InterruptedException closed) {
            // Only close() does it.
        }
    }

    private record Situation(Progress progress, boolean leading) {}

    /** Waits for news, or for a moment. */
    private Situation await() throws InterruptedException {
        Boolean _ = news.poll(GLANCE.toMillis(), TimeUnit.MILLISECONDS);
        synchronized (this) {
            return new Situation(progress, leading);
        }
    }

    private void round(Situation now) {
        Programmed ours = now.progress.programmed();
        if (ours != null) {
            publish(ours);
        }
        if (!now.leading) {
            zones.close();
            writer.write(List.of());
            return;
        }
        zones.listen();
        // Before all are heard of, one that is missing would look as if it did not exist.
        if (zones.isListening()) {
            writer.write(statuses(now.progress));
        }
    }

    private void publish(Programmed ours) {
        long now = System.nanoTime();
        if (ours.equals(published) && now - publishedAt < heartbeat.toNanos()) {
            return;
        }
        try {
            zones.publish(ours);
            published = ours;
            publishedAt = now;
            complaint.worked();
        } catch (KubernetesClientException e) {
            complaint.failed(e);
        }
    }

    private List<PolicyStatus> statuses(Progress now) {
        List<ZoneReport> all = zones.zones();
        Collection<String> wrong = troubles.get();
        List<PolicyStatus> statuses = new ArrayList<>();
        for (Policy policy : now.policies()) {
            Long since = versions.since(policy);
            if (since != null) {
                statuses.add(PolicyStatus.of(policy, since, now.remarks(), all, wrong));
            }
        }
        return statuses;
    }
}
