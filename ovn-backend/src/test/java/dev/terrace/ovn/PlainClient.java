package dev.terrace.ovn;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.terrace.ovn.rpc.Endpoint;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A database client as small as can be (RFC 7047), which shares nothing with the one under test but the notation of
 * where a server is. It blocks, and is for one thread.
 */
final class PlainClient implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECT = Duration.ofSeconds(2);

    static {
        JSON.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxStringLength(Integer.MAX_VALUE)
                        .build());
    }

    private final Socket socket = new Socket();
    private final OutputStream out;
    private final Deque<JsonNode> notifications = new ArrayDeque<>();
    private @Nullable JsonParser in;
    private int lastId;

    /** @param patience how long the server may say nothing; zero for as long as it likes */
    PlainClient(Endpoint server, Duration patience) throws IOException {
        Endpoint.Tcp tcp = (Endpoint.Tcp) server;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
        socket.connect(new InetSocketAddress(tcp.host(), tcp.port()), Math.toIntExact(CONNECT.toMillis()));
        out = socket.getOutputStream();
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    static ArrayNode array() {
        return JSON.createArrayNode();
    }

    /** Inserts a row. */
    static ObjectNode insert(String table, Map<String, ?> row) {
        return object().put("op", "insert").put("table", table).set("row", JSON.valueToTree(row));
    }

    /**
     * An operation on the rows that meet a condition.
     *
     * @param where a column and the value that it has; empty for all rows
     * @param more the other members of the operation
     */
    static ObjectNode operation(String op, String table, Map<String, ?> where, Map<String, ?> more) {
        ObjectNode operation = object().put("op", op).put("table", table);
        ArrayNode conditions = operation.putArray("where");
        where.forEach(
                (column, value) -> conditions.addArray().add(column).add("==").add(JSON.<JsonNode>valueToTree(value)));
        more.forEach((name, value) -> operation.set(name, JSON.valueToTree(value)));
        return operation;
    }

    static ObjectNode update(String table, Map<String, ?> where, Map<String, ?> row) {
        return operation("update", table, where, Map.of("row", row));
    }

    static ObjectNode delete(String table, Map<String, ?> where) {
        return operation("delete", table, where, Map.of());
    }

    /** The result of a call; fails with an {@link IOException} when it is an error. */
    JsonNode call(String method, JsonNode params) throws IOException {
        int id = ++lastId;
        send(object().put("id", id).put("method", method).set("params", params));
        while (true) {
            JsonNode message = read();
            if (message.has("method")) {
                notifications.add(message);
            } else if (message.path("id").asInt() == id) {
                if (!message.path("error").isNull()) {
                    throw new IOException(method + ": " + message.path("error"));
                }
                return message.path("result");
            }
        }
    }

    /** The results of a transaction on the Northbound database, of which every operation must succeed. */
    JsonNode transact(List<ObjectNode> operations) throws IOException {
        JsonNode results = call("transact", array().add("OVN_Northbound").addAll(operations));
        for (JsonNode result : results) {
            if (result.has("error")) {
                throw new IOException(result + " in " + results);
            }
        }
        return results;
    }

    JsonNode transact(ObjectNode operation) throws IOException {
        return transact(List.of(operation));
    }

    /** All rows of a table. */
    List<JsonNode> rows(String table) throws IOException {
        List<JsonNode> rows = new ArrayList<>();
        transact(operation("select", table, Map.of(), Map.of()))
                .path(0)
                .path("rows")
                .forEach(rows::add);
        return rows;
    }

    /** The next message that is no answer, as soon as there is one. */
    JsonNode hear() throws IOException {
        while (notifications.isEmpty()) {
            JsonNode message = read();
            if (message.has("method")) {
                notifications.add(message);
            }
        }
        return notifications.remove();
    }

    private JsonNode read() throws IOException {
        JsonParser parser = in;
        if (parser == null) {
            parser = JSON.getFactory().createParser(socket.getInputStream());
            in = parser;
        }
        while (true) {
            JsonNode message = parser.readValueAsTree();
            if (message == null) {
                throw new EOFException("the server closed the connection");
            }
            if (!message.path("method").asText().equals("echo")) {
                return message;
            }
            ObjectNode answer = object();
            answer.set("id", message.path("id"));
            answer.set("result", message.path("params"));
            answer.putNull("error");
            send(answer);
        }
    }

    private void send(JsonNode message) throws IOException {
        out.write(JSON.writeValueAsBytes(message));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
