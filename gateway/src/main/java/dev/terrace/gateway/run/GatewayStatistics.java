package dev.terrace.gateway.run;

import dev.terrace.core.graph.GraphStatistics;
import java.time.Duration;
import java.util.Map;

/**
 * What the gateway has done since it started.
 *
 * @param events changes of facts that were taken in
 * @param flushes how often it was asked for rows after that
 * @param rows how many rows were handed over, or changes of rows
 * @param busy how long it was at work with both: divided by {@code events}, the time of an event
 * @param longestFlush the longest time from taking in a batch of events to having its rows
 * @param selfChecks how often the graph was compared with the full translator
 * @param divergences how often they did not agree
 * @param recomputes how often the graph was made anew, because it had failed or diverged
 * @param graph the work and the size of each node of the graph, since it was made
 */
public record GatewayStatistics(
        long events,
        long flushes,
        long rows,
        Duration busy,
        Duration longestFlush,
        long selfChecks,
        long divergences,
        long recomputes,
        GraphStatistics graph) {

    static final GatewayStatistics NOTHING =
            new GatewayStatistics(0, 0, 0, Duration.ZERO, Duration.ZERO, 0, 0, 0, new GraphStatistics(Map.of()));
}
