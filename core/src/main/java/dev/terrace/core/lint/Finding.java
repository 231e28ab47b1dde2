package dev.terrace.core.lint;

import dev.terrace.core.model.Direction;
import dev.terrace.core.model.PolicyKey;
import java.util.Comparator;
import java.util.Locale;

/**
 * Something in a policy that its author should look at.
 *
 * @param rule what it is
 * @param policy whose
 * @param path where, as a path like {@code spec.ingress[0].from[1]}
 * @param message what is so here, in a line
 */
public record Finding(LintRule rule, PolicyKey policy, String path, String message) implements Comparable<Finding> {

    private static final Comparator<Finding> ORDER = Comparator.comparing(Finding::policy)
            .thenComparing(Finding::path)
            .thenComparing(Finding::rule)
            .thenComparing(Finding::message);

    public Severity severity() {
        return rule.severity();
    }

    /** The path of a rule. */
    static String ofRule(Direction direction, int rule) {
        return "spec." + direction.word().toLowerCase(Locale.ROOT) + "[" + rule + "]";
    }

    /** Whether one is about a part of what the other is about. */
    boolean isWithinOrAround(Finding other) {
        return policy.equals(other.policy) && (isWithin(path, other.path) || isWithin(other.path, path));
    }

    private static boolean isWithin(String inner, String outer) {
        return inner.startsWith(outer)
                && (inner.length() == outer.length() || ".[".indexOf(inner.charAt(outer.length())) >= 0);
    }

    Finding saying(String more) {
        return new Finding(rule, policy, path, message + "; " + more);
    }

    /** By policy, then by place. */
    @Override
    public int compareTo(Finding other) {
        return ORDER.compare(this, other);
    }
}
