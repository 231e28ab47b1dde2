package dev.terrace.e2e.live;

import dev.terrace.e2e.node.NorthboundClient;
import dev.terrace.e2e.node.OvnNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.images.builder.Transferable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An {@code ovsdb-server} with a Northbound database and nothing else of OVN, and a client of its own that shares
 * nothing with the one that is tested.
 */
final class NorthboundServer implements AutoCloseable {

    private static final int PORT = 6641;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration GLANCE = Duration.ofMillis(20);
    private static final String SERVE = """
            mkdir -p /run/openvswitch /run/ovn /nb
            while :; do
                while [ -e /nb/down ]; do sleep 0.02; done
                [ -e /nb/db ] || ovsdb-tool create /nb/db /nb/schema
                ovsdb-server --pidfile=/nb/pid --unixctl=/nb/ctl --remote=ptcp:%d:0.0.0.0 \
                    --remote=punix:/run/ovn/ovnnb_db.sock /nb/db
            done
            """.formatted(PORT);

    private final GenericContainer<?> container;
    private final NorthboundClient client;

    private NorthboundServer(GenericContainer<?> container) {
        this.container = container;
        client = new NorthboundClient(container.getHost(), container.getMappedPort(PORT));
    }

    static NorthboundServer start() {
        return start("cat");
    }

    /**
     * Starts one whose schema is another.
     *
     * @param edit the filter that makes it of OVN's own
     */
    @SuppressWarnings("resource") // closed by close()
    static NorthboundServer start(String edit) {
        GenericContainer<?> container = new GenericContainer<>(OvnNode.IMAGE)
                .withImagePullPolicy(image -> false)
                .withLabel(OvnNode.LABEL, "true")
                .withExposedPorts(PORT)
                .withCreateContainerCmdModifier(command -> command.withEntrypoint("sh")
                        .withCmd(
                                "-c",
                                "mkdir /nb; %s </usr/share/ovn/ovn-nb.ovsschema >/nb/schema; %s"
                                        .formatted(edit, SERVE)));
        container.start();
        NorthboundServer server = new NorthboundServer(container);
        server.awaitAnswer();
        return server;
    }

    /** Where it listens, as {@code tcp:HOST:PORT}. */
    String endpoint() {
        return "tcp:" + container.getHost() + ":" + container.getMappedPort(PORT);
    }

    /** Runs {@code ovn-nbctl}; what it prints. */
    String nbctl(String... arguments) {
        List<String> command = new ArrayList<>(List.of("ovn-nbctl", "--no-wait"));
        command.addAll(List.of(arguments));
        return run(command.toArray(String[]::new));
    }

    /** Runs a shell script beside the server; what it prints. */
    String script(String text) {
        container.copyFileToContainer(Transferable.of(text), "/tmp/script");
        return run("sh", "/tmp/script");
    }

    private String run(String... command) {
        try {
            ExecResult done = container.execInContainer(StandardCharsets.UTF_8, command);
            if (done.getExitCode() != 0) {
                throw new AssertionError(String.join(" ", command) + ": " + done.getStderr() + done.getStdout());
            }
            return done.getStdout();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Kills the server as {@code kill -9} does. What it has committed is still there when it comes {@link #up}. */
    void down() {
        run("sh", "-c", "touch /nb/down; kill -9 $(cat /nb/pid) || true");
        Await.until("an end of the server", PATIENCE, GLANCE, () -> !client.answers());
    }

    void up() {
        run("rm", "-f", "/nb/down");
        awaitAnswer();
    }

    /** Puts an empty database in place of the one there. */
    void empty() {
        down();
        run("rm", "-f", "/nb/db");
        up();
    }

    private void awaitAnswer() {
        Await.until("an answer of the server", PATIENCE, GLANCE, client::answers);
    }

    /** How often the database was changed: each transaction that changes anything adds a record to its file. */
    int transactions() {
        return Integer.parseInt(run("grep", "-c", "^OVSDB JSON", "/nb/db").strip());
    }

    /** The rows of a table but the fence, whole, with their UUIDs and versions. */
    List<ObjectNode> rows(String table) {
        List<ObjectNode> rows = new ArrayList<>(client.rows(table));
        rows.removeIf(row -> row.path("name").asString("").startsWith("terrace_epoch."));
        rows.sort(Comparator.comparing(row -> row.get("_uuid").toString()));
        return rows;
    }

    /**
     * Every row of every table but those of bookkeeping: the fence, and {@code NB_Global}, in which changes are
     * counted. A row that was written and is as before has another version.
     */
    SortedMap<String, List<ObjectNode>> everything() {
        SortedMap<String, List<ObjectNode>> tables = new TreeMap<>();
        for (String table : client.tables()) {
            if (!table.equals("NB_Global")) {
                tables.put(table, rows(table));
            }
        }
        return tables;
    }

    /**
     * What ACLs, port groups and address sets say, for comparison where UUIDs differ: rows sorted, without UUIDs and
     * versions, and in place of a reference what it refers to.
     */
    SortedMap<String, List<String>> policyRows() {
        Map<String, String> byUuid = new HashMap<>();
        SortedMap<String, List<String>> tables = new TreeMap<>();
        for (String table : List.of("Logical_Switch_Port", "ACL", "Address_Set", "Port_Group")) {
            List<String> words = new ArrayList<>();
            for (ObjectNode row : rows(table)) {
                String uuid = row.get("_uuid").path(1).stringValue();
                row.remove(List.of("_uuid", "_version"));
                String word = row.propertyStream()
                        .map(column -> column.getKey() + "=" + value(column.getValue(), byUuid))
                        .sorted()
                        .toList()
                        .toString();
                byUuid.put(
                        uuid,
                        table.equals("Logical_Switch_Port") ? row.get("name").stringValue() : word);
                words.add(word);
            }
            words.sort(Comparator.naturalOrder());
            tables.put(table, words);
        }
        return tables;
    }

    /** A value with its members sorted, because their order says nothing. */
    private static String value(JsonNode value, Map<String, String> byUuid) {
        if (value.isArray() && value.size() == 2) {
            return switch (value.get(0).asString("")) {
                case "uuid" -> {
                    String uuid = value.get(1).stringValue();
                    yield byUuid.getOrDefault(uuid, uuid);
                }
                case "set", "map" ->
                    value.get(1)
                            .valueStream()
                            .map(member -> value(member, byUuid))
                            .sorted()
                            .toList()
                            .toString();
                default -> value.toString();
            };
        }
        return value.toString();
    }

    @Override
    public void close() {
        container.stop();
    }
}
