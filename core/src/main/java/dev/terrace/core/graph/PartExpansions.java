package dev.terrace.core.graph;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * An expansion for each part of a partition: pods on a node, pods probed alike, pods that agree on a named port.
 *
 * @param <K> what the pods of a part agree on
 */
final class PartExpansions<K> implements PartWatcher<K>, Expanded {

    private final Partition<K> partition;
    private final BiFunction<K, PodSet, @Nullable Expansion> open;
    private final Map<K, Expansion> expansions = new HashMap<>();

    /** @param open opens the expansion of a part; null where it has none */
    PartExpansions(Partition<K> partition, BiFunction<K, PodSet, @Nullable Expansion> open) {
        this.partition = partition;
        this.open = open;
        partition.watch(this);
    }

    @Override
    public void appeared(K key, PodSet part) {
        if (!expansions.containsKey(key)) {
            Expansion expansion = open.apply(key, part);
            if (expansion != null) {
                expansions.put(key, expansion);
            }
        }
    }

    @Override
    public void vanished(K key) {
        Expansion expansion = expansions.remove(key);
        if (expansion != null) {
            expansion.close();
        }
    }

    @Override
    public void touch() {
        expansions.values().forEach(Expansion::touch);
    }

    @Override
    public void close() {
        expansions.values().forEach(Expansion::close);
        partition.unwatch(this);
    }
}
