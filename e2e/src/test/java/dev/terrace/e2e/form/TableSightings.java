package dev.terrace.e2e.form;

import dev.terrace.core.desired.TierLayout;
import dev.terrace.core.model.Action;
import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.Direction;
import dev.terrace.core.model.NamespaceScope;
import dev.terrace.core.model.Peer;
import dev.terrace.core.model.Platform;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PortMatch;
import dev.terrace.core.model.Protocol;
import dev.terrace.core.model.Rule;
import dev.terrace.core.selector.LabelSelector;
import dev.terrace.core.verdict.Connection;
import dev.terrace.core.verdict.Decider;
import dev.terrace.core.verdict.FlowResolution;
import dev.terrace.core.verdict.ReferenceEvaluator;
import dev.terrace.core.verdict.SideVerdict;
import dev.terrace.e2e.example.Example;
import dev.terrace.e2e.example.ExampleFolder;
import dev.terrace.e2e.example.ManifestFolder;
import dev.terrace.e2e.form.Sighting.Place;
import dev.terrace.e2e.packet.Packet;
import dev.terrace.e2e.packet.Topology;
import dev.terrace.k8s.manifest.ManifestDirectory;
import dev.terrace.k8s.manifest.ManifestException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Which forms the packets of a table hang on, found by asking the evaluator again with a part of one rule. */
final class TableSightings {

    /** Its rules would answer before a KubeletProbes peer ever does. */
    private static final Platform NO_BUILT_IN_RULES = new Platform(false);

    private final ClusterFacts facts;
    private final Set<Sighting> seen = new HashSet<>();

    private TableSightings(ClusterFacts facts) {
        this.facts = facts;
    }

    /** The sightings of one table. */
    static Set<Sighting> of(ExampleFolder folder, Example table) throws ManifestException {
        try (ManifestFolder manifests = ManifestFolder.of(folder.cluster())) {
            manifests.apply(table.policy());
            ClusterFacts facts = ClusterFacts.of(ManifestDirectory.read(manifests.path()));
            TableSightings sightings = new TableSightings(facts);
            Topology.of(facts, folder.outside()).packets(table.packets()).forEach(sightings::look);
            return sightings.seen;
        }
    }

    private void look(Packet packet) {
        if (FlowResolution.of(packet.flow(), facts) instanceof FlowResolution.Resolved(Connection connection)) {
            for (Direction direction : Direction.values()) {
                Set<Decider> deciders = deciders(facts, direction, connection);
                for (Policy policy : facts.policies().values()) {
                    for (Rule rule : policy.rules(direction)) {
                        Look look = new Look(
                                policy,
                                direction,
                                rule,
                                connection,
                                packet.line().allowed());
                        if (deciders.contains(look.decider())) {
                            look.matched();
                        } else {
                            look.notMatched();
                        }
                    }
                }
            }
        }
    }

    private static Set<Decider> deciders(ClusterFacts facts, Direction direction, Connection connection) {
        var verdict = new ReferenceEvaluator(facts, NO_BUILT_IN_RULES, TierLayout.STANDALONE.order()).judge(connection);
        SideVerdict side = switch (direction) {
            case INGRESS -> verdict.ingress();
            case EGRESS -> verdict.egress();
        };
        Set<Decider> deciders = new HashSet<>();
        if (side instanceof SideVerdict.Judged(var walk)) {
            walk.forEach(step -> {
                if (step.decider() != null) {
                    deciders.add(step.decider());
                }
            });
        }
        return deciders;
    }

    /** A packet beside a rule. */
    private final class Look {

        private final Policy policy;
        private final Direction direction;
        private final Rule rule;
        private final Connection connection;
        private final boolean allowed;

        Look(Policy policy, Direction direction, Rule rule, Connection connection, boolean allowed) {
            this.policy = policy;
            this.direction = direction;
            this.rule = rule;
            this.connection = connection;
            this.allowed = allowed;
        }

