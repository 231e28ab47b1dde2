package dev.terrace.core.model;

import java.util.Comparator;
import java.util.Locale;

/**
 * Names a policy.
 *
 * @param kind its kind
 * @param namespace its namespace, empty for the kinds of cluster scope
 * @param name its name
 */
public record PolicyKey(PolicyKind kind, String namespace, String name) implements FactKey, Comparable<PolicyKey> {

    private static final Comparator<PolicyKey> ORDER = Comparator.comparing(PolicyKey::kind)
            .thenComparing(PolicyKey::namespace)
            .thenComparing(PolicyKey::name);

    @Override
    public int compareTo(PolicyKey other) {
        return ORDER.compare(this, other);
    }

    /** {@code dnp/namespace/name} or {@code cnp/name}, for people. */
    @Override
    public String toString() {
        String prefix = kind.abbreviation().toLowerCase(Locale.ROOT) + "/";
        return namespace.isEmpty() ? prefix + name : prefix + namespace + "/" + name;
    }
}
