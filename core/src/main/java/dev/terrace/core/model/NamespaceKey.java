package dev.terrace.core.model;

/** Names a namespace. */
public record NamespaceKey(String name) implements FactKey {
    @Override
    public String toString() {
        return "Namespace " + name;
    }
}
