package dev.terrace.core.verdict;

import dev.terrace.core.model.PolicyKey;

/** Who decided one side of a connection. */
public sealed interface Decider {

    /**
     * A rule of a policy.
     *
     * @param policy the policy
     * @param rule the rule's place in the list of its direction, from 0
     * @param ruleName the name that its author gave it, or empty
     */
    record ByRule(PolicyKey policy, int rule, String ruleName) implements Decider {}

    /** A NetworkPolicy that isolates the pod in this direction while no rule of any NetworkPolicy accepts. */
    record ByIsolation(PolicyKey policy) implements Decider {}

    /** A rule that is built in: a platform rule, or NetworkPolicy's exception for the pod's own node. */
    record ByBuiltIn(String name) implements Decider {}
}
