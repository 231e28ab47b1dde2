package dev.terrace.ovn.plan;

import dev.terrace.core.desired.RowKey;
import dev.terrace.core.desired.RowKey.Table;
import dev.terrace.ovn.replica.StoredRow;
import dev.terrace.ovn.replica.StoredRow.StoredPortGroup;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All that a scope concerns: which stored row is which desired one depends on the rows that have the same id or UUID,
 * and what hangs on a group depends on which row the group is.
 */
final class Extent {

    private final Comparison comparison;
    private final Set<RowKey> rows = new LinkedHashSet<>();
    private final Set<UUID> acls = new HashSet<>();
    private final Deque<RowKey> open = new ArrayDeque<>();

    private Extent(Comparison comparison) {
        this.comparison = comparison;
    }

    static Extent of(Scope scope, Comparison comparison) {
        Extent extent = new Extent(comparison);
        if (scope.isEverything()) {
            extent.addAll();
        } else {
            scope.rows().forEach(extent::row);
            scope.acls().forEach(extent::acl);
            while (!extent.open.isEmpty()) {
                extent.follow(extent.open.remove());
            }
        }
        return extent;
    }

    /** The rows to compare, by all keys that a stored or desired one has. */
    Set<RowKey> rows() {
        return rows;
    }

    /** The ACLs, also of others, whose place in groups of ours is to be compared. */
    Set<UUID> acls() {
        return acls;
    }

    private void addAll() {
        rows.addAll(comparison.desired().keys());
        for (Table table : Table.values()) {
            comparison.table(table).values().forEach(row -> rows.add(row.key()));
        }
        acls.addAll(comparison.replica().heldAcls());
    }

    private void row(@Nullable RowKey key) {
        if (key != null && rows.add(key)) {
            open.add(key);
        }
    }

    private void acl(UUID uuid) {
        if (acls.add(uuid)) {
            StoredRow stored = comparison.replica().acls().get(uuid);
            if (stored != null) {
                row(stored.key());
                row(comparison.desired().key(uuid));
            }
        }
    }

    private void follow(RowKey key) {
        comparison.table(key.table()).named(key.id()).forEach(this::follow);
        StoredRow due = comparison.table(key.table()).get(comparison.desired().uuid(key));
        if (due != null) {
            follow(due);
        }
        if (key.table() == Table.PORT_GROUP) {
            comparison.desired().aclsOf(key.id()).forEach(this::row);
        }
    }

    private void follow(StoredRow stored) {
        row(stored.key());
        row(comparison.desired().key(stored.uuid()));
        if (stored instanceof StoredPortGroup group) {
            group.acls().forEach(this::acl);
        }
    }
}
