package dev.terrace.core.desired;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A row of {@code Meter}, in packets per second, fair: each ACL that names it has the whole rate to itself. Its one
 * {@link MeterBandRow} has its name.
 *
 * @param name unique in the database; ACLs name it
 * @param externalIds see {@link Row#externalIds()}
 */
public record MeterRow(String name, SortedMap<String, String> externalIds) implements Row {

    /** The column {@code unit}. */
    public static final String UNIT = "pktps";

    public MeterRow {
        externalIds = Collections.unmodifiableSortedMap(new TreeMap<>(externalIds));
    }

    @Override
    public RowKey key() {
        return new RowKey(RowKey.Table.METER, name);
    }

    /** The row that says how much it lets through. */
    public RowKey band() {
        return new RowKey(RowKey.Table.METER_BAND, name);
    }
}
