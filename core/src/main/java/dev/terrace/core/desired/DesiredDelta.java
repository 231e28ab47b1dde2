package dev.terrace.core.desired;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What becomes different in a {@link DesiredImage}: at most one change for each row. */
public record DesiredDelta(SortedMap<RowKey, RowDelta> rows) {

    public static final DesiredDelta EMPTY = new DesiredDelta(Collections.emptySortedMap());

    public DesiredDelta {
        rows = Collections.unmodifiableSortedMap(new TreeMap<>(rows));
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** What makes one image the other: sets and groups that are in both with equal external ids change by members. */
    public static DesiredDelta between(DesiredImage before, DesiredImage after) {
        SortedMap<RowKey, RowDelta> rows = new TreeMap<>();
        before.rows().keySet().stream()
                .filter(key -> !after.rows().containsKey(key))
                .forEach(key -> rows.put(key, new RowDelta.Gone(key)));
        after.rows().forEach((key, row) -> {
            RowDelta delta = between(before.rows().get(key), row);
            if (delta != null) {
                rows.put(key, delta);
            }
        });
        return new DesiredDelta(rows);
    }

    private static @Nullable RowDelta between(@Nullable Row before, Row after) {
        if (after.equals(before)) {
            return null;
        }
        if (before == null || !before.externalIds().equals(after.externalIds())) {
            return new RowDelta.Put(after);
        }
        return switch (after) {
            case AclRow _, MeterRow _, MeterBandRow _ -> new RowDelta.Put(after);
            case AddressSetRow set
            when before instanceof AddressSetRow was ->
                new RowDelta.Addresses(
                        set.name(),
                        Members.missing(was.addresses(), set.addresses()),
                        Members.missing(set.addresses(), was.addresses()));
            case PortGroupRow group
            when before instanceof PortGroupRow was ->
                new RowDelta.Ports(
                        group.name(),
                        Members.missing(was.ports(), group.ports()),
                        Members.missing(group.ports(), was.ports()));
            case AddressSetRow _, PortGroupRow _ -> throw new IllegalStateException("one key in two tables");
        };
    }

    /** This change and then another, as one. */
    public DesiredDelta then(DesiredDelta later) {
        SortedMap<RowKey, RowDelta> joined = new TreeMap<>(rows);
        later.rows.forEach((key, delta) -> joined.merge(key, delta, RowDelta::then));
        return new DesiredDelta(joined);
    }
}
