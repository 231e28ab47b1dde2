package dev.terrace.core.graph;

import dev.terrace.core.graph.GraphStatistics.Node;
import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.NodeFact;
import dev.terrace.core.row.SelectionText;
import dev.terrace.core.selector.LabelSelector;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The nodes that are known, and their addresses by name and by selector. */
final class Nodes {

    private final Wiring wiring;
    private final Map<String, NodeFact> facts = new HashMap<>();
    private final Map<String, SourceAddresses> byName = new HashMap<>();
    private final Map<LabelSelector, SourceAddresses> bySelector = new HashMap<>();

    Nodes(Wiring wiring) {
        this.wiring = wiring;
    }

    void upsert(NodeFact fact) {
        NodeFact before = facts.put(fact.name(), fact);
        if (!fact.equals(before)) {
            changed(fact.name(), before, fact);
        }
    }

    void remove(String name) {
        NodeFact before = facts.remove(name);
        if (before != null) {
            changed(name, before, null);
        }
    }

    private void changed(String name, @Nullable NodeFact before, @Nullable NodeFact after) {
        wiring.agenda().work().event(Node.NODES);
        SourceAddresses own = byName.get(name);
        if (own != null) {
            own.change(addresses(before), addresses(after));
        }
        bySelector.forEach((selector, set) -> set.change(matching(selector, before), matching(selector, after)));
    }

    private List<IpAddress> matching(LabelSelector selector, @Nullable NodeFact node) {
        wiring.agenda().work().evaluation(Node.NODES);
        return node != null && selector.matches(node.labels()) ? node.addresses() : List.of();
    }

    private static List<IpAddress> addresses(@Nullable NodeFact node) {
        return node == null ? List.of() : node.addresses();
    }

    /** The addresses of one node. */
    Addresses of(String name) {
        SourceAddresses known = byName.get(name);
        if (known != null) {
            return known;
        }
        SourceAddresses set = new SourceAddresses(
                wiring, SelectionText.node(name), () -> addresses(facts.get(name)).stream(), () -> byName.remove(name));
        byName.put(name, set);
        return set;
    }

    /** The addresses of the nodes with matching labels. */
    Addresses of(LabelSelector selector) {
        SourceAddresses known = bySelector.get(selector);
        if (known != null) {
            return known;
        }
        SourceAddresses set = new SourceAddresses(
                wiring,
                SelectionText.nodes(selector),
                () -> facts.values().stream().flatMap(node -> matching(selector, node).stream()),
                () -> bySelector.remove(selector));
        bySelector.put(selector, set);
        return set;
    }

    Collection<NodeFact> facts() {
        return facts.values();
    }

    void audit() {
        byName.values().forEach(Addresses::audit);
        bySelector.values().forEach(Addresses::audit);
    }

    /** Asserts that nothing is left after everything was removed. */
    void auditEmpty() {
        if (!facts.isEmpty() || !byName.isEmpty() || !bySelector.isEmpty()) {
            throw new IllegalStateException("nodes are left: " + facts.keySet() + byName.keySet());
        }
    }
}
