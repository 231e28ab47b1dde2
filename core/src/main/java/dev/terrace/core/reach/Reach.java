package dev.terrace.core.reach;

import dev.terrace.core.model.Direction;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.PodKey;
import dev.terrace.core.reach.Members.Member;
import dev.terrace.core.space.ClassJudge;
import dev.terrace.core.space.End;
import dev.terrace.core.space.EndClass;
import dev.terrace.core.space.FlowSpace;
import dev.terrace.core.space.Relation;
import dev.terrace.core.space.TrafficClass;
import dev.terrace.core.space.World;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Adds up the verdicts of all flows between pods, exactly: each class of flows is judged once and counted as often as
 * it has flows.
 */
public final class Reach {

    private final FlowSpace space;
    private final ClassJudge judge;
    private final List<String> groups;
    private final List<Members> members = new ArrayList<>();

    private Reach(World world, Grouping grouping, Predicate<PodKey> which) {
        space = new FlowSpace(List.of(world));
        judge = space.judge(0);
        groups = world.facts().pods().values().stream()
                .filter(PodFact::selectable)
                .map(PodFact::key)
                .filter(which)
                .map(grouping::groupOf)
                .distinct()
                .sorted()
                .toList();
        Map<String, Integer> places = new HashMap<>();
        groups.forEach(group -> places.put(group, places.size()));
        for (EndClass ends : space.endClasses()) {
            SortedMap<Integer, List<Member>> byGroup = new TreeMap<>();
            for (End end : ends.known()) {
                PodKey pod = end.pod();
                if (pod != null && which.test(pod)) {
                    byGroup.computeIfAbsent(places.getOrDefault(grouping.groupOf(pod), 0), _ -> new ArrayList<>())
                            .add(new Member(
                                    end.address(),
                                    Objects.requireNonNull(world.facts().pods().get(pod))));
                }
            }
            if (!byGroup.isEmpty()) {
                members.add(new Members(ends, byGroup));
            }
        }
    }

    /**
     * Tries all flows between pods.
     *
     * @param which the pods that count, as sources and as destinations
     */
    public static ReachMatrix of(World world, Grouping grouping, Predicate<PodKey> which, List<Probe> probes) {
        Reach reach = new Reach(world, grouping, which);
        return new ReachMatrix(
                reach.groups, probes, probes.stream().map(reach::cells).toList());
    }

    private List<List<Cell>> cells(Probe probe) {
        TrafficClass traffic = space.classOf(probe.protocol(), probe.port());
        int classes = space.endClasses().size();
        Deciders deciders = new Deciders(judge, classes);
        Tallies tallies = new Tallies(probe, deciders, groups.size());
        int[][] ingress = new int[classes][];
        for (Members to : members) {
            ingress[to.index()] = deciders.row(Direction.INGRESS, to.ends(), Relation.STRANGERS, traffic);
        }
        for (Members from : members) {
            int[] egress = deciders.row(Direction.EGRESS, from.ends(), Relation.STRANGERS, traffic);
            for (Members to : members) {
                if (from.ends().family() == to.ends().family()) {
                    tallies.add(from, to, egress[to.index()], ingress[to.index()][from.index()]);
                }
            }
        }
        return tallies.cells();
    }
}
