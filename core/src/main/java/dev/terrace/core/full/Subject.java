package dev.terrace.core.full;

import dev.terrace.core.model.PodFact;
import dev.terrace.core.row.SelectionText;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

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

    /** Those of the pods that have something in common, under a text of their own. */
    Subject only(String text, Predicate<PodFact> has) {
        return new Subject(text, pods.stream().filter(has).toList());
    }

    /**
     * The pods by a property of theirs, sorted; those that do not have it are left out.
     *
     * @param text what selects a part, from what selects the whole and the property
     */
    <P extends Comparable<P>> SortedMap<P, Subject> by(
            Function<PodFact, @Nullable P> property, BiFunction<String, P, String> text) {
        SortedMap<P, List<PodFact>> alike = new TreeMap<>();
        for (PodFact pod : pods) {
            P value = property.apply(pod);
            if (value != null) {
                alike.computeIfAbsent(value, v -> new ArrayList<>()).add(pod);
            }
        }
        SortedMap<P, Subject> parts = new TreeMap<>();
        alike.forEach((value, part) -> parts.put(value, new Subject(text.apply(selects, value), part)));
        return parts;
    }
}
