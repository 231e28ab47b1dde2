package dev.terrace.k8s.api;

import dev.terrace.core.model.FactSink;
import dev.terrace.k8s.object.Decoded;
import dev.terrace.k8s.object.ObjectKind;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cluster's API server as a source of facts. Whatever fails is tried again until closed. A kind that needs a CRD
 * which is not installed counts as delivered, and is asked for again from time to time.
 */
public final class KubernetesSource implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KubernetesSource.class);

    /** How the watch of a kind stands. */
    public enum State {
        /** It has not been listed yet. */
        STARTING,
        /** Everything of it has been delivered, and changes are. */
        SYNCED,
        /** The cluster has no such kind. */
        ABSENT
    }

    private final FactSink sink;
    private final Map<ObjectKind, KindWatch> watches = new EnumMap<>(ObjectKind.class);
    private final AtomicBoolean saidSynced = new AtomicBoolean();

    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("kubernetes-kinds").factory());

    private final Duration lookForAbsentEvery;

    private KubernetesSource(
            KubernetesClient client,
            Collection<ObjectKind> kinds,
            Duration lookForAbsentEvery,
            FactSink sink,
            Consumer<Decoded.Malformed> malformed) {
        this.sink = sink;
        this.lookForAbsentEvery = lookForAbsentEvery;
        for (ObjectKind kind : kinds) {
            watches.put(kind, new KindWatch(kind, client, sink, malformed, this::changed, this::lookAgainLater));
        }
    }

    /**
     * Begins to deliver the objects of some kinds. Returns at once; {@link FactSink#synced} is called when all of them
     * have been delivered.
     *
     * @param client stays the caller's, to be closed after this source
     * @param lookForAbsentEvery how often to look whether a kind that was absent has been installed
     * @param malformed told of each object that cannot be used; it counts as not there
     */
    public static KubernetesSource start(
            KubernetesClient client,
            Collection<ObjectKind> kinds,
            Duration lookForAbsentEvery,
            FactSink sink,
            Consumer<Decoded.Malformed> malformed) {
        KubernetesSource source = new KubernetesSource(client, kinds, lookForAbsentEvery, sink, malformed);
        source.watches.values().forEach(KindWatch::begin);
        return source;
    }

    /** How each kind stands, for readiness. */
    public Map<ObjectKind, State> states() {
        Map<ObjectKind, State> states = new EnumMap<>(ObjectKind.class);
        watches.forEach((kind, watch) -> states.put(kind, watch.state()));
        return states;
    }

    /** Ends the delivery; what was delivered stands. */
    @Override
    public void close() {
        later.shutdownNow();
        watches.values().forEach(KindWatch::close);
    }

    private void changed(ObjectKind kind, State state) {
        LOG.info("{} is {}", kind.kind(), state);
        if (!states().containsValue(State.STARTING) && saidSynced.compareAndSet(false, true)) {
            sink.synced();
        }
    }

    private void lookAgainLater(KindWatch watch) {
        if (!later.isShutdown()) {
            var unused = later.schedule(watch::begin, lookForAbsentEvery.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
