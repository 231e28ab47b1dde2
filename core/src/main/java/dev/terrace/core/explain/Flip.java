package dev.terrace.core.explain;

import dev.terrace.core.model.Direction;
import dev.terrace.core.verdict.Decider;
import java.util.List;

/**
 * One thing that spoke about a connection, and what would turn the verdict if it were so instead.
 *
 * @param direction on which side it spoke
 * @param decider who
 * @param changes each of which turns the verdict alone; never empty
 */
public record Flip(Direction direction, Decider decider, List<Change> changes) {

    /** What a policy could say instead. */
    public enum Change {
        /** The rule accepts. */
        ACCEPT,
        /** The rule denies. */
        DENY,
        /** The rule passes. */
        PASS,
        /** The rule is not there, or the policy does not isolate in this direction. */
        ABSENT
    }

    public Flip {
        changes = List.copyOf(changes);
    }
}
