package dev.terrace.ovn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.AddressSetRow;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.ExternalIds;
import dev.terrace.core.desired.LogicalPort;
import dev.terrace.core.desired.MeterBandRow;
import dev.terrace.core.desired.MeterRow;
import dev.terrace.core.desired.PortGroupRow;
import dev.terrace.core.desired.Row;
import dev.terrace.ovn.replica.Fence;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a database holds of one owner, the fence apart, in words that can be compared: read from the server by other
 * means than the writer's, or derived from an image. By table and name, each with its columns.
 */
record Contents(SortedMap<String, SortedMap<String, Object>> rows) {

    /** What the image asks for, where only these ports exist. */
    static Contents of(DesiredImage image, Set<String> existingPorts) {
        SortedMap<String, SortedMap<String, Object>> rows = new TreeMap<>();
        for (Row row : image.rows().values()) {
            SortedMap<String, Object> columns = new TreeMap<>();
            columns.put("external_ids", row.externalIds());
            switch (row) {
                case AddressSetRow set -> {
                    columns.put("name", set.name());
                    columns.put(
                            "addresses",
                            set.addresses().stream()
                                    .map(Object::toString)
                                    .collect(Collectors.toCollection(TreeSet::new)));
                }
                case PortGroupRow group -> {
                    columns.put("name", group.name());
                    columns.put(
                            "ports",
                            group.ports().stream()
                                    .map(LogicalPort::name)
                                    .filter(existingPorts::contains)
                                    .collect(Collectors.toCollection(TreeSet::new)));
                    columns.put(
                            "acls",
                            image.rows().values().stream()
                                    .filter(other -> other instanceof AclRow acl
                                            && acl.portGroup().equals(group.name()))
                                    .map(other -> other.key().id())
                                    .collect(Collectors.toCollection(TreeSet::new)));
                }
                case MeterRow meter -> {
                    columns.put("name", meter.name());
                    columns.put("unit", "pktps");
                    columns.put("fair", true);
                    columns.put("bands", new TreeSet<>(Set.of(meter.name())));
                }
                case MeterBandRow band -> {
                    columns.put("name", "");
                    columns.put("action", "drop");
                    columns.put("rate", band.rate());
                    columns.put("burst_size", 0);
                }
                case AclRow acl -> {
                    columns.put("direction", acl.ovnDirection());
                    columns.put("tier", acl.tier());
                    columns.put("priority", acl.priority());
                    columns.put("match", acl.match());
                    columns.put("action", acl.action().ovn());
                    columns.put("name", acl.name());
                    columns.put("log", acl.log() != null);
                    columns.put(
                            "severity",
                            acl.log() == null ? "" : acl.log().severity().word());
                    columns.put("meter", acl.log() == null ? "" : acl.log().meter());
                    columns.put(
                            "options", acl.appliesAfterLoadBalancing() ? Map.of("apply-after-lb", "true") : Map.of());
                }
            }
            rows.put(row.key().toString(), columns);
        }
        return new Contents(rows);
    }

