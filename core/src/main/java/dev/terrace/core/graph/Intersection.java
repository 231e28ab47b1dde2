package dev.terrace.core.graph;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The pods that are in two sets. In the middle of an event one of them may know more than the other: what counts is
 * that each says so when it changes, and that whoever says so last finds both as they are.
 */
final class Intersection extends PodSet {

    private final PodSet one;
    private final PodSet other;
    private final Runnable onEnd;
    private final Set<PodEntry> members = Collections.newSetFromMap(new IdentityHashMap<>());
    private final PodWatcher watcher = new PodWatcher() {
        @Override
        public void joined(PodEntry pod) {
            if (one.contains(pod) && other.contains(pod) && members.add(pod)) {
                tellJoined(pod);
            }
        }

        @Override
        public void left(PodEntry pod) {
            if (members.remove(pod)) {
                tellLeft(pod);
            }
        }
    };

    Intersection(PodSet one, PodSet other, String text, Runnable onEnd) {
        super(one.wiring(), text);
        this.one = one;
        this.other = other;
        this.onEnd = onEnd;
        one.watch(watcher);
        other.watch(watcher);
    }

    @Override
    void forEach(Consumer<PodEntry> action) {
        members.forEach(action);
    }

    @Override
    boolean contains(PodEntry pod) {
        return members.contains(pod);
    }

    @Override
    void end() {
        one.unwatch(watcher);
        other.unwatch(watcher);
        onEnd.run();
    }

    @Override
    void audit() {
        super.audit();
        Set<PodEntry> expected = Collections.newSetFromMap(new IdentityHashMap<>());
        one.forEach(pod -> {
            if (other.contains(pod)) {
                expected.add(pod);
            }
        });
        if (!expected.equals(members)) {
            throw new IllegalStateException(this + " has " + expected + ", not " + members);
        }
    }
}
