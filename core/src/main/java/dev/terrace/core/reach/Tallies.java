package dev.terrace.core.reach;

import dev.terrace.core.reach.Cell.Reason;
import dev.terrace.core.reach.Members.Member;
import dev.terrace.core.verdict.Connection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The flows of one probe, counted by cell and by who decides. */
final class Tallies {

    private final Probe probe;
    private final Deciders deciders;
    private final int groups;
    private final List<Map<Pair, Tally>> cells = new ArrayList<>();

    /** Who decides on each side. A key of millions, so it does not leave to reflection how it is one. */
    private record Pair(int egress, int ingress) {

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Pair(int otherEgress, int otherIngress)
                    && egress == otherEgress
                    && ingress == otherIngress;
        }

        @Override
        public int hashCode() {
            return 31 * egress + ingress;
        }
    }

    /** So many flows, among them one from {@code source} to {@code destination}. */
    private static final class Tally {
        private final Member source;
        private final Member destination;
        private long flows;

        Tally(Member source, Member destination) {
            this.source = source;
            this.destination = destination;
        }
    }

    Tallies(Probe probe, Deciders deciders, int groups) {
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
        for (Map.Entry<Integer, List<Member>> sources : from.groups()) {
            for (Map.Entry<Integer, List<Member>> destinations : to.groups()) {
                int source = sources.getKey();
                int destination = destinations.getKey();
                // Of one class and one group they are the same ends, and none of them is asked about itself.
                boolean same = from.index() == to.index() && source == destination;
                add(
                        cells.get(source * groups + destination),
                        pair,
                        sources.getValue(),
                        destinations.getValue(),
                        same ? 1 : 0);
            }
        }
    }

    private static void add(
            Map<Pair, Tally> cell, Pair pair, List<Member> sources, List<Member> destinations, int less) {
        long flows = (long) sources.size() * (destinations.size() - less);
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
                tally.source.pod(),
                tally.destination.pod(),
                probe.protocol(),
                probe.port());
    }
}
