package dev.terrace.core.graph;

import java.util.HashMap;
import java.util.Map;

/**
 * The expansions of one rule that exist at the moment, by what the pods of each agree on.
 *
 * @param <K> what they agree on
 */
final class KeyedExpansions<K> {

    private final Map<K, Expansion> expansions = new HashMap<>();

    boolean has(K key) {
        return expansions.containsKey(key);
    }

    /**
     * Puts an expansion in the place of the one that was there, which is closed after it was opened: rows that both
     * have stay.
     */
    void put(K key, Expansion expansion) {
        Expansion before = expansions.put(key, expansion);
        if (before != null) {
            before.close();
        }
    }

    void remove(K key) {
        Expansion expansion = expansions.remove(key);
        if (expansion != null) {
            expansion.close();
        }
    }

    void touch() {
        expansions.values().forEach(Expansion::touch);
    }

    void close() {
        expansions.values().forEach(Expansion::close);
    }
}
