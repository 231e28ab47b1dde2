package dev.terrace.core.graph;

import dev.terrace.core.desired.Anchor;
import dev.terrace.core.desired.DesiredDelta;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.RowDelta;
import dev.terrace.core.desired.RowKey;
import dev.terrace.core.desired.TierLayout;
import dev.terrace.core.desired.Zone;
import dev.terrace.core.graph.GraphStatistics.Node;
import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.EndpointSliceFact;
import dev.terrace.core.model.EndpointSliceKey;
import dev.terrace.core.model.Fact;
import dev.terrace.core.model.FactKey;
import dev.terrace.core.model.NamespaceFact;
import dev.terrace.core.model.NamespaceKey;
import dev.terrace.core.model.NodeFact;
import dev.terrace.core.model.NodeKey;
import dev.terrace.core.model.Platform;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.PodKey;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PolicyKey;
import dev.terrace.core.row.AclRows;
import dev.terrace.core.row.LogMeter;
import dev.terrace.core.row.RowNames;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/**
 * The rows of a cluster, kept up to date in work proportional to what changes: those that {@link dev.terrace.core.full}
 * makes from scratch.
 *
 * <p>The rows depend on the current facts alone, never on the path to them. One thread owns a graph.
 */
public final class PolicyGraph {

    private final Wiring wiring;

    /**
     * @param owner the instance that owns the rows, not empty
     * @param layout where the stages live in OVN
     * @param platform which built-in rules are on
     * @param clock nanoseconds of a clock that only goes forward, for the statistics alone
     */
    public PolicyGraph(String owner, TierLayout layout, Platform platform, LongSupplier clock) {
        this(owner, layout, platform, Zone.WHOLE, Anchor.WHOLE, LogMeter.DEFAULT_RATE, clock);
    }

    /**
     * The same for a part of the cluster, and an OVN that needs fewer rows.
     *
     * @param zone whose ports are subjects
     * @param anchor which of the rows that decide nothing are needed
     * @param logRate how many packets per second an ACL may log
     */
    public PolicyGraph(
            String owner,
            TierLayout layout,
            Platform platform,
            Zone zone,
            Anchor anchor,
            int logRate,
            LongSupplier clock) {
        LogMeter meter = new LogMeter(owner, logRate);
        AclRows acls = new AclRows(owner, layout, anchor, meter);
        wiring = new Wiring(layout, zone, new RowNames(owner), acls, meter, platform, clock);
        flush();
    }

    /** A fact is as given now, whatever was known of its key. */
    public void upsert(Fact fact) {
        switch (fact) {
            case PodFact pod -> timed(Node.PODS, () -> wiring.pods().upsert(pod));
            case NamespaceFact namespace ->
                timed(Node.NAMESPACES, () -> wiring.selections().upsert(namespace));
            case NodeFact node -> timed(Node.NODES, () -> wiring.nodes().upsert(node));
            case EndpointSliceFact slice ->
                timed(Node.ENDPOINT_SLICES, () -> wiring.endpointSlices().upsert(slice));
            case Policy policy -> timed(Node.POLICIES, () -> wiring.policies().upsert(policy));
        }
    }

    /** There is no fact of a key any more, if there was one. */
    public void remove(FactKey key) {
        switch (key) {
            case PodKey pod -> timed(Node.PODS, () -> wiring.pods().remove(pod));
            case NamespaceKey(String name) ->
                timed(Node.NAMESPACES, () -> wiring.selections().removeNamespace(name));
            case NodeKey(String name) -> timed(Node.NODES, () -> wiring.nodes().remove(name));
            case EndpointSliceKey slice ->
                timed(Node.ENDPOINT_SLICES, () -> wiring.endpointSlices().remove(slice));
            case PolicyKey policy ->
                timed(Node.POLICIES, () -> wiring.policies().remove(policy));
        }
    }

    private void timed(Node node, Runnable task) {
        wiring.work().timed(node, task);
    }

    /** What became different since the last time; what changed and changed back is nothing. */
    public DesiredDelta flush() {
        wiring.settle();
        SortedMap<RowKey, RowDelta> rows = new TreeMap<>();
        timed(Node.ACLS, () -> wiring.acls().take(rows));
        wiring.agenda().takeMembers(rows);
        wiring.agenda().collect();
        return new DesiredDelta(rows);
    }

    /** The policies that have no rows because the priorities of their band are used up. */
    public SortedSet<PolicyKey> exhausted() {
        wiring.settle();
        return new TreeSet<>(wiring.policies().exhausted());
    }

    /** The inputs as they are known. */
    public ClusterFacts facts() {
        return ClusterFacts.of(allFacts());
    }

    /** The inputs as they are known, in no order: what a {@link ClusterFacts} can be made of elsewhere. */
    public List<Fact> allFacts() {
        List<Fact> facts = new ArrayList<>(wiring.pods().size());
        wiring.pods().forEach(pod -> facts.add(pod.fact()));
        facts.addAll(wiring.selections().facts());
        facts.addAll(wiring.nodes().facts());
        facts.addAll(wiring.endpointSlices().facts());
        facts.addAll(wiring.policies().facts());
        return facts;
    }

    /** Every row as it is now, whether it was handed out or not. Costs as much as it is large. */
    public DesiredImage image() {
        return snapshot().image();
    }

    /** Inputs and rows as they are now, to be looked at elsewhere. */
    public GraphSnapshot snapshot() {
        wiring.settle();
        return new GraphSnapshot(allFacts(), wiring.acls(), wiring.agenda().desired());
    }

    /** What the graph has done since it was made. */
    public GraphStatistics statistics() {
        Map<Node, Integer> sizes = new EnumMap<>(Node.class);
        sizes.put(Node.PODS, wiring.pods().size());
        sizes.put(Node.NAMESPACES, wiring.selections().namespaces());
        sizes.put(Node.NODES, wiring.nodes().facts().size());
        sizes.put(Node.ENDPOINT_SLICES, wiring.endpointSlices().facts().size());
        sizes.put(Node.POLICIES, wiring.policies().size());
        sizes.put(Node.LABEL_SETS, wiring.selections().labelSets());
        sizes.put(Node.SELECTIONS, wiring.selections().size());
        sizes.put(Node.ACLS, wiring.acls().size());
        sizes.put(Node.ADDRESS_SETS, wiring.agenda().desired(Node.ADDRESS_SETS));
        sizes.put(Node.PORT_GROUPS, wiring.agenda().desired(Node.PORT_GROUPS));
        return wiring.work().statistics(sizes);
    }

    /**
     * Asserts that everything that is kept agrees with the facts, and that nothing is kept for those that are gone.
     *
     * @throws IllegalStateException when it is not so, or when there are changes that were not handed out
     */
    void audit() {
        wiring.audit();
    }
}
