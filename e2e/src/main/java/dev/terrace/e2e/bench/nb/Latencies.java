package dev.terrace.e2e.bench.nb;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;

/**
 * How long each of many like steps took.
 *
 * @param median in seconds
 * @param p99 in seconds; only one in a hundred took longer
 * @param count of the steps
 */
record Latencies(double median, double p99, int count) {

    static Latencies ofSeconds(double[] seconds) {
        double[] sorted = seconds.clone();
        Arrays.sort(sorted);
        int last = sorted.length - 1;
        return new Latencies(sorted[last / 2], sorted[(int) (0.99 * last)], sorted.length);
    }

    static Latencies ofNanos(Collection<Long> nanos) {
        return ofSeconds(nanos.stream().mapToDouble(each -> each / 1e9).toArray());
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.3f ms, p99 %.3f ms (%d)", median * 1e3, p99 * 1e3, count);
    }
}
