package dev.terrace.core.graph;

import dev.terrace.core.desired.Row;
import dev.terrace.core.desired.RowDelta;
import dev.terrace.core.desired.RowKey;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An address set or a port group as a row: desired as long as ACLs speak of it. Against what was handed out last it
 * keeps the members that came and went, and never a copy of them all.
 *
 * @param <M> a member
 */
abstract class MemberRow<M> {

    private final Agenda agenda;
    private final GraphStatistics.Node node;
    private int users;
    private boolean handedOut;
    private boolean listed;
    private @Nullable Set<M> added;
    private @Nullable Set<M> removed;

    MemberRow(Agenda agenda, GraphStatistics.Node node) {
        this.agenda = agenda;
        this.node = node;
    }

    final GraphStatistics.Node node() {
        return node;
    }

    abstract String name();

    abstract RowKey key();

    /** The row with its members of now, to be made at leisure, on any thread. */
    abstract Supplier<Row> freeze();

    abstract RowDelta change(Set<M> added, Set<M> removed);

    final boolean desired() {
        return users > 0;
    }

    /** One expansion more speaks of it. */
    final void use() {
        if (users++ == 0) {
            turn(true);
        }
    }

    final void unuse() {
        if (--users < 0) {
            throw new IllegalStateException("not in use: " + name());
        }
        if (users == 0) {
            turn(false);
        }
    }

    private void turn(boolean isDesired) {
        agenda.desired(this, isDesired);
        list();
    }

    final void memberAdded(M member) {
        agenda.work().event(node);
        if (handedOut && (removed == null || !removed.remove(member))) {
            if (added == null) {
                added = new HashSet<>(2);
            }
            added.add(member);
            list();
        }
    }

    final void memberRemoved(M member) {
        agenda.work().event(node);
        if (handedOut && (added == null || !added.remove(member))) {
            if (removed == null) {
                removed = new HashSet<>(2);
            }
            removed.add(member);
            list();
        }
    }

    /** Whether a change of a member has to be told: nothing is kept of rows that nobody has. */
    final boolean isHandedOut() {
        return handedOut;
    }

    private void list() {
        if (!listed) {
            listed = true;
            agenda.changed(this);
        }
    }

    /** What became different since the last time, which begins anew; null where nothing did. */
    final @Nullable RowDelta take() {
        Set<M> in = added == null ? Set.of() : added;
        Set<M> out = removed == null ? Set.of() : removed;
        boolean before = handedOut;
        added = null;
        removed = null;
        listed = false;
        handedOut = desired();
        if (!before) {
            return handedOut ? new RowDelta.Put(freeze().get()) : null;
        }
        if (!handedOut) {
            return new RowDelta.Gone(key());
        }
        return in.isEmpty() && out.isEmpty() ? null : change(in, out);
    }

    /** Asserts that {@code expected} expansions use it, and that no change waits. */
    final void audit(int expected) {
        if (users != expected || handedOut != desired() || listed || added != null || removed != null) {
            throw new IllegalStateException(name() + " is used by " + expected + ", not " + users
                    + ", or has changes that were not handed out");
        }
    }
}
