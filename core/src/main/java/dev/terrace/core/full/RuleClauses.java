package dev.terrace.core.full;

import dev.terrace.core.model.Direction;
import dev.terrace.core.model.Peer;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.PortMatch;
import dev.terrace.core.model.Rule;
import dev.terrace.core.row.Clause;
import dev.terrace.core.row.NamedPort;
import dev.terrace.core.row.PeerTerm;
import dev.terrace.core.row.PortTerm;
import dev.terrace.core.row.ProbedAt;
import dev.terrace.core.row.SelectionText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Turns a rule into the fewest matches that say the same: one for each family and protocol, one for each meaning of a
 * named port.
 */
final class RuleClauses {

    private static final String WHOLE = "";

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
                clauses.addAll(clauses(WHOLE, subject, direction, peers.of(direction, addressed), port));
            }
            clauses.addAll(
                    switch (direction) {
                        case INGRESS -> namedIngress(subject, addressed, rule.ports());
                        case EGRESS -> namedEgress(subject, addressed, rule.ports());
                    });
        }
        if (addressed.size() < rule.peers().size()) {
            clauses.addAll(probes(subject, rule.ports()));
        }
        return clauses;
    }

    /** Every packet of the subject in a direction: what isolates it. */
    List<Clause> everything(Subject subject, Direction direction) {
        return clauses(WHOLE, subject, direction, List.of(PeerTerm.ANYONE), PortTerm.ANY);
    }

    /** The probes of these pods, from their own node, as far as they ask a port that the entries admit. */
    List<Clause> probes(Subject subject, List<PortMatch> admitted) {
        List<Clause> clauses = new ArrayList<>();
        subject.by(ProbedAt::of, SelectionText::probed).forEach((at, alike) -> {
            PortTerm ports = at.admittedBy(admitted);
            if (ports != null) {
                clauses.addAll(clauses(Clause.probed(at), alike, Direction.INGRESS, peers.ofNode(at.node()), ports));
            }
        });
        return clauses;
    }

    /** Whatever comes to these pods from their own node. */
    List<Clause> ownNode(Subject subject) {
        List<Clause> clauses = new ArrayList<>();
        subject.by(PodFact::node, SelectionText::onNode)
                .forEach((node, onNode) -> clauses.addAll(
                        clauses(Clause.onNode(node), onNode, Direction.INGRESS, peers.ofNode(node), PortTerm.ANY)));
        return clauses;
    }

    /** The number of a named port is its destination's own: the subjects that agree on it are a group of their own. */
    private List<Clause> namedIngress(Subject subject, List<Peer> from, List<PortMatch> ports) {
        List<Clause> clauses = new ArrayList<>();
        for (NamedPort port : meanings(ports, subject.pods())) {
            clauses.addAll(clauses(
                    WHOLE,
                    subject.only(SelectionText.withPort(subject.selects(), port), port::isOn),
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
            clauses.addAll(clauses(WHOLE, subject, Direction.EGRESS, peers.withPort(to, port), PortTerm.of(port)));
        }
        return clauses;
    }

    /** Every meaning that the named ports among the entries have on these pods. */
    private static NavigableSet<NamedPort> meanings(List<PortMatch> entries, Collection<PodFact> destinations) {
        NavigableSet<NamedPort> meanings = new TreeSet<>();
        for (PortMatch entry : entries) {
            if (entry instanceof PortMatch.Named named) {
                destinations.stream()
                        .flatMap(pod -> pod.namedPorts().stream())
                        .map(NamedPort::of)
                        .filter(port -> port.isMeantBy(named))
                        .forEach(meanings::add);
            }
        }
        return meanings;
    }

    private List<Clause> clauses(
            String part, Subject subject, Direction direction, List<PeerTerm> peerTerms, PortTerm port) {
        if (subject.pods().isEmpty() || peerTerms.isEmpty()) {
            return List.of();
        }
        String group = image.portGroup(subject);
        return peerTerms.stream()
                .map(peer -> Clause.of(part, group, direction, peer, port))
                .toList();
    }
}
