package dev.terrace.core.model;

import dev.terrace.core.selector.LabelSelector;

/** The namespaces in which a selection looks for pods. */
public sealed interface NamespaceScope {

    /** One namespace by name: the policy's own. */
    record Own(String namespace) implements NamespaceScope {}

    /** The namespaces whose labels match. */
    record Matching(LabelSelector selector) implements NamespaceScope {}

    /** Whether a namespace is one of them. */
    default boolean covers(NamespaceFact namespace) {
        return switch (this) {
            case Own(String name) -> name.equals(namespace.name());
            case Matching(LabelSelector selector) -> selector.matches(namespace.labels());
        };
    }
}
