package dev.terrace.e2e.standin;

import dev.terrace.core.ovnkubernetes.ObjectId;
import dev.terrace.core.ovnkubernetes.OvnKubernetesRow;
import dev.terrace.core.ovnkubernetes.OvnKubernetesRow.Acl;
import dev.terrace.core.ovnkubernetes.OvnKubernetesRow.Addresses;
import dev.terrace.core.ovnkubernetes.OvnKubernetesRow.Group;
import dev.terrace.core.ovnkubernetes.OvnKubernetesRow.Holder;
import dev.terrace.core.ovnkubernetes.OvnKubernetesRows;
import dev.terrace.core.ovnkubernetes.OwnerType;
import dev.terrace.e2e.node.NorthboundClient;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Stands for OVN-Kubernetes' controllers of one zone: keeps their rows in the database as those do, and takes away what
 * those take away. Each of its transactions is signed with {@link #AUTHOR} in a comment.
 */
public final class StandIn {

    static final String AUTHOR = "ovn-kubernetes";

    private static final JsonMapper JSON = JsonMapper.shared();

    private final NorthboundClient database;
    private final String node;
    private List<Unit> units = List.of();

    /** @param node whose zone it is: the name of the switch of its pods */
    public StandIn(NorthboundClient database, String node) {
        this.database = database;
        this.node = node;
    }

    /** A group with all that hangs on it. */
    private record Unit(Group group, List<Acl> acls) {}

    private static List<Unit> units(OvnKubernetesRows rows) {
        return rows.groups().stream()
                .map(group -> new Unit(
                        group,
                        rows.acls().stream()
                                .filter(acl -> acl.holder().equals(new Holder.OfGroup(group.name())))
                                .toList()))
                .toList();
    }

    /** Begins with a database in whatever state: sweeps, and writes every row anew. */
    void start(OvnKubernetesRows rows) {
        sweepWithoutOwner(rows);
        write(rows);
        sweep(rows);
        units = units(rows);
    }

    /** Follows what happened to policies and pods. A NetworkPolicy that changed is deleted and made again. */
    public void turnTo(OvnKubernetesRows rows) {
        List<Unit> wanted = units(rows);
        for (Unit unit : units) {
            if (unit.group.id().type().equals(OwnerType.NETWORK_POLICY) && !wanted.contains(unit)) {
                commit(List.of(delete("Port_Group", "name", unit.group.name())));
            }
        }
        write(rows);
        sweep(rows);
        units = wanted;
    }

    // Writing

    private void write(OvnKubernetesRows rows) {
        Map<String, String> ports =
                uuids("Logical_Switch_Port", row -> row.path("name").stringValue());
        Map<String, String> acls = uuids("ACL", StandIn::primary);
        Map<String, String> sets = uuids("Address_Set", row -> row.path("name").stringValue());
        Map<String, String> groups = uuids("Port_Group", row -> row.path("name").stringValue());
        List<ObjectNode> addressing = new ArrayList<>();
        for (Addresses set : rows.addressSets()) {
            ObjectNode columns = columns(set.id()).put("name", set.name());
            ArrayNode members = set(columns, "addresses");
            set.addresses().forEach(address -> members.add(address.toString()));
            addressing.add(put("Address_Set", sets.get(set.name()), columns));
        }
        commit(addressing);
        for (Unit unit : units(rows)) {
            List<ObjectNode> operations = new ArrayList<>();
            ObjectNode columns = columns(unit.group.id()).put("name", unit.group.name());
            ArrayNode members = set(columns, "ports");
            unit.group.ports().stream()
                    .map(port -> ports.get(port.name()))
                    .filter(uuid -> uuid != null)
                    .forEach(uuid -> members.addArray().add("uuid").add(uuid));
            ArrayNode hanging = set(columns, "acls");
            unit.acls.forEach(acl -> hanging.add(put(operations, acl, acls)));
            operations.add(put("Port_Group", groups.get(unit.group.name()), columns));
            commit(operations);
        }
        for (Acl acl : rows.acls()) {
            if (acl.holder() instanceof Holder.OfSwitch(String name)) {
                List<ObjectNode> operations = new ArrayList<>();
                ArrayNode reference = put(operations, acl, acls);
                operations.add(mutate(name, "acls", "insert", List.of(reference)));
                commit(operations);
            }
        }
    }

    /** Adds what brings the ACL to what it should be; returns what refers to it. */
    private static ArrayNode put(List<ObjectNode> operations, Acl acl, Map<String, String> existing) {
        ObjectNode columns = columns(acl.id())
                .put("name", acl.name().substring(0, Math.min(63, acl.name().length())))
                .put("direction", acl.pipeline().direction())
                .put("tier", acl.tier())
                .put("priority", acl.priority())
                .put("match", acl.match())
                .put("action", acl.action())
                .put("meter", "acl-logging");
        columns.set(
                "options",
                map(acl.pipeline().afterLoadBalancing() ? Map.of("apply-after-lb", "true") : Map.<String, String>of()));
        String uuid = existing.get(acl.id().primary());
        ObjectNode operation = put("ACL", uuid, columns);
        operations.add(operation);
        if (uuid != null) {
            return JSON.createArrayNode().add("uuid").add(uuid);
        }
        String name = "acl" + operations.size();
        operation.put("uuid-name", name);
        return JSON.createArrayNode().add("named-uuid").add(name);
    }

    // Sweeping

    /** Its rows that are not wanted any more, found by owner, type and id. */
    private void sweep(OvnKubernetesRows rows) {
        Set<String> groups = ids(rows.groups());
        Set<String> sets = ids(rows.addressSets());
        List<ObjectNode> operations = new ArrayList<>();
        database.rows("Port_Group").stream()
                .filter(row -> isOurs(row) && !groups.contains(primary(row)))
                .forEach(row -> operations.add(delete("Port_Group", row)));
        database.rows("Address_Set").stream()
                .filter(row -> isOurs(row) && !sets.contains(primary(row)))
                .forEach(row -> operations.add(delete("Address_Set", row)));
        Set<String> onSwitches = rows.acls().stream()
                .filter(acl -> acl.holder() instanceof Holder.OfSwitch)
                .map(acl -> acl.id().primary())
                .collect(Collectors.toSet());
        operations.addAll(takenFromSwitches(acl -> isOurs(acl) && !onSwitches.contains(primary(acl))));
        commit(operations);
    }

    /** What it takes away at a start without asking whose it is. */
    private void sweepWithoutOwner(OvnKubernetesRows rows) {
        List<ObjectNode> operations = new ArrayList<>();
        operations.addAll(
                takenFromSwitches(acl -> acl.path("action").stringValue().equals("reject")));
        operations.add(delete("Sampling_App", "_uuid", null));
        operations.add(delete("Port_Group", "name", "mcastPortGroupDeny"));
        database.rows("Logical_Switch").stream()
                .filter(row -> !members(row, "other_config").toList().isEmpty()
                        && !row.path("name").stringValue().equals(node)
                        && !row.path("name").stringValue().equals("transit_switch"))
                .forEach(row -> operations.add(delete("Logical_Switch", row)));
        Set<String> named = rows.acls().stream().map(Acl::match).collect(Collectors.toSet());
        database.rows("ACL").forEach(row -> named.add(row.path("match").stringValue()));
        database.rows("Address_Set").stream()
                .filter(row -> OwnerType.POD_SELECTOR.equals(externalIds(row).get(ObjectId.TYPE)))
                .filter(row -> named.stream()
                        .noneMatch(
                                match -> match.contains("$" + row.path("name").stringValue())))
                .forEach(row -> operations.add(delete("Address_Set", row)));
        Set<String> expected = rows.ports().values().stream()
                .flatMap(Set::stream)
                .map(port -> port.name())
                .collect(Collectors.toSet());
        Map<String, JsonNode> ports = byUuid("Logical_Switch_Port");
        database.rows("Logical_Switch").stream()
                .filter(row -> row.path("name").stringValue().equals(node))
                .flatMap(row -> members(row, "ports"))
                .map(reference -> ports.get(reference.path(1).stringValue()))
                .filter(port -> port != null
                        && "true".equals(externalIds(port).get("pod"))
                        && !expected.contains(port.path("name").stringValue()))
                .forEach(port -> operations.add(mutate(node, "ports", "delete", List.of(port.path("_uuid")))));
        for (String table : List.of("Port_Group", "Address_Set")) {
            database.rows(table).stream()
                    .filter(row ->
                            externalIds(row).getOrDefault(ObjectId.OWNER, "").endsWith("deleted-network-controller"))
                    .forEach(row -> operations.add(delete(table, row)));
        }
        commit(operations);
    }

    private List<ObjectNode> takenFromSwitches(Predicate<JsonNode> which) {
        Map<String, JsonNode> acls = byUuid("ACL");
        List<ObjectNode> operations = new ArrayList<>();
        for (JsonNode row : database.rows("Logical_Switch")) {
            members(row, "acls")
                    .map(reference -> acls.get(reference.path(1).stringValue()))
                    .filter(acl -> acl != null && which.test(acl))
                    .forEach(acl -> operations.add(
                            mutate(row.path("name").stringValue(), "acls", "delete", List.of(acl.path("_uuid")))));
        }
        return operations;
    }

    private static Set<String> ids(Collection<? extends OvnKubernetesRow> rows) {
        return rows.stream().map(row -> row.id().primary()).collect(Collectors.toSet());
    }

    private static boolean isOurs(JsonNode row) {
        return externalIds(row).containsKey(ObjectId.OWNER);
    }

    private static String primary(JsonNode row) {
        return externalIds(row).getOrDefault(ObjectId.PRIMARY, "");
    }

    // The language of the database

    private Map<String, String> uuids(String table, Function<JsonNode, String> naming) {
        Map<String, String> uuids = new HashMap<>();
        database.rows(table)
                .forEach(row ->
                        uuids.put(naming.apply(row), row.path("_uuid").path(1).stringValue()));
        return uuids;
    }

    private Map<String, JsonNode> byUuid(String table) {
        Map<String, JsonNode> rows = new HashMap<>();
        database.rows(table).forEach(row -> rows.put(row.path("_uuid").path(1).stringValue(), row));
        return rows;
    }

    static Map<String, String> externalIds(JsonNode row) {
        Map<String, String> ids = new TreeMap<>();
        row.path("external_ids")
                .path(1)
                .forEach(
                        pair -> ids.put(pair.path(0).stringValue(), pair.path(1).stringValue()));
        return ids;
    }

    /** The members of a column that is a set or a map. */
    private static Stream<JsonNode> members(JsonNode row, String column) {
        JsonNode value = row.path(column);
        return Set.of("set", "map").contains(value.path(0).asString(""))
                ? value.path(1).valueStream()
                : Stream.of(value);
    }

    private void commit(List<ObjectNode> operations) {
        if (!operations.isEmpty()) {
            List<ObjectNode> signed = new ArrayList<>(operations);
            signed.add(JSON.createObjectNode().put("op", "comment").put("comment", AUTHOR));
            database.transact(signed);
        }
    }

    private static ObjectNode columns(ObjectId id) {
        ObjectNode columns = JSON.createObjectNode();
        columns.set("external_ids", map(id.externalIds()));
        return columns;
    }

    private static ArrayNode map(Map<String, String> entries) {
        ArrayNode map = JSON.createArrayNode().add("map");
        ArrayNode pairs = map.addArray();
        entries.forEach((key, value) -> pairs.addArray().add(key).add(value));
        return map;
    }

    /** Makes a column a set; returns its members. */
    private static ArrayNode set(ObjectNode columns, String name) {
        return columns.putArray(name).add("set").addArray();
    }

    private static ObjectNode put(String table, @Nullable String uuid, ObjectNode columns) {
        ObjectNode operation = JSON.createObjectNode().put("table", table);
        operation.set("row", columns);
        if (uuid == null) {
            return operation.put("op", "insert");
        }
        operation.put("op", "update");
        operation
                .putArray("where")
                .addArray()
                .add("_uuid")
                .add("==")
                .addArray()
                .add("uuid")
                .add(uuid);
        return operation;
    }

    private static ObjectNode delete(String table, JsonNode row) {
        ObjectNode operation = JSON.createObjectNode().put("op", "delete").put("table", table);
        operation.putArray("where").addArray().add("_uuid").add("==").add(row.path("_uuid"));
        return operation;
    }

    private static ObjectNode delete(String table, String column, @Nullable String value) {
        ObjectNode operation = JSON.createObjectNode().put("op", "delete").put("table", table);
        ArrayNode where = operation.putArray("where");
        if (value != null) {
            where.addArray().add(column).add("==").add(value);
        }
        return operation;
    }

    private static ObjectNode mutate(String onSwitch, String column, String how, List<JsonNode> references) {
        ObjectNode operation = JSON.createObjectNode().put("op", "mutate").put("table", "Logical_Switch");
        operation.putArray("where").addArray().add("name").add("==").add(onSwitch);
        ArrayNode mutation =
                operation.putArray("mutations").addArray().add(column).add(how);
        ArrayNode members = mutation.addArray().add("set").addArray();
        references.forEach(members::add);
        return operation;
    }
}