        Decider decider() {
            return new Decider.ByRule(policy.key(), rule.index(), rule.name());
        }

        void matched() {
            add(new Form.Does(rule.action(), allowed), true);
            if (rule.action() == (allowed ? Action.ACCEPT : Action.DENY)) {
                for (Peer peer : rule.peers()) {
                    if (matches(List.of(peer), rule.ports())) {
                        add(peer, true);
                    }
                }
                for (PortMatch port : rule.ports()) {
                    if (matches(rule.peers(), List.of(port))) {
                        add(port, true);
                    }
                }
                if (rule.ports().isEmpty()) {
                    add(new Form.What(PortShape.NO_PORTS, connection.protocol()), true);
                }
            }
        }

        void notMatched() {
            if (rule.action() != (allowed ? Action.DENY : Action.ACCEPT) || matches(rule.peers(), rule.ports())) {
                return;
            }
            if (matches(List.of(new Peer.Anyone()), rule.ports())) {
                rule.peers().forEach(peer -> add(peer, false));
            }
            if (matches(rule.peers(), List.of())) {
                rule.ports().stream().filter(this::couldMatch).forEach(port -> add(port, false));
            }
        }

        /** A port fails to match where the protocol is right, or where there is none. */
        private boolean couldMatch(PortMatch port) {
            Protocol protocol = connection.protocol();
            return protocol == Protocol.ICMP
                    || switch (port) {
                        case PortMatch.Numbers(var own, var range) -> own == protocol;
                        case PortMatch.WholeProtocol(var own) -> own == protocol;
                        case PortMatch.Named(var name, var own) -> own.contains(protocol);
                    };
        }

        private void add(Peer peer, boolean matched) {
            add(new Form.Whom(PeerForm.of(peer)), matched);
            selectors(peer)
                    .flatMap(selector -> selector.requirements().stream())
                    .forEach(requirement -> add(new Form.Asks(requirement.operator()), matched));
        }

        private static Stream<LabelSelector> selectors(Peer peer) {
            return switch (peer) {
                case Peer.Pods(var selection) ->
                    switch (selection.scope()) {
                        case NamespaceScope.Own own -> Stream.of(selection.pods());
                        case NamespaceScope.Matching(var namespaces) -> Stream.of(namespaces, selection.pods());
                    };
                case Peer.Nodes(var selector) -> Stream.of(selector);
                case Peer.Anyone anyone -> Stream.of();
                case Peer.Networks networks -> Stream.of();
                case Peer.KubeletProbes probes -> Stream.of();
                case Peer.Endpoints endpoints -> Stream.of();
            };
        }

        private void add(PortMatch port, boolean matched) {
            add(new Form.What(PortShape.of(port), connection.protocol()), matched);
        }

        private void add(Form form, boolean matched) {
            Place place = new Place(policy.key().kind(), policy.stage(), direction);
            seen.add(new Sighting(place, connection.destination().family(), form, matched));
        }

        /** Whether the rule, were it alone and had it these peers and ports, would match. */
        private boolean matches(List<Peer> peers, List<PortMatch> ports) {
            List<Rule> alone = List.of(new Rule(rule.index(), rule.name(), rule.action(), peers, ports));
            Policy changed = new Policy(
                    policy.key(),
                    policy.uid(),
                    policy.generation(),
                    policy.stage(),
                    policy.priority(),
                    policy.subject(),
                    direction == Direction.INGRESS ? alone : List.of(),
                    direction == Direction.EGRESS ? alone : List.of(),
                    policy.isolates(),
                    List.of());
            ClusterFacts changedFacts = new ClusterFacts(
                    facts.pods(),
                    facts.namespaces(),
                    facts.nodes(),
                    facts.endpointSlices(),
                    Map.of(changed.key(), changed));
            return deciders(changedFacts, direction, connection).contains(decider());
        }
    }
}
