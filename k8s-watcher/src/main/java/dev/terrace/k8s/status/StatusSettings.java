package dev.terrace.k8s.status;

import java.time.Duration;

/**
 * How it is told in the cluster what has become of its policies.
 *
 * @param zone the part of the cluster whose Northbound database is ours; where each node has one, the node's name
 * @param namespace where gateways leave word for each other, in Leases
 * @param pace how fast
 */
public record StatusSettings(String zone, String namespace, Pace pace) {

    /**
     * How fast.
     *
     * @param heartbeat how often a gateway is heard of at least
     * @param silence how long one may not be heard of
     * @param tenure how long somebody who has gone without a word stays the one that writes the statuses
     */
    public record Pace(Duration heartbeat, Duration silence, Duration tenure) {}

    /**
     * A gateway that is killed shows within {@code tenure} and {@code silence}, also when it was the one that writes.
     */
    static final Pace NORMAL = new Pace(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(15));

    public static StatusSettings of(String zone, String namespace) {
        return new StatusSettings(zone, namespace, NORMAL);
    }
}
