package dev.terrace.core.full;

import dev.terrace.core.model.Direction;
import dev.terrace.core.model.Peer;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.PortMatch;
import dev.terrace.core.model.PortRange;
import dev.terrace.core.model.Protocol;
import dev.terrace.core.model.Rule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/**
 * Turns a rule into the fewest matches that say the same: one for each family and protocol, one for each meaning of a
 * named port.
 */
final class RuleClauses {

    private final PodIndex pods;
    private final PeerTerms peers;
    private final ImageBuilder image;

    RuleClauses(PodIndex pods, PeerTerms peers, ImageBuilder image) {
        this.pods = pods;
        this.peers = peers;
        this.image = image;
    }

    /** The matches of a rule; none where it has no effect. */
    List<Clause> of(Subject subject, Direction direction, Rule rule) {
        if (subject.pods().isEmpty()) {
            return List.of();
        }
        List<Peer> addressed = rule.peers().stream()
                .filter(peer -> !(peer instanceof Peer.KubeletProbes))
                .toList();
        List<Clause> clauses = new ArrayList<>();
        if (!addressed.isEmpty()) {
            for (PortTerm port : PortTerm.of(rule.ports())) {
                clauses.addAll(clauses(subject, direction, peers.of(direction, addressed), port));
            }
            clauses.addAll(
                    switch (direction) {
                        case INGRESS -> namedIngress(subject, addressed, rule.ports());
                        case EGRESS -> namedEgress(subject, addressed, rule.ports());
                    });
        }
        if (addressed.size() < rule.peers().size()) {
            clauses.addAll(probes(subject, port -> admits(rule.ports(), port)));
        }
        return clauses;
    }

    /** Every packet of the subject in a direction: what isolates it. */
    List<Clause> everything(Subject subject, Direction direction) {
        return clauses(subject, direction, List.of(PeerTerm.ANYONE), PortTerm.ANY);
    }

    /** The probes of these pods, from their own node. */
    List<Clause> probes(Subject subject) {
        return probes(subject, port -> true);
    }

    /** Whatever comes to these pods from their own node. */
    List<Clause> ownNode(Subject subject) {
        List<Clause> clauses = new ArrayList<>();
        subject.byNode()
                .forEach((node, onNode) -> clauses(onNode, Direction.INGRESS, peers.ofNode(node), PortTerm.ANY)
                        .forEach(clause -> clauses.add(clause.of("node:" + node))));
        return clauses;
    }

    /** The number of a named port is its destination's own: the subjects that agree on it are a group of their own. */
    private List<Clause> namedIngress(Subject subject, List<Peer> from, List<PortMatch> ports) {
        List<Clause> clauses = new ArrayList<>();
        for (NamedPort port : meanings(ports, subject.pods())) {
            clauses.addAll(clauses(
                    subject.only("with port " + port, port::isOn),
                    Direction.INGRESS,
                    peers.of(Direction.INGRESS, from),
                    PortTerm.of(port)));
        }
        return clauses;
    }

    /** On egress it is the peers that must agree on the number. */
    private List<Clause> namedEgress(Subject subject, List<Peer> to, List<PortMatch> ports) {
        List<Clause> clauses = new ArrayList<>();
        for (NamedPort port : meanings(ports, pods.all())) {
            clauses.addAll(clauses(subject, Direction.EGRESS, peers.withPort(to, port), PortTerm.of(port)));
        }
        return clauses;
    }

    private static SortedSet<NamedPort> meanings(List<PortMatch> ports, Collection<PodFact> destinations) {
        SortedSet<NamedPort> meanings = new TreeSet<>();
        for (PortMatch port : ports) {
            if (port instanceof PortMatch.Named named) {
                meanings.addAll(NamedPort.of(named, destinations));
            }
        }
        return meanings;
    }

    private List<Clause> probes(Subject subject, IntPredicate asked) {
        List<Clause> clauses = new ArrayList<>();
        subject.byNode()
                .forEach((node, onNode) -> onNode.by(
                                pod -> probePorts(pod, asked).toString(), "probed at")
                        .forEach((text, alike) -> {
                            SortedSet<Integer> ports = probePorts(alike.any(), asked);
                            if (!ports.isEmpty()) {
                                clauses(alike, Direction.INGRESS, peers.ofNode(node), PortTerm.tcp(ports))
                                        .forEach(clause -> clauses.add(clause.of("probes:" + node + ":" + text)));
                            }
                        }));
        return clauses;
    }

    private static SortedSet<Integer> probePorts(PodFact pod, IntPredicate asked) {
        return pod.probePorts().stream().filter(asked::test).collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean admits(List<PortMatch> ports, int tcpPort) {
        return ports.isEmpty()
                || ports.stream().anyMatch(port -> switch (port) {
                    case PortMatch.Numbers(Protocol protocol, PortRange range) ->
                        protocol == Protocol.TCP && range.contains(tcpPort);
                    case PortMatch.WholeProtocol(Protocol protocol) -> protocol == Protocol.TCP;
                    case PortMatch.Named named -> false;
                });
    }

    private List<Clause> clauses(Subject subject, Direction direction, List<PeerTerm> peerTerms, PortTerm port) {
        if (subject.pods().isEmpty() || peerTerms.isEmpty()) {
            return List.of();
        }
        String group = image.portGroup(subject);
        return peerTerms.stream()
                .map(peer -> new Clause(
                        peer.id() + ":" + port.id(), group, MatchText.of(direction, group, peer.text(), port.text())))
                .toList();
    }
}
