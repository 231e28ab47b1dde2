package dev.terrace.ovn;

import io.netty.channel.SelectStrategy;
import io.netty.util.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Looks for more for a moment before it lets a thread sleep. To be woken takes a thread about as long as a server takes
 * for a small transaction, so one that has just sent one, or answered, is better awake when the next thing comes.
 */
final class Wakefulness implements SelectStrategy {

    /** What a small transaction takes, and some more. */
    private static final long NANOS = 50_000;

    private final LongSupplier nanoTime;
    private long lastWork;
    private boolean slept;

    Wakefulness(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.lastWork = nanoTime.getAsLong();
    }

    @Override
    public int calculateStrategy(IntSupplier selectNow, boolean hasTasks) throws Exception {
        int ready = selectNow.get();
        long now = nanoTime.getAsLong();
        if (ready > 0 || hasTasks || slept) {
            lastWork = now;
            slept = false;
            return ready;
        }
        if (now - lastWork < NANOS) {
            Thread.onSpinWait();
            return CONTINUE;
        }
        slept = true;
        return SELECT;
    }
}
