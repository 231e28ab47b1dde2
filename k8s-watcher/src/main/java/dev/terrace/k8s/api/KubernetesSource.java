package dev.terrace.k8s.api;

import dev.terrace.core.model.FactSink;
import dev.terrace.core.model.PolicyKind;
import dev.terrace.core.status.StatusSink;
import dev.terrace.k8s.object.Decoded;
import dev.terrace.k8s.object.ObjectKind;
import dev.terrace.k8s.status.ClusterStatus;
import dev.terrace.k8s.status.PolicyVersions;
import dev.terrace.k8s.status.StatusSettings;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cluster's API server as a source of facts. Whatever fails is tried again until closed. A kind that needs a CRD
 * which is not installed counts as delivered, and is asked for again from time to time.
 */
public final class KubernetesSource implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KubernetesSource.class);

    private static final Duration LOOK_EVERY = Duration.ofSeconds(30);

    /** How the watch of a kind stands. */
    public enum State {
        /** It has not been listed yet. */
        STARTING,
        /** Everything of it has been delivered, and changes are. */
        SYNCED,
        /** The cluster has no such kind. */
        ABSENT
    }

    private final KubernetesClient client;
    private final FactSink sink;
    private final Map<ObjectKind, KindWatch> watches = new EnumMap<>(ObjectKind.class);
    private final PolicyVersions versions = new PolicyVersions();
    private @Nullable ClusterStatus statuses;
    private @Nullable Set<PolicyKind> saidUnread;

    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("kubernetes-kinds").factory());

    private final Duration lookEvery;

    private KubernetesSource(
            KubernetesClient client, Duration lookEvery, FactSink sink, Consumer<Decoded.Malformed> malformed) {
        this.client = client;
        this.sink = sink;
        this.lookEvery = lookEvery;
        for (ObjectKind kind : ObjectKind.values()) {
            watches.put(
                    kind, new KindWatch(kind, client, sink, versions, malformed, this::changed, this::lookAgainLater));
        }
    }

    /**
     * Begins to deliver the objects of every kind. {@link FactSink#synced} is called when all of them have been
     * delivered.
     *
     * @param kubeconfig null for what {@code kubectl} would use, or the service account in a pod
     * @param context of the kubeconfig; null for the current one
     * @param malformed told of each object that cannot be used; what was known of it stands
     * @throws KubernetesException when the server does not answer, does not know us or lets us list nothing at all;
     *     nothing has been delivered then. A kind that only may not be listed is one of the {@link #troubles}; unless
     *     it is one of policies, nothing counts as complete before it may
     */
    public static KubernetesSource start(
            @Nullable Path kubeconfig, @Nullable String context, FactSink sink, Consumer<Decoded.Malformed> malformed)
            throws KubernetesException {
        return start(ClusterAccess.client(kubeconfig, context), LOOK_EVERY, sink, malformed);
    }

    /** @param client the source closes it */
    static KubernetesSource start(
            KubernetesClient client, Duration lookEvery, FactSink sink, Consumer<Decoded.Malformed> malformed)
            throws KubernetesException {
        try {
            ClusterAccess.check(client, EnumSet.allOf(ObjectKind.class));
        } catch (KubernetesException e) {
            client.close();
            throw e;
        }
        KubernetesSource source = new KubernetesSource(client, lookEvery, sink, malformed);
        source.watches.values().forEach(KindWatch::begin);
        long every = lookEvery.toMillis();
        var _ = source.later.scheduleWithFixedDelay(source::look, every, every, TimeUnit.MILLISECONDS);
        return source;
    }

    /** Where the API server is. */
    public String url() {
        return String.valueOf(client.getMasterUrl());
    }

    /** How each kind stands, for readiness. */
    public Map<ObjectKind, State> states() {
        Map<ObjectKind, State> states = new EnumMap<>(ObjectKind.class);
        watches.forEach((kind, watch) -> states.put(kind, watch.state()));
        return states;
    }

    /** The kinds that cannot be watched at the moment, and why. What is known of their objects stands meanwhile. */
    public Map<ObjectKind, String> troubles() {
        Map<ObjectKind, String> troubles = new EnumMap<>(ObjectKind.class);
        watches.forEach((kind, watch) -> {
            String trouble = watch.trouble();
            if (trouble != null) {
                troubles.put(kind, trouble);
            }
        });
        return troubles;
    }

    /** Begins to tell in the cluster what has become of its policies, until closed. To be called once at most. */
    public StatusSink tellStatuses(StatusSettings settings) {
        ClusterStatus begun = new ClusterStatus(
                client,
                settings,
                versions,
                () -> troubles().values().stream().distinct().toList());
        statuses = begun;
        begun.start();
        return begun;
    }

    /** Ends the delivery; what was delivered stands. */
    @Override
    public void close() {
        if (statuses != null) {
            statuses.close();
        }
        later.shutdownNow();
        watches.values().forEach(KindWatch::close);
        client.close();
    }

    /** Tells how far everything is known, when that changes. Policies go on without those that we may not read. */
    private synchronized void changed(ObjectKind kind, State state) {
        LOG.debug("{} is {}", kind.kind(), state);
        boolean complete = true;
        Set<PolicyKind> unread = EnumSet.noneOf(PolicyKind.class);
        for (Map.Entry<ObjectKind, KindWatch> each : watches.entrySet()) {
            PolicyKind policies = each.getKey().policies();
            if (policies != null && each.getValue().isRefused()) {
                unread.add(policies);
            } else {
                complete &= each.getValue().state() != State.STARTING;
            }
        }
        if (complete && !unread.equals(saidUnread)) {
            saidUnread = unread;
            sink.synced(unread);
        }
    }

    /** A watch whose CRD is gone may go on trying for ever instead of saying so. */
    private void look() {
        watches.values().forEach(KindWatch::look);
    }

    private void lookAgainLater(KindWatch watch) {
        if (!later.isShutdown()) {
            var _ = later.schedule(watch::begin, lookEvery.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
