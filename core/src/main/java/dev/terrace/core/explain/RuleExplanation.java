package dev.terrace.core.explain;

import dev.terrace.core.model.Direction;
import dev.terrace.core.model.Peer;
import dev.terrace.core.model.Rule;
import dev.terrace.core.verdict.Connection;
import dev.terrace.core.verdict.Decider;
import java.util.List;

/**
 * What becomes of a rule in a cluster.
 *
 * @param direction on which side it stands
 * @param rule the rule
 * @param effect whether it decides anything
 * @param idle its peers that match nobody
 */
public record RuleExplanation(Direction direction, Rule rule, Effect effect, List<Peer> idle) {

    public RuleExplanation {
        idle = List.copyOf(idle);
    }

    /** Whether a rule decides anything; exact for the cluster as it is. */
    public sealed interface Effect {

        /** It decides some flow, for example this one. */
        record Decides(Connection example) implements Effect {}

        /** No flow of the policy's pods matches it. */
        record MatchesNothing() implements Effect {}

        /** Whatever matches it is decided before it, by these; sorted as they are asked. */
        record Shadowed(List<Decider> by) implements Effect {
            public Shadowed {
                by = List.copyOf(by);
            }
        }
    }
}
