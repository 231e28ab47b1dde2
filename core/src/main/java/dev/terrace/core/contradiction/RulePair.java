package dev.terrace.core.contradiction;

import dev.terrace.core.model.Peer;
import dev.terrace.core.model.PortMatch;
import dev.terrace.core.model.PortRange;
import dev.terrace.core.model.Protocol;
import dev.terrace.core.model.Rule;
import java.util.Set;

/** Two rules of one direction, looked at quickly: most pairs have no port or no pod in common, and are done with. */
record RulePair(Rule one, Rule other) {

    /** Whether they could do different things to one connection; true where only trying connections would tell. */
    boolean mayDisagree(PodPoints points) {
        return one.action() != other.action() && portsMayMeet() && peersMayMeet(points);
    }

    private boolean portsMayMeet() {
        return one.ports().isEmpty()
                || other.ports().isEmpty()
                || one.ports().stream().anyMatch(port -> other.ports().stream().anyMatch(also -> mayMeet(port, also)));
    }

    private static boolean mayMeet(PortMatch port, PortMatch also) {
        if (port instanceof PortMatch.Numbers(Protocol protocol, PortRange range)
                && also instanceof PortMatch.Numbers(Protocol alsoProtocol, PortRange alsoRange)) {
            return protocol == alsoProtocol && range.start() <= alsoRange.end() && alsoRange.start() <= range.end();
        }
        return protocols(port).stream().anyMatch(protocols(also)::contains);
    }

    private static Set<Protocol> protocols(PortMatch port) {
        return switch (port) {
            case PortMatch.Numbers(Protocol protocol, var _) -> Set.of(protocol);
            case PortMatch.WholeProtocol(Protocol protocol) -> Set.of(protocol);
            case PortMatch.Named(var _, Set<Protocol> protocols) -> protocols;
        };
    }

    private boolean peersMayMeet(PodPoints points) {
        return one.peers().stream()
                .anyMatch(peer -> other.peers().stream().anyMatch(also -> mayMeet(peer, also, points)));
    }

    private static boolean mayMeet(Peer peer, Peer also, PodPoints points) {
        return !(peer instanceof Peer.Pods(var selection) && also instanceof Peer.Pods(var alsoSelection))
                || points.of(selection).intersects(points.of(alsoSelection));
    }
}
