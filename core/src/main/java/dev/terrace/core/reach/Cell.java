package dev.terrace.core.reach;

import dev.terrace.core.verdict.Connection;
import dev.terrace.core.verdict.Decider;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the flows from the pods of one group to those of another.
 *
 * @param flows how many there are: pairs of addresses of one family, but for a pod with itself
 * @param allowed how many of them are allowed
 * @param reasons why, the most frequent first; their flows together are all flows
 */
public record Cell(long flows, long allowed, List<Reason> reasons) {

    public Cell {
        reasons = List.copyOf(reasons);
    }

    /** What can be said of all flows of a cell at once. */
    public enum Reachability {
        /** There are no flows: a group without pods, or without a family in common. */
        NONE,
        ALLOW,
        DROP,
        /** Some are allowed and some are not. */
        PARTLY
    }

    /**
     * Flows that the same deciders decide.
     *
     * @param allows what becomes of them
     * @param egress who decided for the source, or null where nobody did
     * @param ingress who decided for the destination, or null where nobody did
     * @param flows how many they are
     * @param example one of them
     */
    public record Reason(
            boolean allows,
            @Nullable Decider egress,
            @Nullable Decider ingress,
            long flows,
            Connection example) {}

    public Reachability reachability() {
        if (flows == 0) {
            return Reachability.NONE;
        }
        if (allowed == flows) {
            return Reachability.ALLOW;
        }
        return allowed == 0 ? Reachability.DROP : Reachability.PARTLY;
    }
}
