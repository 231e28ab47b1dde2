package dev.terrace.core.graph;

import dev.terrace.core.graph.GraphStatistics.Counts;
import dev.terrace.core.graph.GraphStatistics.Node;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;

/** Counts what the nodes do, and how long it takes. */
final class Work {

    private static final class Tally {
        private long events;
        private long evaluations;
        private long recomputes;
        private long nanos;
    }

    private final LongSupplier clock;
    private final Map<Node, Tally> tallies = new EnumMap<>(Node.class);

    /** @param clock nanoseconds of a clock that only goes forward */
    Work(LongSupplier clock) {
        this.clock = clock;
        for (Node node : Node.values()) {
            tallies.put(node, new Tally());
        }
    }

    void event(Node node) {
        of(node).events++;
    }

    void evaluation(Node node) {
        of(node).evaluations++;
    }

    void recompute(Node node) {
        of(node).recomputes++;
    }

    /** Does what begins at a node; the time of all that follows at once is the node's. */
    void timed(Node node, Runnable task) {
        long start = clock.getAsLong();
        task.run();
        of(node).nanos += clock.getAsLong() - start;
    }

    private Tally of(Node node) {
        return Objects.requireNonNull(tallies.get(node));
    }

    GraphStatistics statistics(Map<Node, Integer> sizes) {
        Map<Node, Counts> counts = new EnumMap<>(Node.class);
        tallies.forEach((node, tally) -> counts.put(
                node,
                new Counts(
                        tally.events, tally.evaluations, tally.recomputes, tally.nanos, sizes.getOrDefault(node, 0))));
        return new GraphStatistics(counts);
    }
}
