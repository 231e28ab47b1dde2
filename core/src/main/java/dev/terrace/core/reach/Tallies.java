package dev.terrace.core.reach;

import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.PodKey;
import dev.terrace.core.reach.Cell.Reason;
import dev.terrace.core.space.End;
import dev.terrace.core.verdict.Connection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The flows of one probe, counted by cell and by who decides. */
final class Tallies {

    private final ClusterFacts facts;
    private final Probe probe;
    private final Deciders deciders;
    private final int groups;
    private final List<Map<Pair, Tally>> cells = new ArrayList<>();

    /** Who decides on each side. */
    private record Pair(int egress, int ingress) {}

    /** So many flows, among them one from {@code source} to {@code destination}. */
    private static final class Tally {
        private final End source;
        private final End destination;
        private long flows;

        Tally(End source, End destination) {
            this.source = source;
            this.destination = destination;
        }
    }

    Tallies(ClusterFacts facts, Probe probe, Deciders deciders, int groups) {
        this.facts = facts;
        this.probe = probe;
        this.deciders = deciders;
        this.groups = groups;
        for (int i = 0; i < groups * groups; i++) {
            cells.add(new HashMap<>());
        }
    }

    /** Counts all flows from one class to another, all of which the same decide. */
    void add(Members from, Members to, int egress, int ingress) {
        Pair pair = new Pair(egress, ingress);
        for (Map.Entry<Integer, List<End>> sources : from.groups()) {
            for (Map.Entry<Integer, List<End>> destinations : to.groups()) {
                add(
                        cells.get(sources.getKey() * groups + destinations.getKey()),
                        pair,
                        sources.getValue(),
                        destinations.getValue());
            }
        }
    }

    private static void add(Map<Pair, Tally> cell, Pair pair, List<End> sources, List<End> destinations) {
        // Of one class and one group they are the same ends, and none of them is asked about itself.
        boolean same = sources.equals(destinations);
        long flows = (long) sources.size() * (destinations.size() - (same ? 1 : 0));
        if (flows > 0) {
            cell.computeIfAbsent(pair, _ -> new Tally(sources.getFirst(), destinations.getLast())).flows += flows;
        }
    }

    /** The cells by the place of the source's group, then by that of the destination's. */
    List<List<Cell>> cells() {
        List<List<Cell>> rows = new ArrayList<>();
        for (int from = 0; from < groups; from++) {
            List<Cell> row = new ArrayList<>();
            for (int to = 0; to < groups; to++) {
                row.add(cell(cells.get(from * groups + to)));
            }
            rows.add(List.copyOf(row));
        }
        return List.copyOf(rows);
    }

    private Cell cell(Map<Pair, Tally> tallies) {
        List<Reason> reasons = new ArrayList<>();
        tallies.forEach((pair, tally) -> reasons.add(new Reason(
                deciders.allows(pair.egress()) && deciders.allows(pair.ingress()),
                deciders.decider(pair.egress()),
                deciders.decider(pair.ingress()),
                tally.flows,
                connection(tally))));
        reasons.sort(Comparator.comparingLong((Reason reason) -> -reason.flows())
                .thenComparing(reason -> reason.example().source())
                .thenComparing(reason -> reason.example().destination()));
        long flows = reasons.stream().mapToLong(Reason::flows).sum();
        long allowed =
                reasons.stream().filter(Reason::allows).mapToLong(Reason::flows).sum();
        return new Cell(flows, allowed, reasons);
    }

    private Connection connection(Tally tally) {
        return new Connection(
                tally.source.address(),
                tally.destination.address(),
                pod(tally.source),
                pod(tally.destination),
                probe.protocol(),
                probe.port());
    }

    private PodFact pod(End end) {
        PodKey key = Objects.requireNonNull(end.pod());
        return Objects.requireNonNull(facts.pods().get(key));
    }
}
