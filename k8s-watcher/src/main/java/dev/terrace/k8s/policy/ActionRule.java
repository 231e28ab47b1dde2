package dev.terrace.k8s.policy;

import dev.terrace.core.model.Action;
import dev.terrace.core.model.Peer;
import dev.terrace.core.model.PortMatch;
import dev.terrace.core.model.Rule;
import dev.terrace.k8s.tree.Fault;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule as it was read, before it is known whether the rest of the policy was understood.
 *
 * @param action null if it has none that is known
 * @param faults what of it was not understood; if there is anything, peers and ports mean nothing
 */
record ActionRule(
        int index, String name, @Nullable Action action, List<Peer> peers, List<PortMatch> ports, List<Fault> faults) {

    /** What stands for rules that cannot be read at all. */
    static final ActionRule UNKNOWN = new ActionRule(0, "", null, List.of(), List.of(), List.of());

    /**
     * The rule that is applied: this one if it and its policy were understood, otherwise what fails closed.
     *
     * @param documentUnderstood whether the policy outside of subject and rules was understood
     */
    Rule applied(boolean documentUnderstood) {
        return switch (action) {
            case null -> denyEverything();
            case Action known when documentUnderstood && faults.isEmpty() -> new Rule(index, name, known, peers, ports);
            case ACCEPT -> new Rule(index, name, Action.ACCEPT, List.of(), List.of());
            // A Pass that is too wide would skip somebody's Deny, so it does not stay a Pass.
            case DENY, PASS -> denyEverything();
        };
    }

    private Rule denyEverything() {
        return new Rule(index, name, Action.DENY, List.of(new Peer.Anyone()), List.of());
    }

    /** What follows from its faults, for people. */
    String consequence() {
        return action == Action.ACCEPT ? "the rule matches nothing" : "the rule denies everything";
    }
}
