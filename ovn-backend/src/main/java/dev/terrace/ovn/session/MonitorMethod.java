package dev.terrace.ovn.session;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.terrace.core.desired.ExternalIds;
import dev.terrace.ovn.replica.Replica;
import org.jspecify.annotations.Nullable;

/** The ways to follow a database, the best first ({@code ovsdb-server(7)}, 4.1.12 and after; RFC 7047, 4.1.5). */
enum MonitorMethod {
    /** Our own rows by a condition, and where the server remembers, only what has changed since. */
    SINCE("monitor_cond_since", "update3"),
    /** Our own rows by a condition. */
    CONDITIONAL("monitor_cond", "update2"),
    /** All rows of the tables, of which those of others are thrown away here. */
    PLAIN("monitor", "update");

    private final String method;
    private final String notification;

    MonitorMethod(String method, String notification) {
        this.method = method;
        this.notification = notification;
    }

    String method() {
        return method;
    }

    /** The notification that tells of changes. */
    String notification() {
        return notification;
    }

    /** What to try on a server that does not know this one; null after the last. */
    @Nullable MonitorMethod fallback() {
        return switch (this) {
            case SINCE -> CONDITIONAL;
            case CONDITIONAL -> PLAIN;
            case PLAIN -> null;
        };
    }

    ArrayNode params(String monitor, String owner, String lastTransaction) {
        ArrayNode params = JsonNodeFactory.instance
                .arrayNode()
                .add(NorthboundSchema.DATABASE)
                .add(monitor)
                .add(requests(owner));
        return this == SINCE ? params.add(lastTransaction) : params;
    }

    private ObjectNode requests(String owner) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        ObjectNode requests = nodes.objectNode();
        Replica.COLUMNS.forEach((table, columns) -> {
            ObjectNode request = nodes.objectNode();
            columns.forEach(request.putArray("columns")::add);
            if (this != PLAIN && columns.contains("external_ids")) {
                ArrayNode condition = request.putArray("where").addArray();
                condition.add("external_ids").add("includes");
                condition
                        .addArray()
                        .add("map")
                        .addArray()
                        .addArray()
                        .add(ExternalIds.OWNER)
                        .add(owner);
            }
            requests.putArray(table).add(request);
        });
        return requests;
    }

    /** The {@code <row-update2>} that a row of a message of this method amounts to. */
    JsonNode update(JsonNode row, String owner) {
        if (this != PLAIN) {
            return row;
        }
        JsonNode now = row.path("new");
        ObjectNode update = JsonNodeFactory.instance.objectNode();
        return isOurs(now, owner) ? update.set("initial", now) : update.putNull("delete");
    }

    private static boolean isOurs(JsonNode row, String owner) {
        if (!row.has("external_ids")) {
            return row.isObject();
        }
        for (JsonNode pair : row.path("external_ids").path(1)) {
            if (pair.path(0).asText().equals(ExternalIds.OWNER)) {
                return pair.path(1).asText().equals(owner);
            }
        }
        return false;
    }
}
