package dev.terrace.e2e.bench.nb;

import java.util.Locale;

/**
 * What one run of something cost.
 *
 * @param seconds by the clock on the wall
 * @param server seconds of processor time that the server took for it, which a busy machine does not change
 */
record Cost(double seconds, double server) {

    /** Worse than any. */
    static final Cost UNKNOWN = new Cost(Double.MAX_VALUE, Double.MAX_VALUE);

    /** What is to be measured. */
    interface Work {
        void run() throws Exception;
    }

    static Cost of(DatabaseServer server, Work work) throws Exception {
        double before = server.processorSeconds();
        long start = System.nanoTime();
        work.run();
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Cost(seconds, server.processorSeconds() - before);
    }

    /** The better of two runs. */
    Cost or(Cost other) {
        return new Cost(Math.min(seconds, other.seconds), Math.min(server, other.server));
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.2f s, server %.2f s", seconds, server);
    }
}
