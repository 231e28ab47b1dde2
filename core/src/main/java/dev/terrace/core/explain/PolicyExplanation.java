package dev.terrace.core.explain;

import dev.terrace.core.contradiction.Contradiction;
import dev.terrace.core.model.PodKey;
import dev.terrace.core.model.Policy;
import java.util.List;

/**
 * What a policy does in a cluster.
 *
 * @param policy the policy
 * @param bound the pods that it is about, sorted
 * @param leftOut pods that its subject names and that are left alone, because they live in a user-defined network
 * @param rules what becomes of each rule: ingress, then egress, in their order
 * @param conflicts with policies of equal priority
 */
public record PolicyExplanation(
        Policy policy,
        List<PodKey> bound,
        List<PodKey> leftOut,
        List<RuleExplanation> rules,
        List<Contradiction> conflicts) {

    public PolicyExplanation {
        bound = List.copyOf(bound);
        leftOut = List.copyOf(leftOut);
        rules = List.copyOf(rules);
        conflicts = List.copyOf(conflicts);
    }
}
