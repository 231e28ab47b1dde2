package dev.terrace.core.model;

import java.util.Comparator;

/** Names a pod. */
public record PodKey(String namespace, String name) implements FactKey, Comparable<PodKey> {

    private static final Comparator<PodKey> ORDER =
            Comparator.comparing(PodKey::namespace).thenComparing(PodKey::name);

    /**
     * Names of pods and namespaces often differ in a few digits only, of which the hash that a record has by itself
     * makes the same number again and again.
     */
    @Override
    public int hashCode() {
        return namespace.hashCode() * 0x9e3779b9 + name.hashCode();
    }

    @Override
    public int compareTo(PodKey other) {
        return ORDER.compare(this, other);
    }

    /** {@code namespace/name}, for people. */
    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
