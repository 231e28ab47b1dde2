package dev.terrace.e2e.bench.nb;

import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.AddressSetRow;
import dev.terrace.core.desired.LogicalPort;
import dev.terrace.core.desired.MeterBandRow;
import dev.terrace.core.desired.MeterRow;
import dev.terrace.core.desired.PortGroupRow;
import dev.terrace.core.desired.Row;
import dev.terrace.core.model.IpPrefix;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON-RPC requests (RFC 7047, section 4) ready to be sent: what the physical limit is measured with. They say what has
 * to be said and no more: no fence, no guard, no condition that could be left out.
 */
final class Requests {

    /** Policies in a transaction. With more of them the server takes more time for each. */
    static final int TOGETHER = 25;

    private static final JsonMapper JSON = new JsonMapper();
    private static final String DATABASE = "OVN_Northbound";

    private Requests() {}

    /** Transactions that insert the rows of policies. */
    static List<byte[]> inserting(List<Policy> policies) {
        List<byte[]> transactions = new ArrayList<>();
        for (int from = 0; from < policies.size(); from += TOGETHER) {
            List<Object> operations = new ArrayList<>();
            for (Policy policy : policies.subList(from, Math.min(from + TOGETHER, policies.size()))) {
                policy.acls().forEach(acl -> operations.add(insert("ACL", uuid(acl.id()), columns(acl))));
                operations.add(insert("Port_Group", uuid(policy.group().name()), groupColumns(policy)));
                operations.add(insert("Address_Set", uuid(policy.set().name()), columns(policy.set())));
            }
            transactions.add(transaction(operations));
        }
        return transactions;
    }

    /** The rows of a policy for others to insert, an array: its port group, its ACLs, its address set. */
    static String line(Policy policy) {
        return JSON.writeValueAsString(List.of(
                groupColumns(policy),
                policy.acls().stream().map(Requests::columns).toList(),
                columns(policy.set())));
    }

    /** Inserts the switch ports that the groups hold, and what every Northbound database has. */
    static byte[] insertingPorts() {
        List<Object> operations = new ArrayList<>();
        List<LogicalPort> ports =
                IntStream.range(0, Policy.PORTS).mapToObj(Policy::port).toList();
        ports.forEach(
                port -> operations.add(insert("Logical_Switch_Port", uuid(port.name()), Map.of("name", port.name()))));
        Object held = references(ports.stream().map(LogicalPort::name).toList());
        operations.add(insert("Logical_Switch", uuid("node-a"), Map.of("name", "node-a", "ports", held)));
        operations.add(insert("NB_Global", uuid("global"), Map.of()));
        return transaction(operations);
    }

    /** Puts an address into a set, and takes it out. */
    static List<byte[]> mutating(String set, IpPrefix address) {
        return List.of(mutating(set, address, "insert"), mutating(set, address, "delete"));
    }

    private static byte[] mutating(String set, IpPrefix address, String mutator) {
        return transaction(List.of(Map.of(
                "op",
                "mutate",
                "table",
                "Address_Set",
                "where",
                List.of(List.of("_uuid", "==", reference(uuid(set)))),
                "mutations",
                List.of(List.of("addresses", mutator, address.toString())))));
    }

    /** The UUID with which the row of a name is inserted here. */
    static UUID uuid(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, Object> columns(Row row) {
        Map<String, Object> columns = new LinkedHashMap<>();
        columns.put("external_ids", map(row.externalIds()));
        switch (row) {
            case AclRow acl -> {
                columns.put("name", acl.name());
                columns.put("direction", acl.ovnDirection());
                columns.put("tier", acl.tier());
                columns.put("priority", acl.priority());
                columns.put("match", acl.match());
                columns.put("action", acl.action().ovn());
            }
            case AddressSetRow set -> {
                columns.put("name", set.name());
                columns.put(
                        "addresses",
                        set(set.addresses().stream().map(IpPrefix::toString).toList()));
            }
            case PortGroupRow group -> columns.put("name", group.name());
            case MeterRow _, MeterBandRow _ -> throw new IllegalArgumentException("nothing is logged here");
        }
        return columns;
    }

    private static Map<String, Object> groupColumns(Policy policy) {
        Map<String, Object> columns = columns(policy.group());
        columns.put(
                "ports",
                references(
                        policy.group().ports().stream().map(LogicalPort::name).toList()));
        columns.put("acls", references(policy.acls().stream().map(AclRow::id).toList()));
        return columns;
    }

    private static Object insert(String table, UUID uuid, Map<String, Object> row) {
        return Map.of("op", "insert", "table", table, "uuid", uuid, "row", row);
    }

    private static Object references(Collection<String> names) {
        return set(names.stream().map(name -> reference(uuid(name))).toList());
    }

    private static Object reference(UUID row) {
        return List.of("uuid", row);
    }

    private static Object set(Collection<?> members) {
        return List.of("set", members);
    }

    private static Object map(Map<String, String> pairs) {
        return List.of(
                "map",
                pairs.entrySet().stream()
                        .map(pair -> List.of(pair.getKey(), pair.getValue()))
                        .toList());
    }

    private static byte[] transaction(List<?> operations) {
        List<Object> params = new ArrayList<>(List.of(DATABASE));
        params.addAll(operations);
        return request("transact", params);
    }

    private static byte[] request(String method, List<?> params) {
        return JSON.writeValueAsBytes(Map.of("method", method, "id", 1, "params", params));
    }
}
