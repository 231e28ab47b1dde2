package dev.terrace.core.graph;

/** Looks at a set of pods. */
interface PodWatcher {

    void joined(PodEntry pod);

    /** The pod is the same that joined. */
    void left(PodEntry pod);
}
