package dev.terrace.gateway.metrics;

import dev.terrace.gateway.run.GatewayStatistics;
import dev.terrace.ovn.WriterState;
import java.util.Set;

/**
 * A look at the running process, from which all metrics of one moment are made.
 *
 * @param live whether the loops move
 * @param ready whether the database is, and stays, as the source says
 * @param synced whether the source has been read whole
 * @param sourceEvents changes that the source has told
 * @param source its objects
 * @param unreadable the kinds of object that it cannot read at present
 * @param contradicting policies that disagree with one of equal priority
 * @param gateway what the gateway has done
 * @param writer the writer
 * @param leftOut the endpoints that are left out for a while
 */
public record Reading(
        boolean live,
        boolean ready,
        boolean synced,
        long sourceEvents,
        SourceCounts source,
        Set<String> unreadable,
        int contradicting,
        GatewayStatistics gateway,
        WriterState writer,
        Set<String> leftOut) {
    public Reading {
        unreadable = Set.copyOf(unreadable);
        leftOut = Set.copyOf(leftOut);
    }
}