    /** What the server has with this owner. */
    static Contents of(NorthboundRows server, String owner) {
        Map<String, String> portNames = new HashMap<>();
        server.rows("Logical_Switch_Port")
                .forEach(port -> portNames.put(
                        uuid(port.path("_uuid")), port.path("name").asText()));
        List<JsonNode> acls = owned(server.rows("ACL"), owner);
        Map<String, String> aclIds = new HashMap<>();
        acls.forEach(acl -> aclIds.put(uuid(acl.path("_uuid")), id(acl)));

        SortedMap<String, SortedMap<String, Object>> rows = new TreeMap<>();
        for (JsonNode row : owned(server.rows("Address_Set"), owner)) {
            SortedMap<String, Object> columns = common(row);
            columns.put("addresses", names(row.path("addresses"), Map.of()));
            put(rows, "Address_Set " + row.path("name").asText(), columns);
        }
        for (JsonNode row : owned(server.rows("Port_Group"), owner)) {
            SortedMap<String, Object> columns = common(row);
            columns.put("ports", names(row.path("ports"), portNames));
            columns.put("acls", names(row.path("acls"), aclIds));
            put(rows, "Port_Group " + row.path("name").asText(), columns);
        }
        for (JsonNode row : acls) {
            SortedMap<String, Object> columns = common(row);
            for (String column : List.of("direction", "match", "action")) {
                columns.put(column, row.path(column).asText());
            }
            for (String column : List.of("tier", "priority")) {
                columns.put(column, row.path(column).asInt());
            }
            columns.put("log", row.path("log").asBoolean());
            columns.put("severity", optional(row.path("severity")));
            columns.put("meter", optional(row.path("meter")));
            columns.put("options", map(row.path("options")));
            put(rows, "ACL " + id(row), columns);
        }
        List<JsonNode> bands = owned(server.rows("Meter_Band"), owner);
        Map<String, String> bandIds = new HashMap<>();
        for (JsonNode row : bands) {
            bandIds.put(uuid(row.path("_uuid")), id(row));
            SortedMap<String, Object> columns = common(row);
            columns.put("action", row.path("action").asText());
            columns.put("rate", row.path("rate").asInt());
            columns.put("burst_size", row.path("burst_size").asInt());
            put(rows, "Meter_Band " + id(row), columns);
        }
        for (JsonNode row : owned(server.rows("Meter"), owner)) {
            SortedMap<String, Object> columns = common(row);
            columns.put("unit", row.path("unit").asText());
            columns.put("fair", row.path("fair").asBoolean());
            columns.put("bands", names(row.path("bands"), bandIds));
            put(rows, "Meter " + row.path("name").asText(), columns);
        }
        return new Contents(rows);
    }

    /** The rows that do not bear this owner, byte for byte and with their versions. */
    static SortedSet<String> foreign(NorthboundRows server, String owner) {
        return foreignRows(server, owner).stream()
                .map(JsonNode::toString)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The same without the versions, which a server makes anew when it starts. */
    static SortedSet<String> foreignContent(NorthboundRows server, String owner) {
        return foreignRows(server, owner).stream()
                .map(row -> ((ObjectNode) row).deepCopy().without("_version").toString())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The rows of the tables that we write which do not bear this owner. */
    static List<JsonNode> foreignRows(NorthboundRows server, String owner) {
        return Stream.of("Address_Set", "Port_Group", "ACL", "Meter", "Meter_Band")
                .flatMap(table -> server.rows(table).stream())
                .filter(row -> !isOwned(row, owner))
                .toList();
    }

    private static void put(
            SortedMap<String, SortedMap<String, Object>> rows, String name, SortedMap<String, Object> columns) {
        if (rows.put(name, columns) != null) {
            throw new AssertionError("two rows " + name);
        }
    }

    private static SortedMap<String, Object> common(JsonNode row) {
        SortedMap<String, Object> columns = new TreeMap<>();
        columns.put("name", optional(row.path("name")));
        columns.put("external_ids", map(row.path("external_ids")));
        return columns;
    }

    private static String optional(JsonNode text) {
        return text.isArray() ? text.path(1).path(0).asText("") : text.asText();
    }

    private static List<JsonNode> owned(List<JsonNode> rows, String owner) {
        return rows.stream()
                .filter(row -> isOwned(row, owner) && !id(row).startsWith(Fence.NAME_PREFIX))
                .toList();
    }

    private static boolean isOwned(JsonNode row, String owner) {
        return owner.equals(map(row.path("external_ids")).get(ExternalIds.OWNER));
    }

    private static String id(JsonNode row) {
        return map(row.path("external_ids")).getOrDefault(ExternalIds.ID, "");
    }

    private static Map<String, String> map(JsonNode value) {
        Map<String, String> map = new TreeMap<>();
        value.path(1)
                .forEach(pair -> map.put(pair.path(0).asText(), pair.path(1).asText()));
        return map;
    }

    private static String uuid(JsonNode atom) {
        return atom.path(1).asText();
    }

    /** The members of a set, references by the name of what they refer to, or by UUID where that has none. */
    private static SortedSet<String> names(JsonNode value, Map<String, String> references) {
        SortedSet<String> names = new TreeSet<>();
        if (value.path(0).asText().equals("set")) {
            value.path(1).forEach(atom -> names.add(name(atom, references)));
        } else {
            names.add(name(value, references));
        }
        return names;
    }

    private static String name(JsonNode atom, Map<String, String> references) {
        return atom.isArray() ? references.getOrDefault(uuid(atom), uuid(atom)) : atom.asText();
    }
}
