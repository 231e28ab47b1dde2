package dev.terrace.core.graph;

import dev.terrace.core.graph.GraphStatistics.Node;
import dev.terrace.core.model.Direction;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PolicyKey;
import dev.terrace.core.model.Stage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The policies that are known, and the order that decides among them. */
final class Policies {

    /**
     * Where the order is one.
     *
     * @param stage the stage
     * @param namespace a namespace in the Developer stage, as policies of different ones have no pod in common and may
     *     use the same priorities; empty otherwise
     */
    private record Place(Stage stage, String namespace) {}

    private final Wiring wiring;
    private final Map<PolicyKey, PolicyEntry> entries = new HashMap<>();
    private final Map<String, Set<PolicyKey>> byNamespace = new HashMap<>();
    private final Map<Place, StageOrder> orders = new HashMap<>();
    private final NavigableSet<PolicyKey> exhausted = new TreeSet<>();
    private Set<Place> unordered = new LinkedHashSet<>();
    private Set<PolicyKey> unsettled = new LinkedHashSet<>();

    Policies(Wiring wiring) {
        this.wiring = wiring;
    }

    void upsert(Policy policy) {
        change(policy.key(), policy);
    }

    void remove(PolicyKey key) {
        change(key, null);
    }

    private void change(PolicyKey key, @Nullable Policy after) {
        PolicyEntry entry = entries.get(key);
        Policy before = entry == null ? null : entry.known();
        if (after == null ? before == null : after.equals(before)) {
            return;
        }
        wiring.agenda().work().event(Node.POLICIES);
        if (entry == null) {
            entry = new PolicyEntry(wiring);
            entries.put(key, entry);
            byNamespace.computeIfAbsent(key.namespace(), _ -> new HashSet<>()).add(key);
        }
        entry.setKnown(after);
        unsettled.add(key);
        if (wiring.layout().programs(key.kind())) {
            reorder(before, after);
        }
    }

    private void reorder(@Nullable Policy before, @Nullable Policy after) {
        if (before != null && before.stage() != Stage.NETWORK_POLICY) {
            Place place = place(before);
            StageOrder order = orders.get(place);
            if (order != null) {
                order.remove(before);
                unordered.add(place);
            }
        }
        if (after != null && after.stage() != Stage.NETWORK_POLICY) {
            Place place = place(after);
            orders.computeIfAbsent(
                            place,
                            p -> new StageOrder(
                                    wiring.layout().band(p.stage),
                                    wiring.layout().order()))
                    .add(after);
            unordered.add(place);
        }
    }

    private static Place place(Policy policy) {
        String namespace = policy.stage() == Stage.DEVELOPER ? policy.key().namespace() : "";
        return new Place(policy.stage(), namespace);
    }

    /** Something else is logged of what the policies in a namespace decide. */
    void relog(String namespace) {
        for (PolicyKey key : byNamespace.getOrDefault(namespace, Set.of())) {
            PolicyEntry entry = entries.get(key);
            if (entry != null) {
                entry.relog();
            }
        }
    }

    /** Orders what has to be ordered anew, and expands what changed or moved. */
    void settle() {
        if (unsettled.isEmpty()) {
            return;
        }
        for (Place place : unordered) {
            StageOrder order = orders.get(place);
            if (order != null) {
                wiring.agenda().work().recompute(Node.PRIORITIES);
                exhausted.removeAll(order.exhausted());
                order.settle(this::place);
                exhausted.addAll(order.exhausted());
                if (order.isEmpty()) {
                    orders.remove(place);
                }
            }
        }
        unordered = new LinkedHashSet<>();
        for (PolicyKey key : unsettled) {
            PolicyEntry entry = entries.get(key);
            if (entry != null) {
                settle(key, entry);
            }
        }
        // A set that was large once would cost as much to clear for ever.
        unsettled = new LinkedHashSet<>();
    }

    private void place(PolicyKey key, Direction direction, int @Nullable [] priorities) {
        PolicyEntry entry = entries.get(key);
        if (entry == null) {
            throw new IllegalStateException("ordered but not known: " + key);
        }
        entry.setPriorities(direction, priorities);
        if (!entry.isInPlace()) {
            unsettled.add(key);
        }
    }

    private void settle(PolicyKey key, PolicyEntry entry) {
        Policy policy = entry.known();
        if (policy != null
                && policy.stage() == Stage.NETWORK_POLICY
                && wiring.layout().programs(key.kind())) {
            int highest = wiring.layout().band(Stage.NETWORK_POLICY).highest();
            for (Direction direction : policy.isolates()) {
                int[] priorities = new int[policy.rules(direction).size()];
                Arrays.fill(priorities, highest);
                entry.setPriorities(direction, priorities);
            }
        }
        entry.settle();
        if (policy == null) {
            entries.remove(key);
            byNamespace.computeIfPresent(
                    key.namespace(), (_, keys) -> keys.remove(key) && keys.isEmpty() ? null : keys);
        }
    }

    /** The policies without a place in their band. */
    SortedSet<PolicyKey> exhausted() {
        return Collections.unmodifiableSortedSet(exhausted);
    }

    List<Policy> facts() {
        List<Policy> facts = new ArrayList<>();
        for (PolicyEntry entry : entries.values()) {
            Policy policy = entry.known();
            if (policy != null) {
                facts.add(policy);
            }
        }
        return facts;
    }

    int size() {
        return entries.size();
    }

    void audit() {
        entries.forEach((key, entry) -> {
            if (!entry.isInPlace() || entry.known() == null) {
                throw new IllegalStateException(key + " is not settled");
            }
        });
    }

    /** Asserts that nothing is left after everything was removed. */
    void auditEmpty() {
        if (!entries.isEmpty() || !byNamespace.isEmpty() || !orders.isEmpty()) {
            throw new IllegalStateException("policies are left: " + entries.keySet() + orders.keySet());
        }
    }
}
