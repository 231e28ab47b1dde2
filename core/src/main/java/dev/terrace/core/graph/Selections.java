package dev.terrace.core.graph;

import dev.terrace.core.graph.GraphStatistics.Node;
import dev.terrace.core.model.Logging;
import dev.terrace.core.model.NamespaceFact;
import dev.terrace.core.model.NamespaceScope;
import dev.terrace.core.model.PodSelection;
import dev.terrace.core.selector.LabelIndex;
import dev.terrace.core.selector.SelectorIndex;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which selections match which pods. Held against each other are selectors and label sets, never selectors and pods,
 * and only those that an index says could match.
 */
final class Selections {

    private final Wiring wiring;
    private final Map<String, NamespaceEntry> namespaces = new HashMap<>();
    private final LabelIndex<NamespaceEntry> namespacesByLabel = new LabelIndex<>();
    private final Map<NamespaceScope, ScopeEntry> scopes = new HashMap<>();
    private final SelectorIndex<ScopeEntry> scopesBySelector = new SelectorIndex<>();
    private final Map<PodSelection, SelectionSet> selections = new HashMap<>();
    private int labelSets;
    private long lastNumber;

    Selections(Wiring wiring) {
        this.wiring = wiring;
    }

    /** The pods of a selection. */
    SelectionSet of(PodSelection selection) {
        SelectionSet known = selections.get(selection);
        return known != null ? known : create(selection);
    }

    private SelectionSet create(PodSelection selection) {
        ScopeEntry scope = scope(selection.scope());
        SelectionSet set = new SelectionSet(wiring, selection, scope, ++lastNumber);
        scope.hold();
        scope.bySelector().add(selection.pods(), set);
        for (NamespaceEntry namespace : scope.namespaces()) {
            namespace.byLabel().candidates(selection.pods(), labels -> {
                if (matches(set, labels)) {
                    labels.matchedByNew(set);
                }
            });
        }
        selections.put(selection, set);
        work().event(Node.SELECTIONS);
        return set;
    }

    private boolean matches(SelectionSet set, LabelSet labels) {
        work().evaluation(Node.SELECTIONS);
        return set.selection().pods().matches(labels.labels());
    }

    void remove(SelectionSet set) {
        selections.remove(set.selection());
        set.matched().forEach(labels -> labels.forget(set));
        set.scope().bySelector().remove(set);
        set.scope().release();
        work().event(Node.SELECTIONS);
    }

    private ScopeEntry scope(NamespaceScope scope) {
        ScopeEntry known = scopes.get(scope);
        if (known != null) {
            return known;
        }
        ScopeEntry entry = new ScopeEntry(wiring.agenda(), this, scope);
        scopes.put(scope, entry);
        switch (scope) {
            case NamespaceScope.Own(String name) -> {
                NamespaceEntry namespace = namespaces.get(name);
                if (namespace != null) {
                    join(entry, namespace);
                }
            }
            case NamespaceScope.Matching matching -> {
                scopesBySelector.add(matching.selector(), entry);
                namespacesByLabel.candidates(matching.selector(), namespace -> {
                    if (admits(entry, namespace)) {
                        join(entry, namespace);
                    }
                });
            }
        }
        return entry;
    }

    private boolean admits(ScopeEntry scope, NamespaceEntry namespace) {
        work().evaluation(Node.NAMESPACES);
        return scope.admits(namespace);
    }

    private static void join(ScopeEntry scope, NamespaceEntry namespace) {
        scope.namespaces().add(namespace);
        namespace.scopes().add(scope);
    }

    void remove(ScopeEntry scope) {
        scopes.remove(scope.scope());
        if (scope.scope() instanceof NamespaceScope.Matching) {
            scopesBySelector.remove(scope);
        }
        scope.namespaces().forEach(namespace -> namespace.scopes().remove(scope));
    }

    /** What pods of a namespace with these labels have in common. */
    LabelSet labels(String namespaceName, Map<String, String> labels) {
        NamespaceEntry namespace = namespace(namespaceName);
        LabelSet known = namespace.labelSets().get(labels);
        if (known != null) {
            return known;
        }
        LabelSet set = new LabelSet(wiring.agenda(), namespace, labels);
        namespace.labelSets().put(labels, set);
        namespace.byLabel().add(labels, set);
        labelSets++;
        set.rematch(inOrder(matching(set, namespace.scopes())));
        work().event(Node.LABEL_SETS);
        return set;
    }

    private List<SelectionSet> matching(LabelSet labels, Collection<ScopeEntry> among) {
        List<SelectionSet> matching = new ArrayList<>();
        for (ScopeEntry scope : among) {
            scope.bySelector().candidates(labels.labels(), set -> {
                if (matches(set, labels)) {
                    matching.add(set);
                }
            });
        }
        return matching;
    }

    private static List<SelectionSet> inOrder(List<SelectionSet> sets) {
        sets.sort(Comparator.comparingLong(SelectionSet::number));
        return sets;
    }

    void remove(LabelSet set) {
        NamespaceEntry namespace = set.namespace();
        namespace.labelSets().remove(set.labels());
        namespace.byLabel().remove(set.labels(), set);
        labelSets--;
        set.rematch(List.of());
        work().event(Node.LABEL_SETS);
        endIfEmpty(namespace);
    }

