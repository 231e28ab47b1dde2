package dev.terrace.e2e.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells when an ACL first named a logical port, when it came into the Northbound database, and when into which of its
 * port groups: a client of its own, that has nothing but a monitor.
 */
final class GroupsClock implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final byte[] MONITOR = """
            {"id":1,"method":"monitor","params":["OVN_Northbound",null,\
            {"Logical_Switch_Port":{"columns":["name"]},"Port_Group":{"columns":["name","ports"]},\
            "ACL":{"columns":["match"]}}]}\
            """.getBytes(StandardCharsets.UTF_8);

    private static final Pattern NAME = Pattern.compile("\"([^\"]+)\"");

    private final Socket socket;

    /** The row of each port, by name, the newest. */
    private final Map<String, Row> rows = new HashMap<>();

    /** The rows in each group, by the group's name. */
    private final Map<String, Set<String>> members = new HashMap<>();

    /** When a row came into a group. */
    private final Map<String, Map<String, Long>> joined = new HashMap<>();

    /** When a match first named a port. */
    private final Map<String, Long> named = new HashMap<>();

    private record Row(String uuid, long at) {}

    /**
     * What became of a port.
     *
     * @param named when the match of an ACL named it, which holds it; {@link Long#MAX_VALUE} for never. In milliseconds
     *     of the clock, as all moments
     * @param row when it came into the database
     * @param groups when it came into a group, by the group's name
     */
    record Moments(long named, long row, Map<String, Long> groups) {

        /** Whether it was held before it was there. */
        boolean held() {
            return named <= row;
        }

        /** When it was in all of its groups. */
        long complete() {
            return groups.values().stream().mapToLong(Long::longValue).max().orElseThrow();
        }
    }

    /** @param northbound a database, as {@code tcp:HOST:PORT} */
    GroupsClock(String northbound) {
        String[] words = northbound.split(":", -1);
        try {
            socket = new Socket(words[1], Integer.parseInt(words[2]));
            socket.getOutputStream().write(MONITOR);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofPlatform().name("groups-clock").daemon().start(this::read);
    }

    private void read() {
        try (MappingIterator<JsonNode> messages = JSON.readerFor(JsonNode.class).readValues(socket.getInputStream())) {
            while (messages.hasNext()) {
                JsonNode message = messages.next();
                if (message.path("method").asString("").equals("echo")) {
                    socket.getOutputStream()
                            .write("{\"id\":\"echo\",\"result\":[],\"error\":null}".getBytes(StandardCharsets.UTF_8));
                } else if (message.path("method").asString("").equals("update")) {
                    take(message.at("/params/1"), System.currentTimeMillis());
                } else {
                    take(message.path("result"), System.currentTimeMillis());
                }
            }
        } catch (IOException closed) {
            // Only close() does it.
        }
    }

    private synchronized void take(JsonNode tables, long now) {
        tables.path("Logical_Switch_Port").properties().forEach(entry -> {
            JsonNode row = entry.getValue().path("new");
            if (row.has("name") && !entry.getValue().has("old")) {
                rows.put(row.get("name").asString(), new Row(entry.getKey(), now));
            }
        });
        tables.path("ACL")
                .properties()
                .forEach(entry -> NAME.matcher(entry.getValue().at("/new/match").asString(""))
                        .results()
                        .forEach(name -> named.putIfAbsent(name.group(1), now)));
        tables.path("Port_Group").properties().forEach(entry -> {
            JsonNode group = entry.getValue().path("new");
            if (group.has("ports")) {
                String name = group.get("name").asString();
                Set<String> before = members.getOrDefault(name, Set.of());
                Set<String> after = uuids(group.get("ports"));
                after.stream()
                        .filter(uuid -> !before.contains(uuid))
                        .forEach(uuid -> joined.computeIfAbsent(uuid, _ -> new HashMap<>())
                                .put(name, now));
                members.put(name, after);
            }
        });
    }

    /** A set of one is written as its member. */
    private static Set<String> uuids(JsonNode value) {
        Set<String> uuids = new HashSet<>();
        if (value.get(0).asString().equals("uuid")) {
            uuids.add(value.get(1).asString());
        } else {
            value.get(1).forEach(member -> uuids.add(member.get(1).asString()));
        }
        return uuids;
    }

    /** Whether a port is, or was, in a group. */
    synchronized boolean isInGroups(String port) {
        Row row = rows.get(port);
        return row != null && joined.containsKey(row.uuid());
    }

    /** @throws IllegalStateException when no port of this name was ever there */
    synchronized Moments of(String port) {
        Row row = rows.get(port);
        if (row == null) {
            throw new IllegalStateException("no port " + port);
        }
        return new Moments(
                named.getOrDefault(port, Long.MAX_VALUE),
                row.at(),
                Map.copyOf(joined.getOrDefault(row.uuid(), Map.of())));
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
