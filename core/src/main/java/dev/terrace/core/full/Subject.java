package dev.terrace.core.full;

import dev.terrace.core.model.PodFact;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The pods that a match is about, and what selects them: the text decides whether two matches share a port group.
 *
 * @param selects in words, see {@link SelectionText}
 * @param pods all of them
 */
record Subject(String selects, List<PodFact> pods) {

    Subject {
        pods = List.copyOf(pods);
    }

    /** Those of the pods that have something in common; {@code property} says in words what it is. */
    Subject only(String property, Predicate<PodFact> has) {
        return new Subject(selects + " " + property, pods.stream().filter(has).toList());
    }

    /** The pods by the node that they are on, sorted; those that are on none are left out. */
    SortedMap<String, Subject> byNode() {
        return by(
                pod -> String.valueOf(pod.node()),
                pods.stream().filter(pod -> pod.node() != null).toList(),
                "on node");
    }

    /** The pods by a property of theirs, sorted. */
    SortedMap<String, Subject> by(Function<PodFact, String> property, String what) {
        return by(property, pods, what);
    }

    private SortedMap<String, Subject> by(Function<PodFact, String> property, Collection<PodFact> among, String what) {
        SortedMap<String, Subject> parts = new TreeMap<>();
        among.stream()
                .collect(Collectors.groupingBy(property))
                .forEach((value, alike) -> parts.put(value, new Subject(selects + " " + what + " " + value, alike)));
        return parts;
    }

    /** Any one of the pods, of which there must be some. */
    PodFact any() {
        return Objects.requireNonNull(pods.getFirst());
    }
}
