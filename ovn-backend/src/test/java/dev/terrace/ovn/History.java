package dev.terrace.ovn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.terrace.ovn.rpc.Endpoint;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Every state that the servers committed while it ran, as a client of its own saw it that knows nothing of ours: by
 * plain {@code monitor} (RFC 7047, section 4.1.5), of each server by itself. A server that ends is followed again as
 * soon as it is back.
 */
final class History implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(5);
    private static final List<String> TABLES =
            List.of("ACL", "Port_Group", "Address_Set", "Meter", "Meter_Band", "Logical_Switch", "Logical_Switch_Port");

    private final List<Endpoint> servers;
    private final List<Recording> recordings = new ArrayList<>();
    private final Map<Endpoint, PlainClient> clients = new HashMap<>();
    private volatile boolean closed;

    /** All rows of the tables at one moment, by table and UUID. */
    record State(Map<String, Map<String, JsonNode>> tables) implements NorthboundRows {

        static final State NOTHING = new State(Map.of());

        @Override
        public List<JsonNode> rows(String table) {
            return List.copyOf(tables.getOrDefault(table, Map.of()).values());
        }

        /** What comes of a {@code <table-updates>}. */
        State after(JsonNode updates) {
            Map<String, Map<String, JsonNode>> next = new HashMap<>(tables);
            updates.properties().forEach(table -> {
                Map<String, JsonNode> rows = new HashMap<>(next.getOrDefault(table.getKey(), Map.of()));
                table.getValue().properties().forEach(row -> {
                    if (row.getValue().path("new") instanceof ObjectNode content) {
                        content.putArray("_uuid").add("uuid").add(row.getKey());
                        rows.put(row.getKey(), content);
                    } else {
                        rows.remove(row.getKey());
                    }
                });
                next.put(table.getKey(), rows);
            });
            return new State(next);
        }
    }

    /** What one connection saw: the state at its start, and the one after each change. */
    record Recording(Endpoint server, List<State> states) {}

    History(List<Endpoint> servers) {
        this.servers = List.copyOf(servers);
        servers.forEach(server -> Thread.ofPlatform().daemon().name("history").start(() -> follow(server)));
    }

    /** Waits until every server is followed. */
    History begun() throws InterruptedException {
        RunningWriter.await(
                () -> recordings().stream().map(Recording::server).toList().containsAll(servers));
        return this;
    }

    /**
     * Waits until every server has what a database holds at present, and forgets what they had before: a member of a
     * cluster may have lagged behind.
     */
    History begunWith(NorthboundRows database) throws InterruptedException {
        Contents ours = Contents.of(database, Rows.OWNER);
        Set<JsonNode> others = others(database);
        RunningWriter.await(() -> servers.stream()
                .allMatch(server -> recordings().stream()
                        .filter(recording -> recording.server.equals(server))
                        .map(recording -> recording.states.getLast())
                        .anyMatch(state -> Contents.of(state, Rows.OWNER).equals(ours)
                                && others(state).equals(others))));
        synchronized (recordings) {
            recordings.forEach(recording ->
                    recording.states.subList(0, recording.states.size() - 1).clear());
        }
        return this;
    }

    private static Set<JsonNode> others(NorthboundRows database) {
        return Contents.foreignRows(database, Rows.OWNER).stream()
                .map(row -> ((ObjectNode) row).deepCopy().<ObjectNode>without("_version"))
                .collect(Collectors.toSet());
    }

    /** Waits until it has seen what a database holds at present. */
    void await(Contents now) throws InterruptedException {
        RunningWriter.await(() -> recordings().stream()
                .anyMatch(recording ->
                        Contents.of(recording.states().getLast(), Rows.OWNER).equals(now)));
    }

    /** All that was seen so far. */
    List<Recording> recordings() {
        synchronized (recordings) {
            return recordings.stream()
                    .map(recording -> new Recording(recording.server, List.copyOf(recording.states)))
                    .toList();
        }
    }

    private void follow(Endpoint server) {
        while (!closed) {
            // A member that has not joined its cluster yet does not know the database, and one that stops is silent.
            try (PlainClient client = new PlainClient(server, Duration.ofSeconds(60))) {
                synchronized (recordings) {
                    clients.put(server, client);
                }
                record(server, client);
            } catch (IOException gone) {
                pause();
            }
        }
    }

    private void record(Endpoint server, PlainClient client) throws IOException {
        ObjectNode requests = PlainClient.object();
        TABLES.forEach(requests::putObject);
        State state = State.NOTHING.after(client.call(
                "monitor",
                PlainClient.array().add("OVN_Northbound").add("history").add(requests)));
        List<State> states = new ArrayList<>(List.of(state));
        synchronized (recordings) {
            recordings.add(new Recording(server, states));
        }
        while (!closed) {
            state = state.after(client.hear().path("params").path(1));
            synchronized (recordings) {
                states.add(state);
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        synchronized (recordings) {
            for (PlainClient client : clients.values()) {
                client.close();
            }
        }
    }
}
