package dev.terrace.e2e.bench;

import java.util.Arrays;

/** How long each of many steps took, in nanoseconds. */
public final class Samples {

    private long[] nanos = new long[1024];
    private int count;
    private boolean sorted;

    public void add(long duration) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = duration;
        sorted = false;
    }

    public int count() {
        return count;
    }

    /**
     * The duration that no more than a part of the steps exceeded.
     *
     * @param part 0.5 for the median
     * @return in microseconds
     */
    public double micros(double part) {
        if (!sorted) {
            Arrays.sort(nanos, 0, count);
            sorted = true;
        }
        int place = Math.clamp((int) Math.ceil(part * count) - 1, 0, count - 1);
        return nanos[place] / 1e3;
    }

    public double medianMicros() {
        return micros(0.5);
    }

    public double p99Micros() {
        return micros(0.99);
    }
}
