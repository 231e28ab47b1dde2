package dev.terrace.core.graph;

import dev.terrace.core.model.IpFamily;
import dev.terrace.core.model.IpPrefix;
import dev.terrace.core.model.PodFact;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A pod in the graph. All but its labels is fixed: a pod of which something else changes leaves, and another one joins.
 * So who sees a pod leave sees what it saw join.
 */
final class PodEntry {

    private static final IpPrefix[] NO_PREFIXES = {};

    private PodFact fact;
    private final IpPrefix[] prefixes;
    private @Nullable LabelSet labelSet;

    /** In how many members of each {@link UnionSet} it is, by the union's number. */
    final int[] unions = new int[UnionSet.COUNT];

    PodEntry(PodFact fact) {
        this.fact = fact;
        prefixes = fact.selectable()
                ? fact.addresses().stream().distinct().map(IpPrefix::of).toArray(IpPrefix[]::new)
                : NO_PREFIXES;
    }

    PodFact fact() {
        return fact;
    }

    /** Its addresses, each once, if it can be selected. */
    IpPrefix[] prefixes() {
        return prefixes;
    }

    Set<IpFamily> families() {
        Set<IpFamily> families = EnumSet.noneOf(IpFamily.class);
        for (IpPrefix prefix : prefixes) {
            families.add(prefix.family());
        }
        return families;
    }

    /** Its labels, while it is where selections find it. */
    @Nullable LabelSet labelSet() {
        return labelSet;
    }

    void labelled(PodFact relabelled, @Nullable LabelSet labels) {
        fact = relabelled;
        labelSet = labels;
    }

    @Override
    public String toString() {
        return fact.key().toString();
    }
}
