package dev.terrace.core.graph;

import dev.terrace.core.model.Direction;
import dev.terrace.core.model.Peer;
import dev.terrace.core.model.PortMatch;
import dev.terrace.core.model.Rule;
import dev.terrace.core.row.Clause;
import dev.terrace.core.row.NamedPort;
import dev.terrace.core.row.PortTerm;
import dev.terrace.core.row.ProbedAt;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The ACLs of one rule: one expansion for what it says of everybody, and one for each part of the pods where it depends
 * on the pod.
 */
final class RuleExpansions implements Expanded {

    private static final String WHOLE = "";

    private final Wiring wiring;
    private final PodSet subject;
    private final Direction direction;
    private final Rule rule;
    private final Expansion.Author author;
    private final List<Expanded> parts = new ArrayList<>(1);

    RuleExpansions(Wiring wiring, PodSet subject, Direction direction, Rule rule, Expansion.Author author) {
        this.wiring = wiring;
        this.subject = subject;
        this.direction = direction;
        this.rule = rule;
        this.author = author;
        List<Peer> addressed = rule.peers().stream()
                .filter(peer -> !(peer instanceof Peer.KubeletProbes))
                .toList();
        if (!addressed.isEmpty()) {
            addNumbers(addressed);
            for (String name : namesOfPorts()) {
                addNamed(addressed, name);
            }
        }
        if (addressed.size() < rule.peers().size()) {
            parts.add(probes(wiring, subject, rule.ports(), author));
        }
    }

    private void addNumbers(List<Peer> addressed) {
        List<PortTerm> ports = PortTerm.of(rule.ports());
        if (!ports.isEmpty()) {
            parts.add(open(subject, wiring.peers().of(addressed), ports));
        }
    }

    private void addNamed(List<Peer> addressed, String name) {
        parts.add(
                switch (direction) {
                    case INGRESS ->
                        new PartExpansions<>(
                                subject.byPort(name),
                                (port, alike) -> means(port)
                                        ? open(alike, wiring.peers().of(addressed), List.of(PortTerm.of(port)))
                                        : null);
                    case EGRESS ->
                        new NamedEgress(
                                wiring.peers(),
                                addressed,
                                name,
                                this::means,
                                (port, peers) -> open(subject, peers, List.of(PortTerm.of(port))));
                });
    }

    private Set<String> namesOfPorts() {
        return rule.ports().stream()
                .<String>mapMulti((entry, names) -> {
                    if (entry instanceof PortMatch.Named named) {
                        names.accept(named.name());
                    }
                })
                .collect(Collectors.toSet());
    }

    private boolean means(NamedPort port) {
        Predicate<PortMatch> isMeant = entry -> entry instanceof PortMatch.Named named && port.isMeantBy(named);
        return rule.ports().stream().anyMatch(isMeant);
    }

    private Expansion open(PodSet pods, PeerSets peers, List<PortTerm> ports) {
        return new Expansion(wiring, new Expansion.Content(WHOLE, pods.group(), direction, peers, ports), author);
    }

    /** The probes of some pods, from their own node, as far as they ask a port that the entries admit. */
    static Expanded probes(Wiring wiring, PodSet pods, List<PortMatch> admitted, Expansion.Author author) {
        return new PartExpansions<ProbedAt>(pods.byProbes(), (at, alike) -> {
            PortTerm ports = at.admittedBy(admitted);
            return ports == null
                    ? null
                    : new Expansion(
                            wiring,
                            new Expansion.Content(
                                    Clause.probed(at),
                                    alike.group(),
                                    Direction.INGRESS,
                                    wiring.peers().ofNode(at.node()),
                                    List.of(ports)),
                            author);
        });
    }

    /** Whatever comes to some pods from their own node. */
    static Expanded ownNode(Wiring wiring, PodSet pods, Expansion.Author author) {
        return new PartExpansions<String>(
                pods.byNode(),
                (node, onNode) -> new Expansion(
                        wiring,
                        new Expansion.Content(
                                Clause.onNode(node),
                                onNode.group(),
                                Direction.INGRESS,
                                wiring.peers().ofNode(node),
                                List.of(PortTerm.ANY)),
                        author));
    }

    @Override
    public void touch() {
        parts.forEach(Expanded::touch);
    }

    @Override
    public void close() {
        parts.forEach(Expanded::close);
    }
}
