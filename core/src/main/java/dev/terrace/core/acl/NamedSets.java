package dev.terrace.core.acl;

import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.AddressSetRow;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.LogicalPort;
import dev.terrace.core.desired.MeterBandRow;
import dev.terrace.core.desired.MeterRow;
import dev.terrace.core.desired.PortGroupRow;
import dev.terrace.core.desired.Row;
import dev.terrace.core.model.IpPrefix;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;

/**
 * What {@code $name} and {@code @name} stand for ({@code ovn-sb(5)}, tables Address_Set and Port_Group).
 *
 * @param addressSets by name; one without members is there all the same
 * @param portGroups by name; never one without ports: {@code ovn-northd} makes a row for a group in each switch where
 *     it has a port, so that a group without ports does not exist for those who read matches
 */
record NamedSets(Map<String, SortedSet<IpPrefix>> addressSets, Map<String, SortedSet<LogicalPort>> portGroups) {

    NamedSets {
        addressSets = Map.copyOf(addressSets);
        portGroups = withPorts(portGroups);
    }

    static NamedSets of(DesiredImage image) {
        Map<String, SortedSet<IpPrefix>> addressSets = new HashMap<>();
        Map<String, SortedSet<LogicalPort>> portGroups = new HashMap<>();
        for (Row row : image.rows().values()) {
            switch (row) {
                case AddressSetRow set -> addressSets.put(set.name(), set.addresses());
                case PortGroupRow group -> portGroups.put(group.name(), group.ports());
                case AclRow _, MeterRow _, MeterBandRow _ -> {}
            }
        }
        return new NamedSets(addressSets, portGroups);
    }

    private static Map<String, SortedSet<LogicalPort>> withPorts(Map<String, SortedSet<LogicalPort>> groups) {
        Map<String, SortedSet<LogicalPort>> withPorts = new HashMap<>(groups);
        withPorts.values().removeIf(Collection::isEmpty);
        return Map.copyOf(withPorts);
    }
}
