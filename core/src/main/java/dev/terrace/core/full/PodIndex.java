package dev.terrace.core.full;

import dev.terrace.core.desired.Zone;
import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.IpFamily;
import dev.terrace.core.model.NamespaceScope;
import dev.terrace.core.model.Peer;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.PodSelection;
import dev.terrace.core.row.SelectionText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The selectable pods of a cluster, found by selection; each distinct selection is evaluated once. */
final class PodIndex {

    private final ClusterFacts facts;
    private final Zone zone;
    private final Map<String, List<PodFact>> byNamespace = new LinkedHashMap<>();
    private final Map<PodSelection, List<PodFact>> selected = new HashMap<>();
    private final Map<PodSelection, Subject> subjects = new HashMap<>();
    private final List<PodFact> all;
    private final Set<IpFamily> families = EnumSet.noneOf(IpFamily.class);

    /** @param zone whose pods are subjects */
    PodIndex(ClusterFacts facts, Zone zone) {
        this.facts = facts;
        this.zone = zone;
        all = facts.pods().values().stream()
                .filter(PodFact::selectable)
                .sorted(Comparator.comparing(PodFact::key))
                .toList();
        for (PodFact pod : all) {
            byNamespace
                    .computeIfAbsent(pod.key().namespace(), namespace -> new ArrayList<>())
                    .add(pod);
            pod.addresses().stream().map(IpAddress::family).forEach(families::add);
        }
    }

    /** Every selectable pod, sorted. */
    List<PodFact> all() {
        return all;
    }

    /** Every selectable pod as a subject. */
    Subject everybody() {
        return subject(SelectionText.of(new Peer.Anyone()), all);
    }

    /** The families in which selectable pods have addresses: a rule about pods needs no rows in another. */
    Set<IpFamily> families() {
        return families;
    }

    /** The pods of a selection as a subject. */
    Subject subject(PodSelection selection) {
        return subjects.computeIfAbsent(selection, s -> subject(SelectionText.of(s), select(s)));
    }

    /** Those of the pods that can be subjects here. */
    Subject subject(String selects, Collection<PodFact> pods) {
        return new Subject(selects, pods.stream().filter(zone::holds).toList());
    }

    /** The pods of a selection, sorted. */
    List<PodFact> select(PodSelection selection) {
        return selected.computeIfAbsent(selection, this::evaluate);
    }

    private List<PodFact> evaluate(PodSelection selection) {
        return switch (selection.scope()) {
            case NamespaceScope.Own(String name) -> inNamespace(selection, name);
            case NamespaceScope.Matching matching ->
                byNamespace.keySet().stream()
                        .filter(name -> matching.selector()
                                .matches(facts.namespace(name).labels()))
                        .flatMap(name -> inNamespace(selection, name).stream())
                        .toList();
        };
    }

    private List<PodFact> inNamespace(PodSelection selection, String name) {
        return byNamespace.getOrDefault(name, List.of()).stream()
                .filter(pod -> selection.pods().matches(pod.labels()))
                .toList();
    }
}
