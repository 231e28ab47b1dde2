package dev.terrace.core.desired;

import java.util.SortedMap;

/** A row that the Northbound database must hold. */
public sealed interface Row permits AclRow, AddressSetRow, MeterBandRow, MeterRow, PortGroupRow {

    RowKey key();

    /** The whole column {@code external_ids}; always with {@link ExternalIds#OWNER} and {@link ExternalIds#ID}. */
    SortedMap<String, String> externalIds();
}
