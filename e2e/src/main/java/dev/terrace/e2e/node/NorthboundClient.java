package dev.terrace.e2e.node;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A client of a Northbound database that shares nothing with the one that is tested: each request on a connection of
 * its own (RFC 7047).
 */
public final class NorthboundClient {

    private static final String DATABASE = "OVN_Northbound";
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS) // there is no end before the connection's
            .build();

    private final String host;
    private final int port;

    public NorthboundClient(String host, int port) {
        this.host = host;
        this.port = port;
    }

    /** The rows of a table, whole, with their UUIDs and versions. */
    public List<ObjectNode> rows(String table) {
        ObjectNode select = JSON.createObjectNode().put("op", "select").put("table", table);
        select.putArray("where");
        List<ObjectNode> rows = new ArrayList<>();
        call("transact", DATABASE, select).path(0).path("rows").forEach(row -> rows.add((ObjectNode) row));
        return rows;
    }

    /** The names of the tables. */
    public Collection<String> tables() {
        return call("get_schema", DATABASE).path("tables").propertyNames();
    }

    /**
     * Does operations in one transaction.
     *
     * @throws IllegalStateException when one of them fails; none is done then
     */
    public void transact(Collection<ObjectNode> operations) {
        List<Object> parameters = new ArrayList<>(List.of(DATABASE));
        parameters.addAll(operations);
        JsonNode results = call("transact", parameters.toArray());
        for (JsonNode result : results) {
            if (result.hasNonNull("error")) {
                throw new IllegalStateException(result + " of " + operations);
            }
        }
    }

    /** Whether the server answers. */
    public boolean answers() {
        try {
            call("list_dbs");
            return true;
        } catch (RuntimeException unreachable) {
            return false;
        }
    }

    private JsonNode call(String method, Object... parameters) {
        ObjectNode request =
                JSON.createObjectNode().put("method", method).put("id", 1).set("params", JSON.valueToTree(parameters));
        try (Socket socket = new Socket(host, port)) {
            socket.getOutputStream().write(JSON.writeValueAsBytes(request));
            socket.getOutputStream().flush();
            JsonNode reply = JSON.readTree(socket.getInputStream());
            if (reply.isMissingNode()) {
                throw new EOFException("closed by the server");
            }
            if (!reply.path("error").isNull()) {
                throw new IllegalStateException(method + ": " + reply);
            }
            return reply.get("result");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
