package dev.terrace.core.graph;

import dev.terrace.core.model.Logging;
import dev.terrace.core.model.NamespaceFact;
import dev.terrace.core.selector.LabelIndex;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A namespace that is known, or has pods, or both. */
final class NamespaceEntry {

    private final Selections selections;
    private final String name;
    private @Nullable NamespaceFact fact;
    private final Map<Map<String, String>, LabelSet> labelSets = new HashMap<>();
    private final LabelIndex<LabelSet> byLabel = new LabelIndex<>();
    private final Set<ScopeEntry> scopes = Collections.newSetFromMap(new IdentityHashMap<>());

    NamespaceEntry(Selections selections, String name) {
        this.selections = selections;
        this.name = name;
    }

    Selections selections() {
        return selections;
    }

    String name() {
        return name;
    }

    @Nullable NamespaceFact fact() {
        return fact;
    }

    void setFact(@Nullable NamespaceFact known) {
        fact = known;
    }

    /** None where the namespace is not known. */
    Map<String, String> labels() {
        return fact == null ? Map.of() : fact.labels();
    }

    /** Which decisions of the policies in it are logged. */
    Logging logging() {
        return fact == null ? Logging.NONE : fact.logging();
    }

    /** By their labels. */
    Map<Map<String, String>, LabelSet> labelSets() {
        return labelSets;
    }

    LabelIndex<LabelSet> byLabel() {
        return byLabel;
    }

    /** The scopes that the namespace is in. */
    Set<ScopeEntry> scopes() {
        return scopes;
    }

    @Override
    public String toString() {
        return name;
    }
}
