package dev.terrace.k8s.manifest;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;

/**
 * YAML as nearly all manifests are written, in two thirds of the time: trees straight from the parser's events, without
 * the library's nodes between. Whatever is not so plain (anchors, tags, a key that is there twice, an error) is left to
 * the library, whose meaning this has.
 */
final class PlainYaml {

    /** What a plain scalar begins with that may be something else than a text. */
    private static final String NOT_ONLY_TEXT = "-+.0123456789~nNtTfF";

    private static final String MERGE = "<<";

    private final Parse parser;
    private final ScalarResolver scalars;
    private final Map<Tag, ConstructNode> constructors;

    PlainYaml(LoadSettings settings) {
        parser = new Parse(settings);
        scalars = settings.getSchema().getScalarResolver();
        constructors = settings.getSchema().getSchemaTagConstructors();
    }

    /** The documents of a text; null where it is for the library to say what they are. Any thread may call it. */
    @Nullable List<@Nullable Object> read(String text) {
        try {
            return documents(parser.parseString(text).iterator());
        } catch (NotPlain | YamlEngineException | NumberFormatException leftToTheLibrary) {
            return null;
        }
    }

    private static final class NotPlain extends RuntimeException {

        private static final long serialVersionUID = 1L;

        NotPlain() {
            super(null, null, false, false);
        }
    }

    private List<@Nullable Object> documents(Iterator<Event> events) {
        List<@Nullable Object> documents = new ArrayList<>();
        while (events.hasNext()) {
            if (events.next() instanceof DocumentStartEvent) {
                documents.add(node(events.next(), events));
            }
        }
        return documents;
    }

    private @Nullable Object node(Event event, Iterator<Event> events) {
        if (event instanceof NodeEvent node && node.getAnchor().isPresent()) {
            throw new NotPlain();
        }
        return switch (event) {
            case ScalarEvent scalar when scalar.getTag().isEmpty() -> scalar(scalar);
            case SequenceStartEvent list when list.getTag().isEmpty() -> list(events);
            case MappingStartEvent map when map.getTag().isEmpty() -> map(events);
            default -> throw new NotPlain();
        };
    }

    private List<@Nullable Object> list(Iterator<Event> events) {
        List<@Nullable Object> list = new ArrayList<>();
        for (Event event = events.next(); !(event instanceof SequenceEndEvent); event = events.next()) {
            list.add(node(event, events));
        }
        return list;
    }

    private Map<@Nullable Object, @Nullable Object> map(Iterator<Event> events) {
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        for (Event event = events.next(); !(event instanceof MappingEndEvent); event = events.next()) {
            Object key = node(event, events);
            if (!(event instanceof ScalarEvent) || MERGE.equals(key) || map.containsKey(key)) {
                throw new NotPlain();
            }
            map.put(key, node(events.next(), events));
        }
        return map;
    }

    private @Nullable Object scalar(ScalarEvent scalar) {
        String text = scalar.getValue();
        if (!scalar.isPlain() || (!text.isEmpty() && NOT_ONLY_TEXT.indexOf(text.charAt(0)) < 0)) {
            return text;
        }
        Tag tag = scalars.resolve(text, true);
        if (tag.equals(Tag.STR)) {
            return text;
        }
        ConstructNode construct = constructors.get(tag);
        if (construct == null) {
            throw new NotPlain();
        }
        return construct.construct(new ScalarNode(tag, text, ScalarStyle.PLAIN));
    }
}
