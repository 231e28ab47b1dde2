package dev.terrace.ovn.replica;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;

/**
 * Column values as RFC 7047, section 5.1, writes them, and as {@code update2} changes them ({@code ovsdb-server(7)},
 * "Update2 Notification"): a column that is not in the message keeps what it was, and in a modification a set or a map
 * holds what to take out if it is there and to put in if it is not.
 */
final class Notation {

    private final SharedTexts texts = new SharedTexts();

    String text(JsonNode row, String column, String before) {
        JsonNode value = row.path(column);
        if (value.isMissingNode()) {
            return before;
        }
        // An optional string is a set of at most one; it is sent whole, never as a difference.
        return texts.share(value.isArray() ? value.path(1).path(0).asText("") : value.asText());
    }

    static long integer(JsonNode row, String column, long before) {
        JsonNode value = row.path(column);
        return value.isMissingNode() ? before : value.asLong();
    }

    static boolean flag(JsonNode row, String column, boolean before) {
        JsonNode value = row.path(column);
        return value.isMissingNode() ? before : value.asBoolean();
    }

    static FlatSet<String> texts(JsonNode row, String column, FlatSet<String> before) {
        return toggled(row.path(column), before, JsonNode::asText);
    }

    static FlatSet<UUID> uuids(JsonNode row, String column, FlatSet<UUID> before) {
        return toggled(
                row.path(column), before, atom -> UUID.fromString(atom.path(1).asText()));
    }

    Map<String, String> map(JsonNode row, String column, Map<String, String> before) {
        JsonNode value = row.path(column);
        if (value.isMissingNode()) {
            return before;
        }
        SortedMap<String, String> after = new TreeMap<>(before);
        for (JsonNode pair : value.path(1)) {
            String key = pair.path(0).asText();
            String content = pair.path(1).asText();
            if (!after.remove(key, content)) {
                after.put(key, content);
            }
        }
        return FlatMap.of(after, texts::share);
    }

    private static <T> FlatSet<T> toggled(
            JsonNode value, FlatSet<T> before, Function<? super JsonNode, ? extends T> read) {
        if (value.isMissingNode()) {
            return before;
        }
        if (!value.path(0).asText().equals("set")) {
            return before.toggled(List.of(read.apply(value)));
        }
        List<T> atoms = new ArrayList<>(value.path(1).size());
        value.path(1).forEach(atom -> atoms.add(read.apply(atom)));
        return before.toggled(atoms);
    }
}
