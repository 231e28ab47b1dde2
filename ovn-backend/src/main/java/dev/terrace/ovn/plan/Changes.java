package dev.terrace.ovn.plan;

import dev.terrace.core.desired.Row;
import dev.terrace.ovn.replica.StoredRow;
import java.util.EnumMap;
import java.util.Map;

/** The columns of a row that differ from what they shall be, each with what it holds now. */
final class Changes {

    private final Map<Column, String> before = new EnumMap<>(Column.class);

    <T> Changes compare(Column column, T wanted, T stored) {
        // The stored one knows a short way for maps.
        if (!stored.equals(wanted)) {
            before.put(column, stored.toString());
        }
        return this;
    }

    Changes externalIds(Row wanted, StoredRow stored) {
        return compare(Column.EXTERNAL_IDS, wanted.externalIds(), stored.externalIds());
    }

    Map<Column, String> before() {
        return before;
    }
}
