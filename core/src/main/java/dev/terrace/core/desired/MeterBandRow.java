package dev.terrace.core.desired;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A row of {@code Meter_Band}, which drops what is too much.
 *
 * @param meter the name of the {@link MeterRow} whose {@code bands} hold this row, and its primary id
 * @param rate how much is not too much, in packets per second
 * @param externalIds see {@link Row#externalIds()}
 */
public record MeterBandRow(String meter, int rate, SortedMap<String, String> externalIds) implements Row {

    /** The column {@code action}. */
    public static final String ACTION = "drop";

    public MeterBandRow {
        externalIds = Collections.unmodifiableSortedMap(new TreeMap<>(externalIds));
    }

    @Override
    public RowKey key() {
        return new RowKey(RowKey.Table.METER_BAND, meter);
    }
}
