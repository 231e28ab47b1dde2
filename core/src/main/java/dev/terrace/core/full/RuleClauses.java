package dev.terrace.core.full;

import dev.terrace.core.desired.LogicalPort;
import dev.terrace.core.model.Direction;
import dev.terrace.core.model.Peer;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.PodSelection;
import dev.terrace.core.model.PortMatch;
import dev.terrace.core.model.PortRange;
import dev.terrace.core.model.Protocol;
import dev.terrace.core.model.Rule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
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
    List<Clause> of(PodSelection subject, Direction direction, Rule rule) {
        List<PodFact> subjects = pods.select(subject);
        if (subjects.isEmpty()) {
            return List.of();
        }
        List<Peer> addressed = rule.peers().stream()
                .filter(peer -> !(peer instanceof Peer.KubeletProbes))
                .toList();
        String text = SelectionText.of(subject);
        List<Clause> clauses = new ArrayList<>();
        if (!addressed.isEmpty()) {
            for (PortTerm port : PortTerm.of(rule.ports())) {
                clauses.addAll(clauses(text, subjects, direction, peers.of(direction, addressed), port));
            }
            clauses.addAll(
                    switch (direction) {
                        case INGRESS -> namedIngress(text, subjects, addressed, rule.ports());
                        case EGRESS -> namedEgress(text, subjects, addressed, rule.ports());
                    });
        }
        if (addressed.size() < rule.peers().size()) {
            clauses.addAll(probes(text, subjects, port -> admits(rule.ports(), port)));
        }
        return clauses;
    }

    /** Every packet of the subjects in a direction: what isolates them. */
    List<Clause> everything(PodSelection subject, Direction direction) {
        List<PodFact> subjects = pods.select(subject);
        return clauses(SelectionText.of(subject), subjects, direction, List.of(PeerTerm.ANYONE), PortTerm.ANY);
    }

    /** The probes of these pods, from their own node. */
    List<Clause> probes(String selects, Collection<PodFact> subjects) {
        return probes(selects, subjects, port -> true);
    }

    /** Whatever comes to these pods from their own node. */
    List<Clause> ownNode(String selects, Collection<PodFact> subjects) {
        List<Clause> clauses = new ArrayList<>();
        byNode(subjects)
                .forEach(
                        (node, onNode) -> clauses.addAll(clauses(
                                        selects + " on node " + node,
                                        onNode,
                                        Direction.INGRESS,
                                        peers.ofNode(node),
                                        PortTerm.ANY)
                                .stream()
                                .map(clause -> clause.of("node:" + node))
                                .toList()));
        return clauses;
    }

    /** The number of a named port is its destination's own: the subjects that agree on it are a group of their own. */
    private List<Clause> namedIngress(String text, List<PodFact> subjects, List<Peer> from, List<PortMatch> ports) {
        List<Clause> clauses = new ArrayList<>();
        for (NamedPort port : meanings(ports, subjects)) {
            List<PodFact> agreeing = subjects.stream().filter(port::isOn).toList();
            clauses.addAll(clauses(
                    text + " with port " + port,
                    agreeing,
                    Direction.INGRESS,
                    peers.of(Direction.INGRESS, from),
                    PortTerm.of(port)));
        }
        return clauses;
    }

    /** On egress it is the peers that must agree on the number. */
    private List<Clause> namedEgress(String text, List<PodFact> subjects, List<Peer> to, List<PortMatch> ports) {
        List<Clause> clauses = new ArrayList<>();
        for (NamedPort port : meanings(ports, pods.all())) {
            clauses.addAll(clauses(text, subjects, Direction.EGRESS, peers.withPort(to, port), PortTerm.of(port)));
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

    private List<Clause> probes(String selects, Collection<PodFact> subjects, IntPredicate asked) {
        List<Clause> clauses = new ArrayList<>();
        byNode(subjects).forEach((node, onNode) -> {
            SortedMap<String, List<PodFact>> byPorts =
                    groupBy(onNode, pod -> probePorts(pod, asked).toString());
            byPorts.forEach((ports, alike) -> {
                SortedSet<Integer> numbers = probePorts(alike.getFirst(), asked);
                if (!numbers.isEmpty()) {
                    String group = selects + " on node " + node + " probed at " + ports;
                    clauses.addAll(
                            clauses(group, alike, Direction.INGRESS, peers.ofNode(node), PortTerm.tcp(numbers)).stream()
                                    .map(clause -> clause.of("probes:" + node + ":" + ports))
                                    .toList());
                }
            });
        });
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

    private static SortedMap<String, List<PodFact>> byNode(Collection<PodFact> subjects) {
        return groupBy(subjects.stream().filter(pod -> pod.node() != null).toList(), pod -> String.valueOf(pod.node()));
    }

    private static SortedMap<String, List<PodFact>> groupBy(
            Collection<PodFact> subjects, Function<PodFact, String> key) {
        return subjects.stream().collect(Collectors.groupingBy(key, TreeMap::new, Collectors.toList()));
    }

    private List<Clause> clauses(
            String selects,
            Collection<PodFact> subjects,
            Direction direction,
            List<PeerTerm> peerTerms,
            PortTerm port) {
        if (subjects.isEmpty() || peerTerms.isEmpty()) {
            return List.of();
        }
        String group = image.portGroup(selects, ports(subjects));
        return peerTerms.stream()
                .map(peer -> new Clause(
                        peer.id() + ":" + port.id(), group, MatchText.of(direction, group, peer.text(), port.text())))
                .toList();
    }

    private static SortedSet<LogicalPort> ports(Collection<PodFact> pods) {
        return pods.stream().map(pod -> LogicalPort.of(pod.key())).collect(Collectors.toCollection(TreeSet::new));
    }
}
