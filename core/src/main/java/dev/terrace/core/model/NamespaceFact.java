package dev.terrace.core.model;

import java.util.Map;

/** What Terrace needs to know of a namespace. */
public record NamespaceFact(String name, Map<String, String> labels) implements Fact {
    public NamespaceFact {
        labels = Map.copyOf(labels);
    }

    @Override
    public NamespaceKey key() {
        return new NamespaceKey(name);
    }
}
