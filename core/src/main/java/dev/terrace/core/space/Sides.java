package dev.terrace.core.space;

import dev.terrace.core.model.Direction;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What one side allows, remembered: for each subject one answer for all traffic that its policies do not tell apart.
 */
public final class Sides {

    private final FlowSpace space;
    private final ClassJudge judge;
    private final Map<Direction, Map<Integer, Side>> sides = new EnumMap<>(Direction.class);

    /** For each class of traffic the first that is alike, and what is allowed with that. */
    private static final class Side {
        private final int[] first;
        private final Map<Asked, BitSet> allowed = new HashMap<>();

        Side(int[] first) {
            this.first = first;
        }
    }

    private record Asked(Relation relation, int traffic) {}

    public Sides(FlowSpace space, ClassJudge judge) {
        this.space = space;
        this.judge = judge;
        for (Direction direction : Direction.values()) {
            sides.put(direction, new HashMap<>());
        }
    }

    /** A number that is equal for traffic that the subject's policies do not tell apart. */
    public int alike(Direction direction, EndClass subject, TrafficClass traffic) {
        return side(direction, subject).first[traffic.index()];
    }

    /** The classes whose flows with the subject its side allows, not to be changed; all where nobody judges there. */
    public BitSet allowed(Direction direction, EndClass subject, Relation relation, TrafficClass traffic) {
        Side side = side(direction, subject);
        int first = side.first[traffic.index()];
        return side.allowed.computeIfAbsent(
                new Asked(relation, first),
                asked -> judge.allowed(
                        direction, subject, relation, space.trafficClasses().get(first)));
    }

    private Side side(Direction direction, EndClass subject) {
        return Objects.requireNonNull(sides.get(direction))
                .computeIfAbsent(subject.index(), _ -> new Side(firsts(direction, subject)));
    }

    private int[] firsts(Direction direction, EndClass subject) {
        int[] firsts = new int[space.trafficClasses().size()];
        for (List<TrafficClass> alike : judge.trafficGroups(direction, subject)) {
            alike.forEach(traffic -> firsts[traffic.index()] = alike.getFirst().index());
        }
        return firsts;
    }
}
