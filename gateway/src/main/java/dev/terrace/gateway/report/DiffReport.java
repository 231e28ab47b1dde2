package dev.terrace.gateway.report;

import dev.terrace.core.desired.DesiredDelta;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.explain.FlowExplainer;
import dev.terrace.core.explain.FlowExplanation;
import dev.terrace.core.model.PodKey;
import dev.terrace.core.reach.ChangeGroup;
import dev.terrace.core.reach.VerdictChange;
import dev.terrace.core.space.Relation;
import dev.terrace.core.space.World;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a change does, for people and programs.
 *
 * @param changes in sentences: what is dropped now first
 * @param notCompared pods that only one of the two worlds has
 * @param before the rows as they were
 * @param rows what becomes of them
 */
public record DiffReport(List<Sentence> changes, List<PodKey> notCompared, DesiredImage before, DesiredDelta rows) {

    /**
     * Flows that change together.
     *
     * @param allowed whether they are allowed now
     * @param from who opens them
     * @param to who is asked
     * @param traffic protocols and ports
     * @param example one of them
     * @param because who decides that one now
     */
    public record Sentence(boolean allowed, String from, String to, String traffic, String example, String because) {}

    /** What tells two sentences apart for a reader: the families of one pod do not. */
    private record Told(boolean allowed, String from, String to, String traffic) {}

    public DiffReport {
        changes = List.copyOf(changes);
        notCompared = List.copyOf(notCompared);
    }

    public boolean isEmpty() {
        return changes.isEmpty() && rows.isEmpty();
    }

    public static DiffReport of(
            World was, World is, Collection<VerdictChange> changes, DesiredImage before, DesiredImage after) {
        EndWords ends = new EndWords(is.facts());
        FlowExplainer explainer = new FlowExplainer(is);
        Map<Told, Sentence> sentences = new LinkedHashMap<>();
        for (ChangeGroup group : withoutPartsOfOthers(ChangeGroup.of(changes))) {
            Told told = new Told(
                    group.allowed(),
                    group.relation() == Relation.OWN_NODE ? "its own node" : ends.of(group.from()),
                    ends.of(group.to()),
                    TrafficWords.of(group.traffic()));
            sentences.computeIfAbsent(told, _ -> sentence(told, explainer.explain(group.example())));
        }
        List<Sentence> sorted = new ArrayList<>(sentences.values());
        sorted.sort(Comparator.comparing(Sentence::allowed)
                .thenComparing(Sentence::from)
                .thenComparing(Sentence::to)
                .thenComparing(Sentence::traffic));
        return new DiffReport(sorted, notCompared(was, is), before, DesiredDelta.between(before, after));
    }

    /** Between the same pods the other family need not be told, where the same happens to it. */
    private static List<ChangeGroup> withoutPartsOfOthers(List<ChangeGroup> groups) {
        Map<Object, List<Named>> told = new LinkedHashMap<>();
        groups.stream()
                .map(group -> new Named(group, EndWords.names(group.from()), EndWords.names(group.to())))
                .sorted(Comparator.comparingLong(Named::size).reversed())
                .forEach(named -> {
                    List<Named> larger = told.computeIfAbsent(named.alike(), _ -> new ArrayList<>());
                    if (larger.stream().noneMatch(named::isPartOf)) {
                        larger.add(named);
                    }
                });
        return told.values().stream().flatMap(List::stream).map(Named::group).toList();
    }

    /** A group and the names of its ends. */
    private record Named(ChangeGroup group, Set<String> from, Set<String> to) {

        long size() {
            return (long) from.size() * to.size();
        }

        /** Equal for groups to whose ends the same happens. */
        Object alike() {
            return List.of(group.allowed(), group.relation(), TrafficWords.of(group.traffic()));
        }

        boolean isPartOf(Named other) {
            return other.from.containsAll(from) && other.to.containsAll(to);
        }
    }

    private static Sentence sentence(Told told, FlowExplanation explanation) {
        return new Sentence(
                told.allowed,
                told.from,
                told.to,
                told.traffic,
                ExplanationWords.flow(explanation.connection()),
                because(explanation));
    }

    private static String because(FlowExplanation explanation) {
        SideReport egress = SideReport.of(explanation.verdict().egress());
        SideReport ingress = SideReport.of(explanation.verdict().ingress());
        if (explanation.verdict().allows()) {
            return "egress " + egress.text() + "; ingress " + ingress.text();
        }
        return egress.verdict().equals(SideReport.DROP) ? "egress " + egress.text() : "ingress " + ingress.text();
    }

    private static List<PodKey> notCompared(World was, World is) {
        return Stream.concat(missing(was, is), missing(is, was)).sorted().toList();
    }

    private static Stream<PodKey> missing(World here, World there) {
        return here.facts().pods().keySet().stream()
                .filter(pod -> !there.facts().pods().containsKey(pod));
    }
}
