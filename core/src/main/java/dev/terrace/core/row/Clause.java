package dev.terrace.core.row;

import dev.terrace.core.model.Direction;

/**
 * One match of a rule: an ACL that has no place yet.
 *
 * @param id tells the clauses of a rule apart
 * @param portGroup the group that the ACL hangs on
 * @param match the expression
 */
public record Clause(String id, String portGroup, String match) {

    /**
     * The clause about a group, its other ends and a port.
     *
     * @param part tells this part of the rule's subject apart, see {@link #onNode} and {@link #probed}; empty where it
     *     is not divided
     */
    public static Clause of(String part, String portGroup, Direction direction, PeerTerm peer, PortTerm port) {
        String id = peer.id() + ":" + port.id();
        return new Clause(
                part.isEmpty() ? id : part + ":" + id,
                portGroup,
                MatchText.of(direction, portGroup, peer.text(), port.text()));
    }

    /** The part of a subject that is on a node. */
    public static String onNode(String node) {
        return "node:" + node;
    }

    /** The part of a subject that is probed alike. */
    public static String probed(ProbedAt at) {
        return "probes:" + at.node() + ":" + at.ports();
    }
}
