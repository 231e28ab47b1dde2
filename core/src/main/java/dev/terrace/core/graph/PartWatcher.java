package dev.terrace.core.graph;

/**
 * Looks at the parts of a partition. It is told when the graph settles, and may look at other nodes then.
 *
 * @param <K> what the pods of a part agree on
 */
interface PartWatcher<K> {

    /** A part has pods; it may have been shown before. */
    void appeared(K key, PodSet part);

    /** A part has no pods any more, and will be another one if it appears again. */
    void vanished(K key);
}
