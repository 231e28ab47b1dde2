package dev.terrace.core.graph;

import java.util.HashMap;
import java.util.Map;

/**
 * Equal values as one object, while anybody uses it: what pods repeat ten thousand times is kept once.
 *
 * @param <T> values that do not change
 */
final class Interner<T> {

    private static final class Use<T> {
        final T value;
        int count;

        Use(T value) {
            this.value = value;
        }
    }

    private final Map<T, Use<T>> uses = new HashMap<>();

    /** The one object that is equal to the value, used once more. */
    T take(T value) {
        Use<T> use = uses.computeIfAbsent(value, Use::new);
        use.count++;
        return use.value;
    }

    /** Uses it once less. */
    void drop(T value) {
        uses.computeIfPresent(value, (v, use) -> --use.count == 0 ? null : use);
    }

    boolean isEmpty() {
        return uses.isEmpty();
    }
}
