package dev.terrace.core.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What pods of one namespace with equal labels have in common: the selections that match them, found out once for all
 * of them.
 */
final class LabelSet extends Shared {

    private static final SelectionSet[] NOTHING = {};

    private final NamespaceEntry namespace;
    private final Map<String, String> labels;
    private final Set<PodEntry> pods = Collections.newSetFromMap(new IdentityHashMap<>(1));

    /** By their numbers. */
    private SelectionSet[] matchedBy = NOTHING;

    LabelSet(Agenda agenda, NamespaceEntry namespace, Map<String, String> labels) {
        super(agenda);
        this.namespace = namespace;
        this.labels = labels;
    }

    Map<String, String> labels() {
        return labels;
    }

    NamespaceEntry namespace() {
        return namespace;
    }

    Set<PodEntry> pods() {
        return pods;
    }

    /** The selections that match, by their numbers; not to be written to. */
    SelectionSet[] matchedBy() {
        return matchedBy;
    }

    boolean isMatchedBy(SelectionSet selection) {
        int low = 0;
        int high = matchedBy.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long there = matchedBy[middle].number();
            if (there == selection.number()) {
                return true;
            }
            if (there < selection.number()) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return false;
    }

    /** A selection matches that did not exist so far. Nobody looks at it yet. */
    void matchedByNew(SelectionSet selection) {
        List<SelectionSet> next = new ArrayList<>(List.of(matchedBy));
        next.add(selection);
        matchedBy = next.toArray(NOTHING);
        selection.matched().add(this);
    }

    /** A selection that matched ceases to exist. Nobody looks at it any more. */
    void forget(SelectionSet selection) {
        List<SelectionSet> next = new ArrayList<>(List.of(matchedBy));
        next.remove(selection);
        matchedBy = next.toArray(NOTHING);
    }

    /** Other selections match than before, given by their numbers: its pods leave some and join some. */
    void rematch(List<SelectionSet> next) {
        SelectionSet[] before = matchedBy;
        matchedBy = next.toArray(NOTHING);
        difference(
                before,
                matchedBy,
                lost -> {
                    lost.matched().remove(this);
                    pods.forEach(lost::tellLeft);
                },
                gained -> {
                    gained.matched().add(this);
                    pods.forEach(gained::tellJoined);
                });
    }

    /** Walks through two lists of selections, and hands out what is in one of them only. */
    static void difference(
            SelectionSet[] before, SelectionSet[] after, SelectionVisitor lost, SelectionVisitor gained) {
        int b = 0;
        int a = 0;
        while (b < before.length || a < after.length) {
            if (a == after.length || (b < before.length && before[b].number() < after[a].number())) {
                lost.visit(before[b++]);
            } else if (b == before.length || after[a].number() < before[b].number()) {
                gained.visit(after[a++]);
            } else {
                a++;
                b++;
            }
        }
    }

    /** Does something with a selection. */
    interface SelectionVisitor {
        void visit(SelectionSet selection);
    }

    @Override
    void end() {
        namespace.selections().remove(this);
    }

    @Override
    public String toString() {
        return labels + " in " + namespace.name();
    }
}
