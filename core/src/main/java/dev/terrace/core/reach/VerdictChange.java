package dev.terrace.core.reach;

import dev.terrace.core.space.EndClass;
import dev.terrace.core.space.Relation;
import dev.terrace.core.space.TrafficClass;
import dev.terrace.core.verdict.Connection;
import java.util.List;

/**
 * Flows whose verdict is another after a change.
 *
 * @param from the ends that they come from
 * @param to the ends that they go to
 * @param relation what the two are to each other
 * @param traffic their protocols and ports
 * @param allowed whether they are allowed afterwards; before, they were not, or the other way round
 * @param example one of them
 */
public record VerdictChange(
        EndClass from,
        EndClass to,
        Relation relation,
        List<TrafficClass> traffic,
        boolean allowed,
        Connection example) {

    public VerdictChange {
        traffic = List.copyOf(traffic);
    }
}
