package dev.terrace.core.graph;

import dev.terrace.core.graph.GraphStatistics.Node;
import dev.terrace.core.model.ContainerPort;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.PodKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/** The pods that are known. Puts each that can be selected among those with its labels, where selections find it. */
final class Pods {

    private final Wiring wiring;
    private final Map<PodKey, PodEntry> entries = new HashMap<>();

    // Pods of ten thousand hold the same of these; a fact is kept with the one object of each.
    private final Interner<String> names = new Interner<>();
    private final Interner<Set<ContainerPort>> namedPorts = new Interner<>();
    private final Interner<Set<Integer>> probePorts = new Interner<>();

    Pods(Wiring wiring) {
        this.wiring = wiring;
    }

    void upsert(PodFact fact) {
        PodEntry before = entries.get(fact.key());
        if (before != null && before.fact().equals(fact)) {
            return;
        }
        wiring.agenda().work().event(Node.PODS);
        if (before != null && before.labelSet() != null && differsByLabels(before.fact(), fact)) {
            relabel(before, fact);
            return;
        }
        // What is new is taken first, so that what both have in common is not given up in between.
        PodEntry after = new PodEntry(shared(fact));
        if (before != null) {
            leave(before);
            forget(before.fact());
        }
        join(after);
        entries.put(after.fact().key(), after);
    }

    void remove(PodKey key) {
        PodEntry entry = entries.remove(key);
        if (entry != null) {
            wiring.agenda().work().event(Node.PODS);
            leave(entry);
            forget(entry.fact());
        }
    }

    /** Whether all but the labels is the same. */
    private static boolean differsByLabels(PodFact before, PodFact after) {
        return Objects.equals(before.node(), after.node())
                && before.addresses().equals(after.addresses())
                && before.network() == after.network()
                && before.finished() == after.finished()
                && before.namedPorts().equals(after.namedPorts())
                && before.probePorts().equals(after.probePorts());
    }

    private static PodFact withLabels(PodFact fact, Map<String, String> labels) {
        return new PodFact(
                fact.key(),
                labels,
                fact.node(),
                fact.addresses(),
                fact.network(),
                fact.finished(),
                fact.namedPorts(),
                fact.probePorts());
    }

    /** It leaves the selections that matched its old labels only, and joins those that match the new ones only. */
    private void relabel(PodEntry pod, PodFact fact) {
        LabelSet before = pod.labelSet();
        LabelSet after = wiring.selections().labels(fact.key().namespace(), fact.labels());
        if (before == null) {
            throw new IllegalStateException(pod + " is not where selections find it");
        }
        before.pods().remove(pod);
        after.pods().add(pod);
        after.hold();
        before.release();
        pod.labelled(withLabels(pod.fact(), after.labels()), after);
        LabelSet.difference(
                before.matchedBy(), after.matchedBy(), lost -> lost.tellLeft(pod), gained -> gained.tellJoined(pod));
    }

    private void join(PodEntry pod) {
        PodFact fact = pod.fact();
        if (!fact.selectable()) {
            return;
        }
        LabelSet labels = wiring.selections().labels(fact.key().namespace(), fact.labels());
        labels.hold();
        labels.pods().add(pod);
        pod.labelled(withLabels(fact, labels.labels()), labels);
        wiring.families().joined(pod);
        wiring.allPods().tellJoined(pod);
        for (SelectionSet selection : labels.matchedBy()) {
            selection.tellJoined(pod);
        }
    }

    private void leave(PodEntry pod) {
        LabelSet labels = pod.labelSet();
        if (labels == null) {
            return;
        }
        labels.pods().remove(pod);
        labels.release();
        pod.labelled(pod.fact(), null);
        wiring.families().left(pod);
        wiring.allPods().tellLeft(pod);
        for (SelectionSet selection : labels.matchedBy()) {
            selection.tellLeft(pod);
        }
    }

    private PodFact shared(PodFact fact) {
        String node = fact.node();
        return new PodFact(
                new PodKey(names.take(fact.key().namespace()), fact.key().name()),
                fact.labels(),
                node == null ? null : names.take(node),
                fact.addresses(),
                fact.network(),
                fact.finished(),
                namedPorts.take(fact.namedPorts()),
                probePorts.take(fact.probePorts()));
    }

    private void forget(PodFact fact) {
        names.drop(fact.key().namespace());
        String node = fact.node();
        if (node != null) {
            names.drop(node);
        }
        namedPorts.drop(fact.namedPorts());
        probePorts.drop(fact.probePorts());
    }

    Collection<PodEntry> all() {
        return entries.values();
    }

    void forEach(Consumer<PodEntry> action) {
        entries.values().forEach(action);
    }

    int size() {
        return entries.size();
    }

    void audit() {
        entries.forEach((key, pod) -> {
            LabelSet labels = pod.labelSet();
            boolean found = labels != null && labels.pods().contains(pod);
            if (!pod.fact().key().equals(key) || found != pod.fact().selectable()) {
                throw new IllegalStateException(pod + " is not where selections find it");
            }
        });
    }

    /** Asserts that nothing is left after everything was removed. */
    void auditEmpty() {
        if (!entries.isEmpty() || !names.isEmpty() || !namedPorts.isEmpty() || !probePorts.isEmpty()) {
            throw new IllegalStateException("pods are left: " + entries.keySet());
        }
    }
}
