package dev.terrace.ovn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.terrace.ovn.rpc.Endpoint;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;

/**
 * Somebody else with access to the database, who changes also what is not his. With each transaction he leaves a mark
 * in a set of his own, so that a {@link History} tells what he did.
 */
final class Vandal implements AutoCloseable {

    private static final String MARK = "vandal";
    private static final String SWITCH = "sw";

    private final PlainClient client;
    private int count;

    Vandal(Endpoint server) throws IOException {
        this(server, Duration.ofSeconds(30));
    }

    /** @param patience how long to wait for an answer */
    Vandal(Endpoint server, Duration patience) throws IOException {
        client = new PlainClient(server, patience);
        client.transact(List.of(
                PlainClient.delete("Address_Set", Map.of("name", MARK)),
                PlainClient.insert("Address_Set", Map.of("name", MARK))));
    }

    /** Does something, in one transaction. */
    void act(ObjectNode... operations) throws IOException {
        List<ObjectNode> all = new ArrayList<>(Arrays.asList(operations));
        all.add(PlainClient.update("Address_Set", Map.of("name", MARK), Map.of("addresses", "1.1.1." + ++count % 256)));
        client.transact(all);
    }

    /** Makes a switch with ports. */
    void addPorts(List<String> ports) throws IOException {
        act(PlainClient.insert("Logical_Switch", Map.of("name", SWITCH)));
        for (String port : ports) {
            addPort(port);
        }
    }

    private void addPort(String port) throws IOException {
        act(
                PlainClient.insert("Logical_Switch_Port", Map.of("name", port)).put("uuid-name", "port"),
                mutatePorts("insert", List.of("named-uuid", "port")));
    }

    private static ObjectNode mutatePorts(String mutator, Object port) {
        return PlainClient.operation(
                "mutate",
                "Logical_Switch",
                Map.of("name", SWITCH),
                Map.of("mutations", List.of(List.of("ports", mutator, port))));
    }

    /**
     * Takes away something that images refer to: a set, a group, an ACL out of a group, a port; or a port comes back.
     */
    void takeAway(Random random) throws IOException {
        switch (random.nextInt(5)) {
            case 0 -> take("Address_Set", random, name -> name.startsWith("as_"));
            case 1 -> take("Port_Group", random, _ -> true);
            case 2 -> act(PlainClient.update("Port_Group", Map.of(), Map.of("acls", List.of("set", List.of()))));
            case 3 -> {
                JsonNode port = pick("Logical_Switch_Port", random, _ -> true);
                if (!port.isMissingNode()) {
                    act(mutatePorts("delete", port.path("_uuid")));
                }
            }
            default -> {
                String port = Turns.PORTS.get(random.nextInt(Turns.PORTS.size()));
                if (pick("Logical_Switch_Port", random, port::equals).isMissingNode()) {
                    addPort(port);
                }
            }
        }
    }

    private void take(String table, Random random, Predicate<String> names) throws IOException {
        JsonNode row = pick(table, random, names);
        if (!row.isMissingNode()) {
            act(PlainClient.delete(table, Map.of("_uuid", row.path("_uuid"))));
        }
    }

    /** A row, or a missing node where none has such a name. */
    JsonNode pick(String table, Random random, Predicate<String> names) throws IOException {
        List<JsonNode> rows = client.rows(table).stream()
                .filter(row -> names.test(row.path("name").asText()))
                .toList();
        return rows.isEmpty() ? PlainClient.object().path("none") : rows.get(random.nextInt(rows.size()));
    }

    /** What the mark is in a state; empty before he came. */
    static String mark(NorthboundRows state) {
        return state.rows("Address_Set").stream()
                .filter(row -> row.path("name").asText().equals(MARK))
                .map(row -> row.path("_uuid") + " " + row.path("addresses"))
                .findAny()
                .orElse("");
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
