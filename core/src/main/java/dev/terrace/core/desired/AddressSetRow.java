package dev.terrace.core.desired;

import dev.terrace.core.model.IpPrefix;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A row of {@code Address_Set}.
 *
 * @param name unique in the database, made from a hash of what the set selects
 * @param addresses the members, all of one family; a single address is a block of one
 * @param externalIds see {@link Row#externalIds()}
 */
public record AddressSetRow(String name, SortedSet<IpPrefix> addresses, SortedMap<String, String> externalIds)
        implements Row {

    public AddressSetRow {
        addresses = Collections.unmodifiableSortedSet(new TreeSet<>(addresses));
        externalIds = Collections.unmodifiableSortedMap(new TreeMap<>(externalIds));
    }

    @Override
    public RowKey key() {
        return new RowKey(RowKey.Table.ADDRESS_SET, name);
    }
}
