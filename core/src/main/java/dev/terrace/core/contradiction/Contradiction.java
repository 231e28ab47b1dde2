package dev.terrace.core.contradiction;

import dev.terrace.core.model.Action;
import dev.terrace.core.model.Direction;
import dev.terrace.core.model.PolicyKey;
import dev.terrace.core.verdict.Connection;
import java.util.List;
import java.util.Locale;

/**
 * Two policies of one stage and equal priority that say different things about a connection.
 *
 * @param priority of both
 * @param direction of the rules that speak
 * @param first what the policy says that is asked first, so that it decides
 * @param second what the other one would have said
 * @param example a connection that both speak about
 */
public record Contradiction(int priority, Direction direction, Statement first, Statement second, Connection example) {

    /**
     * What a policy says.
     *
     * @param policy the policy
     * @param rule the rule's place in the list of its direction, from 0
     * @param action what the rule does
     */
    public record Statement(PolicyKey policy, int rule, Action action) {}

    /** Both policies, in the order in which they are asked. */
    public List<PolicyKey> policies() {
        return List.of(first.policy(), second.policy());
    }

    /** Where one of the two policies contradicts, as a path like {@code spec.ingress[0]}. */
    public String path(PolicyKey policy) {
        return path(statement(policy));
    }

    /** What one of the two policies has to know, in one sentence. */
    public String message(PolicyKey policy) {
        Statement own = statement(policy);
        Statement other = own.equals(first) ? second : first;
        return "has the priority of %s, %d, and says %s of %s where that says %s by %s; %s is asked first and decides"
                .formatted(
                        other.policy(),
                        priority,
                        word(own.action()),
                        example.words(),
                        word(other.action()),
                        path(other),
                        first.policy());
    }

    private Statement statement(PolicyKey policy) {
        if (policy.equals(first.policy())) {
            return first;
        }
        if (policy.equals(second.policy())) {
            return second;
        }
        throw new IllegalArgumentException(policy + " is neither of " + policies());
    }

    private String path(Statement statement) {
        return "spec." + direction.word().toLowerCase(Locale.ROOT) + "[" + statement.rule() + "]";
    }

    private static String word(Action action) {
        return switch (action) {
            case ACCEPT -> "Accept";
            case DENY -> "Deny";
            case PASS -> "Pass";
        };
    }
}
