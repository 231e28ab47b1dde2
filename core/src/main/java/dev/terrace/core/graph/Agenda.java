package dev.terrace.core.graph;

import dev.terrace.core.desired.RowDelta;
import dev.terrace.core.desired.RowKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What nodes leave to be done later. While an event runs through the graph, sets, groups and parts are brought up to
 * date and nothing else: no node comes (but label sets) or goes, nobody begins or ceases to look at another. All that
 * waits here until the graph settles, and what is no longer needed until the rows are handed out.
 */
final class Agenda {

    private final Work work;
    private final Deque<FilteredAddresses> stale = new ArrayDeque<>();
    private final Deque<Partition<?>> grown = new ArrayDeque<>();
    private final Deque<Partition<?>> shrunk = new ArrayDeque<>();
    private final Deque<Expansion> touched = new ArrayDeque<>();
    private final Deque<Shared> unheld = new ArrayDeque<>();
    private final List<MemberRow<?>> changed = new ArrayList<>();
    private final Set<MemberRow<?>> desired = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<GraphStatistics.Node, Integer> counts = new EnumMap<>(GraphStatistics.Node.class);

    Agenda(Work work) {
        this.work = work;
    }

    Work work() {
        return work;
    }

    /** The addresses must be looked through again. */
    void stale(FilteredAddresses addresses) {
        stale.add(addresses);
    }

    /** The partition has parts that its watchers do not know. */
    void grown(Partition<?> partition) {
        grown.add(partition);
    }

    /** The partition may have parts without pods. */
    void shrunk(Partition<?> partition) {
        shrunk.add(partition);
    }

    /** The ACLs may have become others. */
    void touched(Expansion expansion) {
        touched.add(expansion);
    }

    /** Nobody holds the node any more. */
    void unheld(Shared node) {
        unheld.add(node);
    }

    /** The row may differ from what was handed out last. */
    void changed(MemberRow<?> row) {
        changed.add(row);
    }

    /** ACLs begin, or cease, to speak of the row. */
    void desired(MemberRow<?> row, boolean isDesired) {
        boolean known = isDesired ? desired.add(row) : desired.remove(row);
        if (!known) {
            throw new IllegalStateException("counted twice: " + row.name());
        }
        counts.merge(row.node(), isDesired ? 1 : -1, Integer::sum);
    }

    /** The sets and groups that ACLs speak of. */
    Set<MemberRow<?>> desired() {
        return desired;
    }

    /** How many rows of a node ACLs speak of. */
    int desired(GraphStatistics.Node node) {
        return counts.getOrDefault(node, 0);
    }

    /** Looks through addresses again, and shows new parts to those who watch for them. */
    void settleMembers() {
        while (!stale.isEmpty()) {
            stale.remove().recompute();
        }
        while (!grown.isEmpty()) {
            grown.remove().showNewParts();
        }
    }

    /** Expands what was touched. Ids that one gives up are free before another takes them. */
    void settleAcls() {
        while (!touched.isEmpty()) {
            List<Expansion> expansions = new ArrayList<>(touched);
            touched.clear();
            expansions.forEach(Expansion::expand);
            expansions.forEach(Expansion::write);
        }
    }

    /** Takes what became different in sets and groups since the last time. */
    void takeMembers(Map<RowKey, RowDelta> into) {
        for (MemberRow<?> row : changed) {
            work.timed(row.node(), () -> {
                RowDelta delta = row.take();
                if (delta != null) {
                    into.put(delta.key(), delta);
                }
            });
        }
        changed.clear();
    }

    /** Ends what nobody needs any more, which may be the end of something else. */
    void collect() {
        while (!shrunk.isEmpty() || !unheld.isEmpty()) {
            while (!shrunk.isEmpty()) {
                shrunk.remove().dropEmptyParts();
            }
            while (!unheld.isEmpty()) {
                unheld.remove().endIfUnheld();
            }
        }
    }

    /** Nothing waits, as must be so after {@link #collect}. */
    void audit() {
        if (!stale.isEmpty()
                || !grown.isEmpty()
                || !shrunk.isEmpty()
                || !touched.isEmpty()
                || !unheld.isEmpty()
                || !changed.isEmpty()) {
            throw new IllegalStateException("something was left undone");
        }
    }
}
