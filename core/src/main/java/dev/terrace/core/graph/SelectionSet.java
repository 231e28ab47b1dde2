package dev.terrace.core.graph;

import dev.terrace.core.model.PodSelection;
import dev.terrace.core.row.SelectionText;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Consumer;

/** The pods of a selection. It knows the label sets that it matches, and its pods through them. */
final class SelectionSet extends PodSet {

    private final PodSelection selection;
    private final ScopeEntry scope;
    private final long number;
    private final Set<LabelSet> matched = Collections.newSetFromMap(new IdentityHashMap<>(1));

    /** @param number higher than that of every selection before */
    SelectionSet(Wiring wiring, PodSelection selection, ScopeEntry scope, long number) {
        super(wiring, SelectionText.of(selection));
        this.selection = selection;
        this.scope = scope;
        this.number = number;
    }

    PodSelection selection() {
        return selection;
    }

    ScopeEntry scope() {
        return scope;
    }

    long number() {
        return number;
    }

    Set<LabelSet> matched() {
        return matched;
    }

    @Override
    void forEach(Consumer<PodEntry> action) {
        for (LabelSet labels : matched) {
            labels.pods().forEach(action);
        }
    }

    @Override
    boolean contains(PodEntry pod) {
        LabelSet labels = pod.labelSet();
        return labels != null && labels.isMatchedBy(this);
    }

    @Override
    void end() {
        wiring().selections().remove(this);
    }

    @Override
    void audit() {
        super.audit();
        Set<LabelSet> expected = new HashSet<>();
        scope.namespaces()
                .forEach(namespace -> namespace.labelSets().values().stream()
                        .filter(labels -> selection.pods().matches(labels.labels()))
                        .forEach(expected::add));
        if (!expected.equals(matched)) {
            throw new IllegalStateException(this + " matches " + expected + ", not " + matched);
        }
    }
}
