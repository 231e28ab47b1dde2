package dev.terrace.core.graph;

import dev.terrace.core.model.Peer;
import dev.terrace.core.row.SelectionText;
import java.util.function.Consumer;

/**
 * Every pod that can be selected: those of the anchor, and whom a named port can belong to when a rule's peers are no
 * pods.
 */
final class AllPods extends PodSet {

    AllPods(Wiring wiring) {
        super(wiring, SelectionText.of(new Peer.Anyone()));
    }

    @Override
    void forEach(Consumer<PodEntry> action) {
        wiring().pods().forEach(pod -> {
            if (contains(pod)) {
                action.accept(pod);
            }
        });
    }

    @Override
    boolean contains(PodEntry pod) {
        return pod.labelSet() != null;
    }

    /** There for ever. */
    @Override
    void end() {}
}
