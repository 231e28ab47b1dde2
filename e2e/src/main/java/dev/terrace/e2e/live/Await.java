package dev.terrace.e2e.live;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waiting for what another process does. */
public final class Await {

    private Await() {}

    /**
     * Looks again and again until something is so.
     *
     * @return how long it took
     * @throws IllegalStateException when it is not so in time
     */
    public static Duration until(String what, Duration patience, Duration glance, BooleanSupplier so) {
        long start = System.nanoTime();
        while (!so.getAsBoolean()) {
            if (System.nanoTime() - start > patience.toNanos()) {
                throw new IllegalStateException("not within " + patience.toMillis() + " ms: " + what);
            }
            try {
                Thread.sleep(glance);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
