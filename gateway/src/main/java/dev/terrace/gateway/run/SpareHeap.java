package dev.terrace.gateway.run;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives memory back to the machine after work that needed much of it for a moment: the first lists of a cluster, a
 * comparison of all rows. The serial collector does not do it by itself: it enlarges its heap up to the limit before it
 * collects all of it for the first time.
 *
 * <p>To collect all stops the gateway for a moment, so it is done when the gateway is at rest, and only when much more
 * is used than was needed the last time.
 */
public final class SpareHeap implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SpareHeap.class);

    private static final Duration GLANCE = Duration.ofSeconds(1);

    /**
     * What the young generation may hold at any time, in bytes: {@code -Xmn} in {@code src/main/jvm/gateway.options}.
     */
    private static final long YOUNG = 10 << 20;

    private final Heap heap;
    private final BooleanSupplier atRest;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("spare-heap").daemon().factory());

    // The watch's thread only.
    private boolean restedBefore;
    private long needed;

    /** A heap that can be collected. */
    interface Heap {

        /** How many bytes are used, garbage included. */
        long used();

        /** Collects all garbage, and gives back what is free then. */
        void collect();
    }

    /** @param atRest whether the gateway has nothing to do; asked on a thread of its own */
    public SpareHeap(BooleanSupplier atRest) {
        this(
                new Heap() {
                    private final Runtime runtime = Runtime.getRuntime();

                    @Override
                    public long used() {
                        return runtime.totalMemory() - runtime.freeMemory();
                    }

                    @Override
                    public void collect() {
                        System.gc();
                    }
                },
                atRest);
    }

    SpareHeap(Heap heap, BooleanSupplier atRest) {
        this.heap = heap;
        this.atRest = atRest;
    }

    /** Begins to look, once a second. */
    public void start() {
        var _ = watch.scheduleWithFixedDelay(this::look, 0, GLANCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    void look() {
        boolean rests = atRest.getAsBoolean();
        if (rests && restedBefore && heap.used() > needed + needed / 4 + YOUNG) {
            long before = heap.used();
            heap.collect();
            needed = heap.used();
            LOG.debug("{} bytes of {} are needed", needed, before);
        }
        restedBefore = rests;
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }
}
