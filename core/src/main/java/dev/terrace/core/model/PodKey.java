package dev.terrace.core.model;

import java.util.Comparator;

/** Names a pod. */
public record PodKey(String namespace, String name) implements FactKey, Comparable<PodKey> {

    private static final Comparator<PodKey> ORDER =
            Comparator.comparing(PodKey::namespace).thenComparing(PodKey::name);

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
