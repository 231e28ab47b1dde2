package dev.terrace.core.graph;

import dev.terrace.core.desired.TierLayout;
import dev.terrace.core.desired.Zone;
import dev.terrace.core.model.Direction;
import dev.terrace.core.model.Logging;
import dev.terrace.core.model.Peer;
import dev.terrace.core.model.Platform;
import dev.terrace.core.model.Policy;
import dev.terrace.core.row.AclRows;
import dev.terrace.core.row.LogMeter;
import dev.terrace.core.row.RowNames;
import dev.terrace.core.row.SelectionText;
import java.util.function.LongSupplier;

/**
 * How the nodes of the graph hang together.
 *
 * <pre>
 *  facts                                                                                 rows
 *
 *  Namespace ─> Selections ──────────────┐
 *                (scopes, label sets)    v
 *  Pod ───────> Pods ───────────> SelectionSet, AllPods ──┬──────────> PodAddresses ───> AddressSet
 *                                        │                │   ┌─────> FilteredAddresses ─────^
 *                                        v                v   │                              │
 *                     UnionSet, Intersection ──────> Partition (part) ───> PortGroup ────────│──> port group
 *                                        ^                                     │             │
 *  Node ──────> Nodes ───────────────────│──────────> SourceAddresses ─────────│─────────────┤
 *  Slice ─────> EndpointSlices ──────────│──────────> SourceAddresses ─────────│─────────────┘
 *               Peers (literal blocks) ──│──────────> LiteralAddresses         │
 *                                        │                    │ empty or not   │ empty or not
 *  Policy ────> Policies ─> PolicyEntry ─┴> PolicySide        v                v
 *                 └─ StageOrder ────────────────^ └─> RuleExpansions ─> Expansion ───────────> AclTable
 *                    (priorities)                     Isolations, BuiltIns ──^
 * </pre>
 *
 * <p>An event moves pods and addresses, from left to right, and nothing else. What it leaves undone stands on the
 * {@link Agenda}: the structure changes in {@link #settle}, in which no pod moves but into and out of unions. Whoever
 * looks at a shared node holds it; nodes that nobody holds end in {@link Agenda#collect}, after the rows were handed
 * out.
 */
final class Wiring {

    private final TierLayout layout;
    private final Zone zone;
    private final RowNames names;
    private final AclRows aclRows;
    private final Work work;
    private final Agenda agenda;
    private final AclTable acls;
    private final Families families = new Families();
    private final Selections selections = new Selections(this);
    private final Pods pods = new Pods(this);
    private final AllPods allPods = new AllPods(this);
    private final Nodes nodes = new Nodes(this);
    private final EndpointSlices endpointSlices = new EndpointSlices(this);
    private final Peers peers = new Peers(this);
    private final BuiltIns builtIns;
    private final Isolations isolations;
    private final Policies policies = new Policies(this);

    Wiring(
            TierLayout layout,
            Zone zone,
            RowNames names,
            AclRows aclRows,
            LogMeter meter,
            Platform platform,
            LongSupplier clock) {
        work = new Work(clock);
        agenda = new Agenda(work);
        acls = new AclTable(work, meter);
        this.layout = layout;
        this.zone = zone;
        this.names = names;
        this.aclRows = aclRows;
        isolations = new Isolations(this, layout.order());
        builtIns = new BuiltIns(this, platform);
        builtIns.open();
    }

    TierLayout layout() {
        return layout;
    }

    Zone zone() {
        return zone;
    }

    RowNames names() {
        return names;
    }

    AclRows aclRows() {
        return aclRows;
    }

    Work work() {
        return work;
    }

    Agenda agenda() {
        return agenda;
    }

    AclTable acls() {
        return acls;
    }

    Families families() {
        return families;
    }

    Selections selections() {
        return selections;
    }

    Pods pods() {
        return pods;
    }

    AllPods allPods() {
        return allPods;
    }

    Nodes nodes() {
        return nodes;
    }

    EndpointSlices endpointSlices() {
        return endpointSlices;
    }

    Peers peers() {
        return peers;
    }

    BuiltIns builtIns() {
        return builtIns;
    }

    Isolations isolations() {
        return isolations;
    }

    Policies policies() {
        return policies;
    }

    AddressFilter filter(Peer peer) {
        return peers.filter(peer);
    }

    /** Which decisions of a policy are logged. */
    Logging logging(Policy policy) {
        return policy.logging(selections::logging);
    }

    /** The pods of a selection whose NetworkPolicies are judged by rows of ours: see {@link TierLayout}. */
    PodSet mirrored(SelectionSet selection, Direction direction) {
        return selection.with(builtIns.passing(direction), SelectionText.passed(selection.text(), direction));
    }

    /** Brings everything up to the facts: after it, the rows are those of the facts. */
    void settle() {
        work.timed(GraphStatistics.Node.PRIORITIES, policies::settle);
        work.timed(GraphStatistics.Node.PARTS, builtIns::settle);
        if (families.settle() == ChangeResult.RECOMPUTE) {
            work.timed(GraphStatistics.Node.SELECTIONS, selections::recomputeRules);
        }
        work.timed(GraphStatistics.Node.PARTS, agenda::settleMembers);
        work.timed(GraphStatistics.Node.ACLS, agenda::settleAcls);
    }

    /**
     * Asserts that every index agrees with what it is an index of, and, where there are no facts, that all are empty.
     */
    void audit() {
        agenda.audit();
        pods.audit();
        families.audit(pods.all());
        selections.audit();
        allPods.audit();
        nodes.audit();
        endpointSlices.audit();
        peers.audit();
        builtIns.audit();
        policies.audit();
        if (pods.size()
                                + policies.size()
                                + nodes.facts().size()
                                + endpointSlices.facts().size()
                        == 0
                && selections.facts().isEmpty()) {
            auditEmpty();
        }
    }

    private void auditEmpty() {
        pods.auditEmpty();
        selections.auditEmpty();
        nodes.auditEmpty();
        endpointSlices.auditEmpty();
        peers.auditEmpty(builtIns.literals());
        builtIns.auditEmpty();
        policies.auditEmpty();
        if (acls.size() > 0 || !agenda.desired().isEmpty() || !isolations.isEmpty() || !allPods.isUndivided()) {
            throw new IllegalStateException("rows are left: " + acls.rows());
        }
    }
}
