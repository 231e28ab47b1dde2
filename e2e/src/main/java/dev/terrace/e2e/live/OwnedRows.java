package dev.terrace.e2e.live;

import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.AddressSetRow;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.ExternalIds;
import dev.terrace.core.desired.MeterBandRow;
import dev.terrace.core.desired.MeterRow;
import dev.terrace.core.desired.PortGroupRow;
import dev.terrace.core.desired.Row;
import dev.terrace.core.desired.RowKey;
import dev.terrace.core.row.HoldRows;
import dev.terrace.e2e.node.NorthboundClient;
import dev.terrace.ovn.replica.Fence;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What the rows of one owner do, for comparison: ACLs with their place, groups and sets with their members. Those that
 * hold new pods are none of it, as they depend on more than what is desired.
 *
 * @param rows one text for each
 */
record OwnedRows(SortedSet<String> rows) {

    static OwnedRows of(DesiredImage image) {
        SortedSet<String> rows = new TreeSet<>();
        for (Row row : image.rows().values()) {
            rows.add(
                    switch (row) {
                        case AclRow acl ->
                            acl(
                                    acl.id(),
                                    acl.ovnDirection(),
                                    acl.tier(),
                                    acl.priority(),
                                    acl.match(),
                                    acl.action().ovn(),
                                    acl.log() == null
                                            ? List.of()
                                            : List.of(acl.log().severity().word()),
                                    acl.log() == null
                                            ? List.of()
                                            : List.of(acl.log().meter()));
                        case PortGroupRow group -> members(group.name(), group.ports());
                        case AddressSetRow set -> members(set.name(), set.addresses());
                        case MeterRow meter -> members("meter", List.of(meter.name()));
                        case MeterBandRow band -> members("band", List.of(band.rate()));
                    });
        }
        return new OwnedRows(rows);
    }

    static OwnedRows read(NorthboundClient database, String owner) {
        SortedSet<String> rows = new TreeSet<>();
        Map<String, String> ports = new HashMap<>();
        database.rows("Logical_Switch_Port")
                .forEach(port -> ports.put(uuid(port), port.path("name").stringValue()));
        owned(database, "ACL", owner)
                .forEach(acl -> rows.add(acl(
                        ids(acl).getOrDefault(ExternalIds.ID, ""),
                        acl.path("direction").stringValue(),
                        acl.path("tier").intValue(),
                        acl.path("priority").intValue(),
                        acl.path("match").stringValue(),
                        acl.path("action").stringValue(),
                        texts(acl.path("severity")),
                        texts(acl.path("meter")))));
        owned(database, "Port_Group", owner)
                .forEach(group -> rows.add(members(
                        group.path("name").stringValue(),
                        references(group.path("ports")).map(ports::get).toList())));
        owned(database, "Address_Set", owner)
                .filter(set -> !set.path("name").stringValue().startsWith(Fence.NAME_PREFIX))
                .forEach(set -> rows.add(members(set.path("name").stringValue(), texts(set.path("addresses")))));
        owned(database, "Meter", owner).forEach(meter -> rows.add(members("meter", texts(meter.path("name")))));
        owned(database, "Meter_Band", owner)
                .forEach(band ->
                        rows.add(members("band", List.of(band.path("rate").intValue()))));
        return new OwnedRows(rows);
    }

    private static Stream<? extends JsonNode> owned(NorthboundClient database, String table, String owner) {
        Set<String> hold = HoldRows.keys(owner).stream().map(RowKey::id).collect(Collectors.toSet());
        return database.rows(table).stream()
                .filter(row -> owner.equals(ids(row).get(ExternalIds.OWNER)))
                .filter(row -> !hold.contains(ids(row).get(ExternalIds.ID)));
    }

    private static String acl(
            String id,
            String direction,
            int tier,
            int priority,
            String match,
            String action,
            List<String> severity,
            List<String> meter) {
        return "%s %s %d %d %s %s %s %s".formatted(id, direction, tier, priority, match, action, severity, meter);
    }

    private static List<String> texts(JsonNode column) {
        return elements(column).map(JsonNode::stringValue).toList();
    }

    private static String members(String name, Collection<?> members) {
        return name + " " + members.stream().map(String::valueOf).sorted().toList();
    }

    private static String uuid(JsonNode row) {
        return row.path("_uuid").path(1).stringValue();
    }

    private static Stream<String> references(JsonNode column) {
        return elements(column).map(reference -> reference.path(1).stringValue());
    }

    /** A set of one is written as its member. */
    private static Stream<JsonNode> elements(JsonNode column) {
        return column.isArray() && column.path(0).asString("").equals("set")
                ? column.path(1).valueStream()
                : Stream.of(column);
    }

    private static Map<String, String> ids(JsonNode row) {
        Map<String, String> ids = new HashMap<>();
        row.path("external_ids")
                .path(1)
                .forEach(
                        pair -> ids.put(pair.path(0).stringValue(), pair.path(1).stringValue()));
        return ids;
    }
}
