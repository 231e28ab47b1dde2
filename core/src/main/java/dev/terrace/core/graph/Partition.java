package dev.terrace.core.graph;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Pods by what they agree on: the node that they are on, how they are probed, the meaning of a named port. A pod can be
 * in several parts, or in none.
 *
 * @param <K> what the pods of a part agree on
 */
final class Partition<K> extends Shared implements PodWatcher {

    private final PodSet pods;
    private final Function<PodEntry, ? extends Collection<K>> keys;
    private final BiFunction<String, K, String> text;
    private final Runnable onEnd;
    private final Map<K, Part> parts = new HashMap<>();
    private final List<PartWatcher<K>> watchers = new ArrayList<>(1);
    private final List<K> fresh = new ArrayList<>(0);
    private final List<K> emptied = new ArrayList<>(0);

    Partition(
            PodSet pods,
            Function<PodEntry, ? extends Collection<K>> keys,
            BiFunction<String, K, String> text,
            Runnable onEnd) {
        super(pods.wiring().agenda());
        this.pods = pods;
        this.keys = keys;
        this.text = text;
        this.onEnd = onEnd;
        pods.watch(this);
    }

    /** The part of a key, if it has any pods. */
    @Nullable PodSet part(K key) {
        return parts.get(key);
    }

    /** Shows the watcher every part, and from now on those that come and go. */
    void watch(PartWatcher<K> watcher) {
        hold();
        watchers.add(watcher);
        parts.forEach(watcher::appeared);
    }

    void unwatch(PartWatcher<K> watcher) {
        if (!watchers.remove(watcher)) {
            throw new IllegalStateException("does not watch the parts of " + pods);
        }
        release();
    }

    @Override
    public void joined(PodEntry pod) {
        for (K key : keys.apply(pod)) {
            Part part = parts.get(key);
            if (part == null) {
                part = new Part(text.apply(pods.text(), key));
                parts.put(key, part);
                if (!watchers.isEmpty()) {
                    if (fresh.isEmpty()) {
                        pods.wiring().agenda().grown(this);
                    }
                    fresh.add(key);
                }
                pods.wiring().agenda().work().event(GraphStatistics.Node.PARTS);
            }
            part.add(pod);
        }
    }

    @Override
    public void left(PodEntry pod) {
        for (K key : keys.apply(pod)) {
            Part part = parts.get(key);
            if (part == null) {
                throw new IllegalStateException("no part " + key + " of " + pods);
            }
            part.remove(pod);
            if (part.members.isEmpty()) {
                if (emptied.isEmpty()) {
                    pods.wiring().agenda().shrunk(this);
                }
                emptied.add(key);
            }
        }
    }

    void showNewParts() {
        List<K> keysToShow = List.copyOf(fresh);
        fresh.clear();
        for (K key : keysToShow) {
            Part part = parts.get(key);
            if (part != null) {
                watchers.forEach(watcher -> watcher.appeared(key, part));
            }
        }
    }

    /** Empty parts stay until the rows are handed out: a pod that changes leaves a part for a moment only. */
    void dropEmptyParts() {
        List<K> keysToDrop = List.copyOf(emptied);
        emptied.clear();
        for (K key : keysToDrop) {
            Part part = parts.get(key);
            if (part != null && part.members.isEmpty()) {
                parts.remove(key);
                watchers.forEach(watcher -> watcher.vanished(key));
                pods.wiring().agenda().work().event(GraphStatistics.Node.PARTS);
            }
        }
    }

    @Override
    void end() {
        pods.unwatch(this);
        onEnd.run();
    }

    void audit() {
        Map<K, Set<PodEntry>> expected = new HashMap<>();
        pods.forEach(pod -> keys.apply(pod)
                .forEach(
                        key -> expected.computeIfAbsent(key, k -> identitySet()).add(pod)));
        Map<K, Set<PodEntry>> found = new HashMap<>();
        parts.forEach((key, part) -> found.put(key, part.members));
        if (!expected.equals(found) || !fresh.isEmpty() || !emptied.isEmpty()) {
            throw new IllegalStateException("parts of " + pods + " are " + expected + ", not " + found);
        }
        parts.values().forEach(Part::audit);
    }

    private static Set<PodEntry> identitySet() {
        return Collections.newSetFromMap(new IdentityHashMap<>(1));
    }

    private final class Part extends PodSet {

        private final Set<PodEntry> members = identitySet();

        Part(String text) {
            super(pods.wiring(), text);
        }

        void add(PodEntry pod) {
            if (!members.add(pod)) {
                throw new IllegalStateException(pod + " is in " + this + " already");
            }
            tellJoined(pod);
        }

        void remove(PodEntry pod) {
            if (!members.remove(pod)) {
                throw new IllegalStateException(pod + " is not in " + this);
            }
            tellLeft(pod);
        }

        @Override
        void forEach(Consumer<PodEntry> action) {
            members.forEach(action);
        }

        @Override
        boolean contains(PodEntry pod) {
            return members.contains(pod);
        }

        /** It ends with its last pod, whoever holds it. */
        @Override
        void end() {}
    }
}
