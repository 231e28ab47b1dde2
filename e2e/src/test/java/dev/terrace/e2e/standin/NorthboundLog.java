package dev.terrace.e2e.standin;

import dev.terrace.core.desired.ExternalIds;
import dev.terrace.core.ovnkubernetes.ObjectId;
import dev.terrace.e2e.node.OvnNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every transaction that a Northbound database has committed, from its file, with who made it: the stand-in signs in a
 * comment, as {@code ovn-nbctl} and {@code ovn-northd} do, and Terrace does not.
 */
final class NorthboundLog {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Set<String> POLICY_TABLES = Set.of("ACL", "Port_Group", "Address_Set");

    /** Who makes transactions, and who owns rows. */
    private enum Party {
        TERRACE,
        OVN_KUBERNETES,
        OTHERS
    }

    private final Map<String, Party> owners = new HashMap<>();
    private final List<String> trespasses = new ArrayList<>();
    private final Map<Party, Integer> transactions = new HashMap<>();

    private NorthboundLog() {}

    /** Reads what a node's database has been through since its file was made. */
    static NorthboundLog of(OvnNode node) {
        return of(node.run("cat", OvnNode.NORTHBOUND_FILE));
    }

    /** Reads the file of a database. */
    static NorthboundLog of(String file) {
        NorthboundLog log = new NorthboundLog();
        file.lines()
                .filter(line -> line.startsWith("{"))
                .map(JSON::readTree)
                .filter(record -> record.has("_date"))
                .forEach(log::read);
        return log;
    }

    /** The changes that somebody made to a row of somebody else. */
    List<String> trespasses() {
        return trespasses;
    }

    /** Whether both made transactions at all. */
    boolean hasBoth() {
        return transactions.keySet().containsAll(Set.of(Party.TERRACE, Party.OVN_KUBERNETES));
    }

    private void read(JsonNode transaction) {
        Party author = author(transaction.path("_comment").asString(""));
        transactions.merge(author, 1, Integer::sum);
        boolean portsGo = transaction.path("Logical_Switch_Port").valueStream().anyMatch(JsonNode::isNull);
        transaction.properties().forEach(table -> {
            if (!POLICY_TABLES.contains(table.getKey())) {
                if (author == Party.TERRACE
                        && table.getValue().isObject()
                        && !table.getKey().equals("NB_Global")) {
                    trespasses.add("Terrace changes " + table);
                }
                return;
            }
            table.getValue().properties().forEach(row -> {
                Party owner = owners.computeIfAbsent(row.getKey(), _ -> owner(row.getValue()));
                boolean portTakenFromGroup =
                        portsGo && row.getValue().size() == 1 && row.getValue().has("ports");
                if (author != Party.OTHERS && owner != author && !portTakenFromGroup) {
                    trespasses.add(author + " changes a row of " + owner + ": " + table.getKey() + " " + row);
                }
            });
        });
    }

    private static Party author(String comment) {
        return comment.isEmpty() ? Party.TERRACE : comment.equals(StandIn.AUTHOR) ? Party.OVN_KUBERNETES : Party.OTHERS;
    }

    /** Of a row that is inserted. */
    private static Party owner(JsonNode row) {
        Map<String, String> ids = StandIn.externalIds(row);
        return ids.containsKey(ExternalIds.OWNER)
                        || row.path("name").asString("").startsWith("terrace_")
                ? Party.TERRACE
                : ids.containsKey(ObjectId.OWNER) ? Party.OVN_KUBERNETES : Party.OTHERS;
    }
}
