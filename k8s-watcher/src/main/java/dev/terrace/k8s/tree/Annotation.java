package dev.terrace.k8s.tree;

import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.IpPrefix;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * An annotation that holds JSON. It is a reading of its own: what is malformed in it does not make the object
 * malformed, because another source of the same stands in for it.
 */
public final class Annotation {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Reading reading = new Reading();
    private final Cursor content;

    private Annotation(Cursor text) {
        Cursor own = text.in(reading);
        String json = own.text();
        content = own.inside(json == null ? null : parsed(own, json));
    }

    /** @param metadata of the object; where it has no such annotation, the content is absent */
    public static Annotation of(Cursor metadata, String name) {
        return new Annotation(metadata.get("annotations").get(name));
    }

    private static @Nullable Object parsed(Cursor text, String json) {
        try {
            return JSON.readValue(json, Object.class);
        } catch (JacksonException broken) {
            text.invalid("must be JSON");
            return null;
        }
    }

    /** What it means as a tree. */
    public Cursor content() {
        return content;
    }

    /** Whether nothing that was read of it so far is malformed. */
    public boolean understood() {
        return reading.understood();
    }

    /** All that is malformed, with the keys that nobody asked for; to be called once, at the end. */
    public List<Fault> faults() {
        reading.refuseUnknownKeys();
        return reading.faults();
    }

    /** Adds to the doubts what is malformed, and what counts in its place. */
    public void confess(List<String> doubts, String instead) {
        if (!understood()) {
            doubts.add(reading.faults().getFirst() + "; " + instead);
        }
    }

    /** The prefix in {@code address/length}; null after noting that there is none. */
    public static @Nullable IpPrefix prefix(Cursor entry) {
        String text = entry.text();
        try {
            return text == null ? null : IpPrefix.parse(text);
        } catch (IllegalArgumentException notOne) {
            entry.invalid("must be an IP address with its prefix length, not " + text);
            return null;
        }
    }

    /** The address in {@code address/length}, where the length is that of its subnet. */
    public static @Nullable IpAddress host(Cursor entry) {
        return prefix(entry) != null && entry.value() instanceof String text
                ? IpAddress.parse(text.substring(0, text.indexOf('/')))
                : null;
    }
}
