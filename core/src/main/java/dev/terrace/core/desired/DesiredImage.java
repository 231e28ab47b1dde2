package dev.terrace.core.desired;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** Every row that the Northbound database must hold for one owner, by key. */
public record DesiredImage(SortedMap<RowKey, Row> rows) {

    public static final DesiredImage EMPTY = new DesiredImage(Collections.emptySortedMap());

    public DesiredImage {
        rows = Collections.unmodifiableSortedMap(new TreeMap<>(rows));
    }

    /** @throws IllegalArgumentException when two rows have the same key */
    public static DesiredImage of(Collection<? extends Row> rows) {
        SortedMap<RowKey, Row> byKey = new TreeMap<>();
        for (Row row : rows) {
            if (byKey.put(row.key(), row) != null) {
                throw new IllegalArgumentException("two rows of key " + row.key());
            }
        }
        return new DesiredImage(byKey);
    }

    /**
     * This image after a change. Costs as much as the image is large; who keeps up with changes keeps state of its own.
     *
     * @throws IllegalArgumentException when members change of a row that is not here
     */
    public DesiredImage with(DesiredDelta delta) {
        SortedMap<RowKey, Row> changed = new TreeMap<>(rows);
        delta.rows().forEach((key, change) -> {
            Row before = rows.get(key);
            RowDelta whole = (before == null ? new RowDelta.Gone(key) : new RowDelta.Put(before)).then(change);
            if (whole instanceof RowDelta.Put(Row row)) {
                changed.put(key, row);
            } else {
                changed.remove(key);
            }
        });
        return new DesiredImage(changed);
    }
}
