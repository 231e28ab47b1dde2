package dev.terrace.ovn.replica;

import dev.terrace.core.desired.LogicalPort;
import dev.terrace.core.desired.RowKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What has become different in a replica, so that nobody has to look at all of it.
 *
 * @param rows by UUID, those that came, went or changed otherwise than by members
 * @param keys all keys that those rows have or had
 * @param addresses by address set, the members that came or went
 * @param ports by port group, the ports that came or went
 * @param acls those that a group of ours refers to now or did, and those that came or went
 * @param portNames of ports that came, went or have another row now
 */
public record News(
        Set<UUID> rows,
        Set<RowKey> keys,
        Map<UUID, Set<String>> addresses,
        Map<UUID, Set<UUID>> ports,
        Set<UUID> acls,
        Set<LogicalPort> portNames) {

    News() {
        this(new HashSet<>(), new HashSet<>(), new HashMap<>(), new HashMap<>(), new HashSet<>(), new HashSet<>());
    }

    public boolean isEmpty() {
        return rows.isEmpty()
                && keys.isEmpty()
                && addresses.isEmpty()
                && ports.isEmpty()
                && acls.isEmpty()
                && portNames.isEmpty();
    }

    void row(StoredRow row) {
        rows.add(row.uuid());
        keys.add(row.key());
    }

    void addresses(UUID set, Collection<String> toggled) {
        addresses.computeIfAbsent(set, _ -> new HashSet<>()).addAll(toggled);
    }

    void ports(UUID group, Collection<UUID> toggled) {
        ports.computeIfAbsent(group, _ -> new HashSet<>()).addAll(toggled);
    }
}
