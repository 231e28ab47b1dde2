package dev.terrace.e2e.synthetic;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** YAML as {@code kubectl get --output=yaml} writes it: blocks, keys in the order of their names. */
final class BlockYaml {

    private final StringBuilder text = new StringBuilder();

    private BlockYaml() {}

    /** One document: maps, lists, strings and numbers. */
    static String of(Map<String, ?> document) {
        BlockYaml yaml = new BlockYaml();
        yaml.members(document, 0, false);
        return yaml.text.toString();
    }

    /** @param begun whether the first line has begun already, behind the dash of an element */
    private void members(Map<String, ?> map, int indent, boolean begun) {
        SortedMap<String, Object> sorted = new TreeMap<>(map);
        sorted.forEach((key, value) -> {
            if (!begun || !key.equals(sorted.firstKey())) {
                text.append(" ".repeat(indent));
            }
            text.append(key).append(':');
            value(value, indent);
        });
    }

    private void value(Object value, int indent) {
        switch (value) {
            case Map<?, ?> map when map.isEmpty() -> text.append(" {}\n");
            case List<?> list when list.isEmpty() -> text.append(" []\n");
            case Map<?, ?> map -> {
                text.append('\n');
                members(strings(map), indent + 2, false);
            }
            case List<?> list -> {
                text.append('\n');
                list.forEach(element -> element(element, indent));
            }
            case String word ->
                text.append(" \"").append(word.replace("\"", "\\\"")).append("\"\n");
            default -> text.append(' ').append(value).append('\n');
        }
    }

    private void element(Object element, int indent) {
        text.append(" ".repeat(indent)).append('-');
        if (element instanceof Map<?, ?> map && !map.isEmpty()) {
            text.append(' ');
            members(strings(map), indent + 2, true);
        } else {
            value(element, indent);
        }
    }

    @SuppressWarnings("unchecked") // manifests have text for keys
    private static Map<String, ?> strings(Map<?, ?> map) {
        return (Map<String, ?>) map;
    }
}
