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
}
