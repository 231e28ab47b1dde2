package dev.terrace.ovn.rpc;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Builds one value after the other out of tokens that arrive one by one. */
final class JsonTree {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Deque<ContainerNode<?>> open = new ArrayDeque<>();
    private String name = "";

    boolean isEmpty() {
        return open.isEmpty();
    }

    /** How many arrays and objects are open. */
    int depth() {
        return open.size();
    }

    /** The name of the member that was begun last in the object where it is. */
    String name() {
        return name;
    }

    /** The innermost array or object that is open. */
    JsonNode innermost() {
        return open.element();
    }

    /** The object that is open at the root. */
    ObjectNode root() {
        return (ObjectNode) open.getLast();
    }

    /** Takes the parser's current token, and returns the value at the root if that token ended it. */
    @Nullable JsonNode take(JsonToken token, JsonParser parser) throws IOException {
        switch (token) {
            case FIELD_NAME -> name = parser.currentName();
            case START_OBJECT -> open.push(attached(NODES.objectNode()));
            case START_ARRAY -> open.push(attached(NODES.arrayNode()));
            case END_OBJECT, END_ARRAY -> {
                ContainerNode<?> closed = open.pop();
                return open.isEmpty() ? closed : null;
            }
            default -> {
                JsonNode scalar = attached(scalar(token, parser));
                return open.isEmpty() ? scalar : null;
            }
        }
        return null;
    }

    /** Puts a value where the next one belongs. */
    void attach(JsonNode node) {
        attached(node);
    }

    private <T extends JsonNode> T attached(T node) {
        switch (open.peek()) {
            case ObjectNode object -> object.set(name, node);
            case ArrayNode array -> array.add(node);
            case null, default -> {}
        }
        return node;
    }

    private static JsonNode scalar(JsonToken token, JsonParser parser) throws IOException {
        return switch (token) {
            case VALUE_STRING -> NODES.textNode(parser.getText());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            case VALUE_NUMBER_INT ->
                switch (parser.getNumberType()) {
                    case INT -> NODES.numberNode(parser.getIntValue());
                    case LONG -> NODES.numberNode(parser.getLongValue());
                    default -> NODES.numberNode(parser.getBigIntegerValue());
                };
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDoubleValue());
            default -> throw new IllegalStateException("no value: " + token);
        };
    }
}
