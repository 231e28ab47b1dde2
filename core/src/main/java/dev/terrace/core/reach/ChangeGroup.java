package dev.terrace.core.reach;

import dev.terrace.core.space.EndClass;
import dev.terrace.core.space.Relation;
import dev.terrace.core.space.TrafficClass;
import dev.terrace.core.verdict.Connection;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Changes that can be told in one sentence: from each of these ends to each of those, with this traffic.
 *
 * @param from the ends that the flows come from
 * @param to the ends that they go to
 * @param relation what source and destination are to each other
 * @param traffic their protocols and ports
 * @param allowed whether they are allowed afterwards
 * @param example one of them
 */
public record ChangeGroup(
        List<EndClass> from,
        List<EndClass> to,
        Relation relation,
        List<TrafficClass> traffic,
        boolean allowed,
        Connection example) {

    public ChangeGroup {
        from = List.copyOf(from);
        to = List.copyOf(to);
        traffic = List.copyOf(traffic);
    }

    /** What must be equal in two changes that are told as one; empty for what is put together. */
    private record Likeness(
            List<Integer> from, List<Integer> to, List<Integer> traffic, Relation relation, boolean allowed) {}

    /** Puts changes together where that says neither more nor less. */
    public static List<ChangeGroup> of(Collection<VerdictChange> changes) {
        List<ChangeGroup> single = changes.stream()
                .map(change -> new ChangeGroup(
                        List.of(change.from()),
                        List.of(change.to()),
                        change.relation(),
                        change.traffic(),
                        change.allowed(),
                        change.example()))
                .toList();
        List<ChangeGroup> byEnds = merged(single, ChangeGroup::ends);
        List<ChangeGroup> bySource = merged(byEnds, ChangeGroup::sourceAndTraffic);
        return merged(bySource, ChangeGroup::destinationAndTraffic);
    }

    private static List<ChangeGroup> merged(List<ChangeGroup> groups, Function<ChangeGroup, Likeness> likeness) {
        return groups.stream()
                .collect(Collectors.groupingBy(likeness, LinkedHashMap::new, Collectors.toList()))
                .values()
                .stream()
                .map(ChangeGroup::merged)
                .toList();
    }

    /** As one, groups that differ in one of their lists only. */
    private static ChangeGroup merged(List<ChangeGroup> groups) {
        ChangeGroup first = groups.getFirst();
        return new ChangeGroup(
                all(groups, ChangeGroup::from),
                all(groups, ChangeGroup::to),
                first.relation,
                all(groups, ChangeGroup::traffic),
                first.allowed,
                first.example);
    }

    private static <T> List<T> all(List<ChangeGroup> groups, Function<ChangeGroup, List<T>> part) {
        return groups.stream().map(part).flatMap(List::stream).distinct().toList();
    }

    private Likeness ends() {
        return new Likeness(indexes(from), indexes(to), List.of(), relation, allowed);
    }

    private Likeness sourceAndTraffic() {
        return new Likeness(indexes(from), List.of(), trafficIndexes(), relation, allowed);
    }

    private Likeness destinationAndTraffic() {
        return new Likeness(List.of(), indexes(to), trafficIndexes(), relation, allowed);
    }

    private static List<Integer> indexes(List<EndClass> ends) {
        return ends.stream().map(EndClass::index).sorted().toList();
    }

    private List<Integer> trafficIndexes() {
        return traffic.stream().map(TrafficClass::index).sorted().toList();
    }
}
