package dev.terrace.ovn.rpc;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Builds one message after the other out of tokens. Rows for which there is a {@link RowSink} go there and not into the
 * message, which has the sink itself in their place, as a {@link com.fasterxml.jackson.databind.node.POJONode}.
 *
 * <p>They are found where the server says what they are before they come: the id before the result, the method before
 * the parameters. This is what {@code ovsdb-server} does; where another order comes, they stay in the message.
 */
final class Messages {

    private final RowPlaces places;
    private final JsonTree tree = new JsonTree();
    private @Nullable RowReader reader;

    Messages(RowPlaces places) {
        this.places = places;
    }

    /** Whether no message has begun. */
    boolean isEmpty() {
        return tree.isEmpty();
    }

    /** Takes the parser's current token, and returns the message if that token ended it. */
    @Nullable JsonNode take(JsonToken token, JsonParser parser) throws IOException {
        RowReader open = reader;
        if (open != null) {
            if (open.take(token, parser)) {
                reader = null;
            }
            return null;
        }
        RowSink sink = token == JsonToken.START_OBJECT ? sink() : null;
        if (sink == null) {
            return tree.take(token, parser);
        }
        tree.attach(JsonNodeFactory.instance.pojoNode(sink));
        reader = new RowReader(sink);
        return null;
    }

    /** Where the rows go that begin with the object which begins now; null where it is none of that kind. */
    private @Nullable RowSink sink() {
        return switch (tree.depth()) {
            case 1 -> tree.name().equals("result") ? inResult() : null;
            case 2 -> tree.innermost() instanceof ArrayNode array ? inArray(array) : null;
            default -> null;
        };
    }

    private @Nullable RowSink inArray(ArrayNode array) {
        return switch (tree.name()) {
            // Whether it was found, the last transaction, the rows.
            case "result" -> array.size() == 2 ? inResult() : null;
            // The monitor, perhaps the last transaction, the rows.
            case "params" -> {
                ObjectNode message = tree.root();
                String method = message.path("method").asText();
                yield array.size() == (method.equals("update3") ? 2 : 1)
                        ? places.inUpdate(method, array.path(0).asText())
                        : null;
            }
            default -> null;
        };
    }

    private @Nullable RowSink inResult() {
        JsonNode id = tree.root().path("id");
        return id.isIntegralNumber() ? places.inResult(id.longValue()) : null;
    }

    /** Reads rows: an object of tables, each an object of rows. */
    private static final class RowReader {
        private final RowSink sink;
        private final JsonTree row = new JsonTree();
        private String table = "";
        private String uuid = "";
        private boolean inTable;

        RowReader(RowSink sink) {
            this.sink = sink;
        }

        /** Takes a token, and returns whether it was the last one. */
        boolean take(JsonToken token, JsonParser parser) throws IOException {
            if (!row.isEmpty()) {
                deliver(row.take(token, parser));
            } else if (token == JsonToken.FIELD_NAME) {
                if (inTable) {
                    uuid = parser.currentName();
                } else {
                    table = parser.currentName();
                }
            } else if (token == JsonToken.END_OBJECT) {
                if (!inTable) {
                    return true;
                }
                inTable = false;
            } else if (inTable) {
                deliver(row.take(token, parser));
            } else if (token == JsonToken.START_OBJECT) {
                inTable = true;
            } else {
                throw new IllegalArgumentException("a table that is no object: " + table);
            }
            return false;
        }

        private void deliver(@Nullable JsonNode whole) {
            if (whole != null) {
                sink.row(table, uuid, whole);
            }
        }
    }
}
