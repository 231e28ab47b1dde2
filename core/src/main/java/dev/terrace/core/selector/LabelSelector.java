package dev.terrace.core.selector;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * A label selector in canonical form: requirements sorted and without repetition, {@code matchLabels} spelt as
 * {@code In} of one value. Two selectors written differently are equal when their requirements are.
 *
 * @param requirements all of which must hold; none selects everything
 */
public record LabelSelector(List<Requirement> requirements) {

    /** The selector {@code {}}. */
    public static final LabelSelector EVERYTHING = new LabelSelector(List.of());

    public LabelSelector {
        requirements = List.copyOf(new TreeSet<>(requirements));
    }

    public static LabelSelector of(Collection<Requirement> requirements) {
        return new LabelSelector(List.copyOf(requirements));
    }

    /** The selector {@code matchLabels: {key: value}}. */
    public static LabelSelector of(String key, String value) {
        return new LabelSelector(List.of(Requirement.in(key, List.of(value))));
    }

    public boolean matches(Map<String, String> labels) {
        for (Requirement requirement : requirements) {
            if (!requirement.matches(labels)) {
                return false;
            }
        }
        return true;
    }
}
