package dev.terrace.core.model;

import java.util.Map;

/**
 * What Terrace needs to know of a namespace.
 *
 * @param name its name
 * @param labels its labels
 * @param logging which decisions of the policies in it are logged
 */
public record NamespaceFact(String name, Map<String, String> labels, Logging logging) implements Fact {
    public NamespaceFact {
        labels = Map.copyOf(labels);
    }

    /** One whose policies log nothing. */
    public NamespaceFact(String name, Map<String, String> labels) {
        this(name, labels, Logging.NONE);
    }

    @Override
    public NamespaceKey key() {
        return new NamespaceKey(name);
    }
}
