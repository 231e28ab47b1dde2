package dev.terrace.core.model;

import java.util.List;

/**
 * A rule of a policy in one direction.
 *
 * @param index its place in the list of its direction, from 0; part of its rows' identity
 * @param name the name that its author gave it, or empty
 * @param action what it does
 * @param peers alternatives; a rule without any matches nothing
 * @param ports alternatives; a rule without any covers every protocol and port
 */
public record Rule(int index, String name, Action action, List<Peer> peers, List<PortMatch> ports) {
    public Rule {
        peers = List.copyOf(peers);
        ports = List.copyOf(ports);
    }
}
