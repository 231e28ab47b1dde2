package dev.terrace.core.full;

import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.AddressSetRow;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.LogicalPort;
import dev.terrace.core.desired.PortGroupRow;
import dev.terrace.core.desired.Row;
import dev.terrace.core.desired.RowKey;
import dev.terrace.core.model.IpFamily;
import dev.terrace.core.model.IpPrefix;
import dev.terrace.core.row.LogMeter;
import dev.terrace.core.row.RowNames;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Collects the rows of an image. A group or set that is asked for twice by the same selection is one row. */
final class ImageBuilder {

    private final RowNames names;
    private final LogMeter meter;
    private final SortedMap<RowKey, Row> rows = new TreeMap<>();

    ImageBuilder(RowNames names, LogMeter meter) {
        this.names = names;
        this.meter = meter;
    }

    /** The name of the group of the subject's ports. */
    String portGroup(Subject subject) {
        String name = names.portGroup(subject.selects());
        rows.computeIfAbsent(new RowKey(RowKey.Table.PORT_GROUP, name), key -> {
            SortedSet<LogicalPort> ports = new TreeSet<>();
            subject.pods().forEach(pod -> ports.add(LogicalPort.of(pod.key())));
            return new PortGroupRow(name, ports, names.externalIds(name, subject.selects()));
        });
        return name;
    }

    /** The name of the set of these addresses, all of one family. */
    String addressSet(String selects, IpFamily family, SortedSet<IpPrefix> addresses) {
        String name = names.addressSet(selects, family);
        rows.computeIfAbsent(
                new RowKey(RowKey.Table.ADDRESS_SET, name),
                key -> new AddressSetRow(name, addresses, names.externalIds(name, selects)));
        return name;
    }

    void acl(AclRow acl) {
        if (rows.put(acl.key(), acl) != null) {
            throw new IllegalStateException("two ACLs of id " + acl.id());
        }
        if (acl.log() != null) {
            meter.rows().forEach(row -> rows.put(row.key(), row));
        }
    }

    DesiredImage build() {
        return new DesiredImage(rows);
    }
}
