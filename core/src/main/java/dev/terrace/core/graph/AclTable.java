package dev.terrace.core.graph;

import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.RowDelta;
import dev.terrace.core.desired.RowKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Every ACL, and what was handed out of those that changed since. */
final class AclTable {

    private final Work work;
    private final Map<String, AclRow> rows = new HashMap<>();
    private Map<String, @Nullable AclRow> handedOut = new HashMap<>();

    AclTable(Work work) {
        this.work = work;
    }

    /** @throws IllegalStateException when there is one of its id already */
    void put(AclRow row) {
        if (rows.put(row.id(), row) != null) {
            throw new IllegalStateException("two ACLs of id " + row.id());
        }
        work.event(GraphStatistics.Node.ACLS);
        remember(row.id(), null);
    }

    /** @throws IllegalStateException when it is not there */
    void remove(AclRow row) {
        if (!rows.remove(row.id(), row)) {
            throw new IllegalStateException("no ACL of id " + row.id());
        }
        work.event(GraphStatistics.Node.ACLS);
        remember(row.id(), row);
    }

    private void remember(String id, @Nullable AclRow before) {
        if (!handedOut.containsKey(id)) {
            handedOut.put(id, before);
        }
    }

    /** Takes what became different since the last time. */
    void take(Map<RowKey, RowDelta> into) {
        handedOut.forEach((id, before) -> {
            AclRow now = rows.get(id);
            if (!Objects.equals(before, now)) {
                RowKey key = new RowKey(RowKey.Table.ACL, id);
                into.put(key, now == null ? new RowDelta.Gone(key) : new RowDelta.Put(now));
            }
        });
        // A map that was large once would cost as much to clear for ever.
        handedOut = new HashMap<>();
    }

    Collection<AclRow> rows() {
        return rows.values();
    }

    int size() {
        return rows.size();
    }
}
