package dev.terrace.core.desired;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A row of {@code Port_Group}. Its column {@code acls} is not here: an {@link AclRow} names the group that it hangs on.
 *
 * @param name unique in the database, made from a hash of what the group selects
 * @param ports the ports that belong; those that the database does not have (yet) are left out when it is written
 * @param externalIds see {@link Row#externalIds()}
 */
public record PortGroupRow(String name, SortedSet<LogicalPort> ports, SortedMap<String, String> externalIds)
        implements Row {

    public PortGroupRow {
        ports = Collections.unmodifiableSortedSet(new TreeSet<>(ports));
        externalIds = Collections.unmodifiableSortedMap(new TreeMap<>(externalIds));
    }

    @Override
    public RowKey key() {
        return new RowKey(RowKey.Table.PORT_GROUP, name);
    }
}
