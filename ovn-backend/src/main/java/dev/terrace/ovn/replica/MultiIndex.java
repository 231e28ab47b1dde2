package dev.terrace.ovn.replica;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Several values for a key, made for the case that there is nearly always one. */
final class MultiIndex<K, V> {

    private final Map<K, V> firsts = new HashMap<>();
    private final Map<K, List<V>> others = new HashMap<>();

    /** All values of a key, in no order. */
    List<V> get(K key) {
        V first = firsts.get(key);
        if (first == null) {
            return List.of();
        }
        List<V> more = others.get(key);
        if (more == null) {
            return List.of(first);
        }
        List<V> all = new ArrayList<>(more);
        all.add(first);
        return all;
    }

    Set<K> keys() {
        return firsts.keySet();
    }

    /** Adds a value that is not there. */
    void add(K key, V value) {
        if (firsts.putIfAbsent(key, value) != null) {
            others.computeIfAbsent(key, _ -> new ArrayList<>(1)).add(value);
        }
    }

    void remove(K key, V value) {
        List<V> more = others.get(key);
        if (!value.equals(firsts.get(key))) {
            if (more != null) {
                more.remove(value);
            }
        } else if (more == null) {
            firsts.remove(key);
        } else {
            firsts.put(key, more.removeLast());
        }
        if (more != null && more.isEmpty()) {
            others.remove(key);
        }
    }

    void addAll(Collection<K> keys, V value) {
        keys.forEach(key -> add(key, value));
    }

    void removeAll(Collection<K> keys, V value) {
        keys.forEach(key -> remove(key, value));
    }
}
