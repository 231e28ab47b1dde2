package dev.terrace.core.graph;

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
    private final KeyedExpansions<K> expansions = new KeyedExpansions<>();

    /** @param open opens the expansion of a part; null where it has none */
    PartExpansions(Partition<K> partition, BiFunction<K, PodSet, @Nullable Expansion> open) {
        this.partition = partition;
        this.open = open;
        partition.watch(this);
    }

    @Override
    public void appeared(K key, PodSet part) {
        if (!expansions.has(key)) {
            Expansion expansion = open.apply(key, part);
            if (expansion != null) {
                expansions.put(key, expansion);
            }
        }
    }

    @Override
    public void vanished(K key) {
        expansions.remove(key);
    }

    @Override
    public void touch() {
        expansions.touch();
    }

    @Override
    public void close() {
        expansions.close();
        partition.unwatch(this);
    }
}
