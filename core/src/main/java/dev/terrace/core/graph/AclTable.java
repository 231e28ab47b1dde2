package dev.terrace.core.graph;

import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.Row;
import dev.terrace.core.desired.RowDelta;
import dev.terrace.core.desired.RowKey;
import dev.terrace.core.row.LogMeter;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Every ACL, the meter of those that log, and what was handed out of what changed since. */
final class AclTable {

    private final Work work;
    private final Map<String, AclRow> rows = new HashMap<>();
    private final LogMeter meter;
    private Map<String, @Nullable AclRow> handedOut = new HashMap<>();
    private int logging;
    private boolean meterHandedOut;

    AclTable(Work work, LogMeter meter) {
        this.work = work;
        this.meter = meter;
    }

    /** @throws IllegalStateException when there is one of its id already */
    void put(AclRow row) {
        if (rows.put(row.id(), row) != null) {
            throw new IllegalStateException("two ACLs of id " + row.id());
        }
        work.event(GraphStatistics.Node.ACLS);
        logging += row.log() == null ? 0 : 1;
        remember(row.id(), null);
    }

    /** @throws IllegalStateException when it is not there */
    void remove(AclRow row) {
        if (!rows.remove(row.id(), row)) {
            throw new IllegalStateException("no ACL of id " + row.id());
        }
        work.event(GraphStatistics.Node.ACLS);
        logging -= row.log() == null ? 0 : 1;
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
        if (meterHandedOut != logging > 0) {
            meterHandedOut = logging > 0;
            meter.rows()
                    .forEach(row ->
                            into.put(row.key(), meterHandedOut ? new RowDelta.Put(row) : new RowDelta.Gone(row.key())));
        }
        // A map that was large once would cost as much to clear for ever.
        handedOut = new HashMap<>();
    }

    Collection<AclRow> rows() {
        return rows.values();
    }

    /** The rows of the meter, as long as some ACL logs. */
    List<Row> meter() {
        return logging > 0 ? meter.rows() : List.of();
    }

    int size() {
        return rows.size();
    }
}
