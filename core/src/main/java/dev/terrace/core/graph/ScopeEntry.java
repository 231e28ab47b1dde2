package dev.terrace.core.graph;

import dev.terrace.core.model.NamespaceScope;
import dev.terrace.core.selector.SelectorIndex;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** Where selections look for pods. */
final class ScopeEntry extends Shared {

    private final Selections selections;
    private final NamespaceScope scope;
    private final SelectorIndex<SelectionSet> bySelector = new SelectorIndex<>();
    private final Set<NamespaceEntry> namespaces = Collections.newSetFromMap(new IdentityHashMap<>(1));

    ScopeEntry(Agenda agenda, Selections selections, NamespaceScope scope) {
        super(agenda);
        this.selections = selections;
        this.scope = scope;
    }

    NamespaceScope scope() {
        return scope;
    }

    /** The selections that look here. */
    SelectorIndex<SelectionSet> bySelector() {
        return bySelector;
    }

    /** The namespaces that are in it. */
    Set<NamespaceEntry> namespaces() {
        return namespaces;
    }

    boolean admits(NamespaceEntry namespace) {
        return switch (scope) {
            case NamespaceScope.Own(String name) -> name.equals(namespace.name());
            case NamespaceScope.Matching matching -> matching.selector().matches(namespace.labels());
        };
    }

    @Override
    void end() {
        selections.remove(this);
    }
}
