package dev.terrace.core.selector;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One condition on one label ({@code LabelSelectorRequirement}).
 *
 * @param key the label's key
 * @param operator what is asked of it
 * @param values the values that {@code In} and {@code NotIn} speak of, sorted; empty for the other operators
 */
public record Requirement(String key, Operator operator, SortedSet<String> values) implements Comparable<Requirement> {

    /** What can be asked of a label. {@code NotIn} also matches where the label is absent. */
    public enum Operator {
        IN("In"),
        NOT_IN("NotIn"),
        EXISTS("Exists"),
        DOES_NOT_EXIST("DoesNotExist");

        private final String word;

        Operator(String word) {
            this.word = word;
        }

        /** As the Kubernetes API spells it. */
        public String word() {
            return word;
        }
    }

    private static final Comparator<Requirement> ORDER = Comparator.comparing(Requirement::key)
            .thenComparing(Requirement::operator)
            .thenComparing(r -> String.join(",", r.values()));

    /** @throws IllegalArgumentException when the operator wants values and there are none, or the other way round */
    public Requirement {
        values = Collections.unmodifiableSortedSet(new TreeSet<>(values));
        boolean wantsValues = operator == Operator.IN || operator == Operator.NOT_IN;
        if (wantsValues == values.isEmpty()) {
            throw new IllegalArgumentException(operator.word() + (wantsValues ? " needs values" : " takes no values"));
        }
    }

    public static Requirement in(String key, Collection<String> values) {
        return new Requirement(key, Operator.IN, new TreeSet<>(values));
    }

    public boolean matches(Map<String, String> labels) {
        String value = labels.get(key);
        return switch (operator) {
            case IN -> value != null && values.contains(value);
            case NOT_IN -> value == null || !values.contains(value);
            case EXISTS -> value != null;
            case DOES_NOT_EXIST -> value == null;
        };
    }

    @Override
    public int compareTo(Requirement other) {
        return ORDER.compare(this, other);
    }
}
