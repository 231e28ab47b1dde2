package dev.terrace.core.graph;

import dev.terrace.core.graph.GraphStatistics.Counts;
import dev.terrace.core.graph.GraphStatistics.Node;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** Counts what the nodes do. */
final class Work {

    private static final class Tally {
        private long events;
        private long evaluations;
        private long recomputes;
    }

    private final Map<Node, Tally> tallies = new EnumMap<>(Node.class);

    Work() {
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

    private Tally of(Node node) {
        return Objects.requireNonNull(tallies.get(node));
    }

    GraphStatistics statistics(Map<Node, Integer> sizes) {
        Map<Node, Counts> counts = new EnumMap<>(Node.class);
        tallies.forEach((node, tally) -> counts.put(
                node, new Counts(tally.events, tally.evaluations, tally.recomputes, sizes.getOrDefault(node, 0))));
        return new GraphStatistics(counts);
    }
}