    private NamespaceEntry namespace(String name) {
        NamespaceEntry known = namespaces.get(name);
        if (known != null) {
            return known;
        }
        NamespaceEntry namespace = new NamespaceEntry(this, name);
        namespaces.put(name, namespace);
        namespacesByLabel.add(namespace.labels(), namespace);
        scopesOf(namespace).forEach(scope -> join(scope, namespace));
        return namespace;
    }

    private Set<ScopeEntry> scopesOf(NamespaceEntry namespace) {
        Set<ScopeEntry> found = new HashSet<>();
        ScopeEntry own = scopes.get(new NamespaceScope.Own(namespace.name()));
        if (own != null) {
            found.add(own);
        }
        scopesBySelector.candidates(namespace.labels(), scope -> {
            if (admits(scope, namespace)) {
                found.add(scope);
            }
        });
        return found;
    }

    void upsert(NamespaceFact fact) {
        NamespaceEntry namespace = namespace(fact.name());
        if (!fact.equals(namespace.fact())) {
            work().event(Node.NAMESPACES);
            change(namespace, fact);
        }
    }

    void removeNamespace(String name) {
        NamespaceEntry namespace = namespaces.get(name);
        if (namespace != null && namespace.fact() != null) {
            work().event(Node.NAMESPACES);
            change(namespace, null);
            endIfEmpty(namespace);
        }
    }

    private void change(NamespaceEntry namespace, @Nullable NamespaceFact fact) {
        Logging before = namespace.logging();
        relabel(namespace, fact);
        if (!before.equals(namespace.logging())) {
            wiring.policies().relog(namespace.name());
        }
    }

    /** Which decisions of the policies in a namespace are logged. */
    Logging logging(String name) {
        NamespaceEntry namespace = namespaces.get(name);
        return namespace == null ? Logging.NONE : namespace.logging();
    }

    private void relabel(NamespaceEntry namespace, @Nullable NamespaceFact fact) {
        namespacesByLabel.remove(namespace.labels(), namespace);
        namespace.setFact(fact);
        namespacesByLabel.add(namespace.labels(), namespace);
        Set<ScopeEntry> before = new HashSet<>(namespace.scopes());
        Set<ScopeEntry> after = scopesOf(namespace);
        Set<ScopeEntry> gained = new HashSet<>(after);
        gained.removeAll(before);
        before.removeAll(after);
        if (before.isEmpty() && gained.isEmpty()) {
            return;
        }
        before.forEach(lost -> {
            lost.namespaces().remove(namespace);
            namespace.scopes().remove(lost);
        });
        gained.forEach(scope -> join(scope, namespace));
        for (LabelSet labels : namespace.labelSets().values()) {
            List<SelectionSet> next = matching(labels, gained);
            for (SelectionSet set : labels.matchedBy()) {
                if (!before.contains(set.scope())) {
                    next.add(set);
                }
            }
            labels.rematch(inOrder(next));
        }
    }

    private void endIfEmpty(NamespaceEntry namespace) {
        if (namespace.fact() == null && namespace.labelSets().isEmpty()) {
            namespaces.remove(namespace.name());
            namespacesByLabel.remove(namespace.labels(), namespace);
            namespace.scopes().forEach(scope -> scope.namespaces().remove(namespace));
        }
    }

    /** A family came or went: every rule about pods has to be expanded again. */
    void recomputeRules() {
        work().recompute(Node.SELECTIONS);
        selections.values().forEach(SelectionSet::touchAddresses);
    }

    /** The namespaces that are known. */
    List<NamespaceFact> facts() {
        List<NamespaceFact> facts = new ArrayList<>();
        for (NamespaceEntry namespace : namespaces.values()) {
            NamespaceFact fact = namespace.fact();
            if (fact != null) {
                facts.add(fact);
            }
        }
        return facts;
    }

    int namespaces() {
        return namespaces.size();
    }

    int labelSets() {
        return labelSets;
    }

    int size() {
        return selections.size();
    }

    private Work work() {
        return wiring.agenda().work();
    }

    void audit() {
        selections.values().forEach(set -> {
            check(set.held(), set + " is held by nobody");
            set.audit();
        });
        int found = 0;
        for (NamespaceEntry namespace : namespaces.values()) {
            check(
                    namespace.fact() != null || !namespace.labelSets().isEmpty(),
                    namespace + " has neither a fact nor a pod");
            check(
                    namespace.scopes().equals(new HashSet<>(scopesOf(namespace))),
                    "the scopes of " + namespace + " were not kept up to date");
            for (LabelSet labels : namespace.labelSets().values()) {
                found++;
                check(labels.held() && !labels.pods().isEmpty(), labels + " is held by nobody");
                for (SelectionSet set : labels.matchedBy()) {
                    check(set.matched().contains(labels), set + " does not know " + labels);
                }
            }
        }
        check(found == labelSets, "there are " + found + " label sets, not " + labelSets);
        scopes.values().forEach(scope -> check(scope.held(), scope.scope() + " is held by nobody"));
    }

    /** Asserts that nothing is left after everything was removed. */
    void auditEmpty() {
        check(
                namespaces.isEmpty()
                        && namespacesByLabel.isEmpty()
                        && scopes.isEmpty()
                        && scopesBySelector.isEmpty()
                        && selections.isEmpty()
                        && labelSets == 0,
                "selections are left: " + selections.keySet() + ", namespaces: " + namespaces.keySet());
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }
}
