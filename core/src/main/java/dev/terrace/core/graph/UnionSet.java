package dev.terrace.core.graph;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The pods that are in any of several sets; each pod counts in how many. Which sets these are counts when the graph
 * settles, so that a set that goes and comes back in between moves no pod.
 */
final class UnionSet extends PodSet implements PodWatcher {

    /** How many unions a graph has. */
    static final int COUNT = 4;

    private final int number;
    private final Map<PodSet, Integer> wanted = new HashMap<>();
    private final Set<PodSet> included = new HashSet<>();
    private final Deque<PodSet> unsettled = new ArrayDeque<>();

    /** @param number 0..{@link #COUNT} - 1, its own among the unions of the graph */
    UnionSet(Wiring wiring, int number, String text) {
        super(wiring, text);
        this.number = number;
    }

    /** Has one reason more to include the pods of a set. */
    void include(PodSet set) {
        set.hold();
        wanted.merge(set, 1, Integer::sum);
        unsettled.add(set);
    }

    void exclude(PodSet set) {
        wanted.computeIfPresent(set, (s, reasons) -> reasons == 1 ? null : reasons - 1);
        unsettled.add(set);
        set.release();
    }

    void settle() {
        while (!unsettled.isEmpty()) {
            PodSet set = unsettled.remove();
            boolean want = wanted.containsKey(set);
            if (want && included.add(set)) {
                set.watch(this);
            } else if (!want && included.remove(set)) {
                set.unwatch(this);
                set.forEach(this::left);
            }
        }
    }

    @Override
    public void joined(PodEntry pod) {
        if (pod.unions[number]++ == 0) {
            tellJoined(pod);
        }
    }

    @Override
    public void left(PodEntry pod) {
        if (--pod.unions[number] == 0) {
            tellLeft(pod);
        }
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
        return pod.unions[number] > 0;
    }

    /** A union is there for ever. */
    @Override
    void end() {}

    @Override
    void audit() {
        super.audit();
        if (!included.equals(wanted.keySet()) || !unsettled.isEmpty()) {
            throw new IllegalStateException("sets of " + text() + " are not settled");
        }
        Map<PodEntry, Integer> expected = new HashMap<>();
        included.forEach(set -> set.forEach(pod -> expected.merge(pod, 1, Integer::sum)));
        wiring().pods().forEach(pod -> {
            if (pod.unions[number] != expected.getOrDefault(pod, 0)) {
                throw new IllegalStateException(
                        pod + " is in " + expected.get(pod) + " sets of " + text() + ", not " + pod.unions[number]);
            }
        });
    }

    boolean hasNoMembers() {
        return wanted.isEmpty() && included.isEmpty();
    }
}
