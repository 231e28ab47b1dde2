package dev.terrace.core.space;

import dev.terrace.core.model.Action;
import dev.terrace.core.model.ContainerPort;
import dev.terrace.core.model.Direction;
import dev.terrace.core.model.Peer;
import dev.terrace.core.model.Platform;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PortMatch;
import dev.terrace.core.model.Protocol;
import dev.terrace.core.model.Rule;
import dev.terrace.core.model.Stage;
import dev.terrace.core.verdict.Connection;
import dev.terrace.core.verdict.Decider;
import dev.terrace.core.verdict.SideVerdict;
import dev.terrace.core.verdict.StageWalk;
import dev.terrace.core.verdict.Verdict;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Judges the flows of one subject class with all other classes at a time, as the reference evaluator judges each of
 * them. Sets of classes are bit sets, so a rule costs a few machine words whatever the size of the cluster.
 */
public final class ClassJudge {

    private static final BitSet NONE = new BitSet();

    private final Vocabulary vocabulary;
    private final List<Policy> policies;

    /** The classes that are subjects of each policy, in the order of the policies. */
    private final List<BitSet> subjects;

    /** The classes of which an atom is true, by its number. */
    private final List<BitSet> classesByAtom = new ArrayList<>();

    private final BitSet everywhere = new BitSet();
    private final Map<Peer, BitSet> addressed = new HashMap<>();
    private final Map<Integer, List<Policy>> selecting = new HashMap<>();
    private final Rule hairpin;
    private final List<TrafficClass> traffic;
    private final TrafficGroups groups;
    private final Examples examples;

    ClassJudge(FlowSpace space, Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
        policies = vocabulary.world().policies();
        hairpin = vocabulary.world().platform().hairpin();
        traffic = space.trafficClasses();
        groups = new TrafficGroups(traffic, this::declaring);
        examples = new Examples(vocabulary);
        for (EndClass ends : space.endClasses()) {
            everywhere.set(ends.index());
            BitSet atoms = ends.known().isEmpty()
                    ? vocabulary.describeNobody(ends.any().address())
                    : vocabulary.describe(ends.any());
            atoms.stream().forEach(atom -> {
                while (classesByAtom.size() <= atom) {
                    classesByAtom.add(new BitSet());
                }
                classesByAtom.get(atom).set(ends.index());
            });
        }
        subjects = policies.stream()
                .map(policy -> with(new Atom.Subject(policy.subject())))
                .toList();
    }

    /** What the reference evaluator says of every flow of the class. */
    public Verdict judge(FlowClass flows) {
        if (flows.relation() == Relation.SELF) {
            SideVerdict hairpin = new SideVerdict.NotJudged("a pod talks to itself");
            return new Verdict(hairpin, hairpin);
        }
        return new Verdict(
                side(Direction.EGRESS, flows.from(), flows.to(), flows),
                side(Direction.INGRESS, flows.to(), flows.from(), flows));
    }

    private SideVerdict side(Direction direction, EndClass subject, EndClass peer, FlowClass flows) {
        if (!judges(subject)) {
            return new SideVerdict.NotJudged("no pod with policies on this side");
        }
        List<Share> shares = shares(direction, subject, flows.relation(), flows.traffic());
        List<StageWalk> walk = new ArrayList<>();
        for (Stage stage : Stage.values()) {
            StageWalk step = shares.stream()
                    .filter(share -> share.stage() == stage && share.peers().get(peer.index()))
                    .map(share -> new StageWalk(stage, share.action(), share.decider()))
                    .findFirst()
                    .orElseGet(() -> new StageWalk(stage, null, null));
            walk.add(step);
            if (step.action() == Action.ACCEPT || step.action() == Action.DENY) {
                break;
            }
        }
        return new SideVerdict.Judged(walk);
    }

    /** Whether the ends of a class are pods that this world judges. */
    public boolean judges(EndClass ends) {
        return is(ends, new Atom.Judges());
    }

    /** Whether an end of the class can be the own node of a pod. */
    public boolean isOfSomeNode(EndClass ends) {
        return is(ends, new Atom.OfSomeNode());
    }

    /** The policies whose subject the ends of a class are, in the order in which they are asked. */
    public List<Policy> selecting(EndClass subject) {
        return selecting.computeIfAbsent(
                subject.index(),
                index -> IntStream.range(0, policies.size())
                        .filter(policy -> subjects.get(policy).get(index))
                        .mapToObj(policies::get)
                        .toList());
    }

    /**
     * Who decides about the flows between the pods of a class and every other class: shares of one stage have no class
     * in common, and of each class the last stage that has it decided, unless that was a pass.
     *
     * @param relation of all flows that are asked about; of {@link Relation#OWN_NODE} only the classes mean something
     *     that are a node's
     */
    public List<Share> shares(Direction direction, EndClass subject, Relation relation, TrafficClass traffic) {
        return new Walk(direction, subject, relation, traffic).shares();
    }

    /**
     * All traffic, in groups that {@link #shares} are the same for: to ask about one of a group is to ask about all.
     */
    public Collection<List<TrafficClass>> trafficGroups(Direction direction, EndClass subject) {
        BitSet probed = new BitSet();
        traffic.stream()
                .filter(part -> part.protocol() == Protocol.TCP && is(subject, new Atom.Probed(part.anyPort())))
                .forEach(part -> probed.set(part.index()));
        return groups.of(direction, selecting(subject), probed);
    }

    /** The classes that a rule is about, whatever is asked before it. */
    public BitSet matched(Direction direction, EndClass subject, Relation relation, TrafficClass traffic, Rule rule) {
        return new Walk(direction, subject, relation, traffic).matched(rule);
    }

    /**
     * A flow between two classes, or null where there can be none: two ends that are so related.
     *
     * @param direction whose side the subject is on
     */
    public @Nullable Connection example(
            Direction direction, EndClass subject, EndClass peer, Relation relation, TrafficClass traffic) {
        return switch (direction) {
            case EGRESS -> examples.of(subject, peer, relation, traffic);
            case INGRESS -> examples.of(peer, subject, relation, traffic);
        };
    }

    /** The classes whose flows with the subject its side allows. */
    public BitSet allowed(Direction direction, EndClass subject, Relation relation, TrafficClass traffic) {
        BitSet allowed = (BitSet) everywhere.clone();
        for (Share share : shares(direction, subject, relation, traffic)) {
            if (share.action() == Action.DENY) {
                allowed.andNot(share.peers());
            }
        }
        return allowed;
    }

    /**
     * The classes that a peer of a rule is about, not to be changed; a probe is no matter of addresses alone, so none
     * for it.
     */
    public BitSet classesOf(Peer peer) {
        return addressed.computeIfAbsent(peer, asked -> switch (asked) {
            case Peer.Anyone() -> everywhere;
            case Peer.Pods(var selection) -> with(new Atom.Occupant(selection));
            case Peer.Networks(var blocks) -> {
                BitSet within = new BitSet();
                blocks.forEach(block -> within.or(with(new Atom.Within(block))));
                yield within;
            }
            case Peer.Nodes(var selector) -> with(new Atom.OfNode(selector));
            case Peer.KubeletProbes() -> NONE;
            case Peer.Endpoints(var service) -> with(new Atom.EndpointOf(service));
        });
    }

    /** The classes of which a named port means the port of some traffic. */
    private BitSet declaring(PortMatch.Named port, TrafficClass traffic) {
        return port.protocols().contains(traffic.protocol())
                ? with(new Atom.Declares(new ContainerPort(port.name(), traffic.protocol(), traffic.anyPort())))
                : NONE;
    }

    private BitSet with(Atom atom) {
        int number = vocabulary.numberOf(atom);
        return number < 0 || number >= classesByAtom.size() ? NONE : classesByAtom.get(number);
    }

    private boolean is(EndClass ends, Atom atom) {
        return with(atom).get(ends.index());
    }

    /** One subject, one direction, one kind of traffic, and all peers at once. */
    private final class Walk {

        private final Direction direction;
        private final EndClass subject;
        private final Relation relation;
        private final TrafficClass traffic;

        private final BitSet undecided = (BitSet) everywhere.clone();
        private final BitSet passedByDevelopers = new BitSet();
        private final List<Share> shares = new ArrayList<>();

        Walk(Direction direction, EndClass subject, Relation relation, TrafficClass traffic) {
            this.direction = direction;
            this.subject = subject;
            this.relation = relation;
            this.traffic = traffic;
        }

        List<Share> shares() {
            for (Stage stage : Stage.values()) {
                BitSet open = (BitSet) undecided.clone();
                switch (stage) {
                    case PLATFORM -> askPlatform(open);
                    case NETWORK_POLICY -> askNetworkPolicies(open);
                    case ADMIN, DEVELOPER, BASELINE -> askInOrder(stage, open);
                }
            }
            return shares;
        }

        private void askPlatform(BitSet open) {
            if (direction == Direction.EGRESS) {
                return;
            }
            if (vocabulary.world().platform().kubeletProbes() && isProbe()) {
                take(
                        Stage.PLATFORM,
                        Action.ACCEPT,
                        new Decider.ByBuiltIn(Platform.KUBELET_PROBES),
                        (BitSet) open.clone(),
                        open);
            }
            BitSet itself = matched(hairpin);
            itself.and(open);
            take(Stage.PLATFORM, Action.ACCEPT, new Decider.ByBuiltIn(Platform.HAIRPIN), itself, open);
        }

        private void askInOrder(Stage stage, BitSet open) {
            for (Policy policy : selecting(subject)) {
                if (policy.stage() == stage) {
                    policy.rules(direction).forEach(rule -> ask(stage, policy, rule, open));
                }
            }
        }

        private void askNetworkPolicies(BitSet open) {
            Stage stage = Stage.NETWORK_POLICY;
            Policy isolating = null;
            boolean exempt = false;
            for (Policy policy : selecting(subject)) {
                if (policy.stage() == stage && policy.isolates().contains(direction)) {
                    policy.rules(direction).forEach(rule -> ask(stage, policy, rule, open));
                    isolating = isolating == null ? policy : isolating;
                    exempt |= policy.isUnderstood();
                }
            }
            if (direction == Direction.INGRESS && relation == Relation.OWN_NODE) {
                BitSet letIn = (BitSet) open.clone();
                if (!exempt) {
                    letIn.andNot(vocabulary.world().platform().ownNodeOfEveryPod() ? passedByDevelopers : everywhere);
                }
                take(stage, Action.ACCEPT, new Decider.ByBuiltIn(Platform.OWN_NODE), letIn, open);
            }
            if (isolating != null) {
                take(stage, Action.DENY, new Decider.ByIsolation(isolating.key()), (BitSet) open.clone(), open);
            }
        }

        private void ask(Stage stage, Policy policy, Rule rule, BitSet open) {
            if (open.isEmpty()) {
                return;
            }
            BitSet matched = matched(rule);
            matched.and(open);
            take(
                    stage,
                    stage == Stage.NETWORK_POLICY ? Action.ACCEPT : rule.action(),
                    new Decider.ByRule(policy.key(), rule.index(), rule.name()),
                    matched,
                    open);
        }

        BitSet matched(Rule rule) {
            BitSet matched = peers(rule);
            if (!matched.isEmpty()) {
                restrictToPorts(rule, matched);
            }
            return matched;
        }

        private void take(Stage stage, Action action, Decider decider, BitSet peers, BitSet open) {
            if (peers.isEmpty()) {
                return;
            }
            open.andNot(peers);
            if (action != Action.PASS) {
                undecided.andNot(peers);
            } else if (stage == Stage.DEVELOPER) {
                passedByDevelopers.or(peers);
            }
            shares.add(new Share(stage, action, decider, peers));
        }

        private BitSet peers(Rule rule) {
            BitSet peers = new BitSet();
            for (Peer peer : rule.peers()) {
                if (peer instanceof Peer.KubeletProbes) {
                    if (isProbe()) {
                        peers.or(everywhere);
                    }
                } else {
                    peers.or(classesOf(peer));
                }
            }
            return peers;
        }

        /** Keeps the peers with which the flows of this traffic have a port that the rule admits. */
        private void restrictToPorts(Rule rule, BitSet matched) {
            if (rule.ports().isEmpty()) {
                return;
            }
            BitSet named = new BitSet();
            for (PortMatch port : rule.ports()) {
                switch (port) {
                    case PortMatch.Numbers(Protocol protocol, var range) -> {
                        if (protocol == traffic.protocol() && range.contains(traffic.anyPort())) {
                            return;
                        }
                    }
                    case PortMatch.WholeProtocol(Protocol protocol) -> {
                        if (protocol == traffic.protocol()) {
                            return;
                        }
                    }
                    case PortMatch.Named asked -> named.or(declaring(asked, traffic));
                }
            }
            switch (direction) {
                case EGRESS -> matched.and(named);
                case INGRESS -> {
                    if (!named.get(subject.index())) {
                        matched.clear();
                    }
                }
            }
        }

        private boolean isProbe() {
            return direction == Direction.INGRESS
                    && relation == Relation.OWN_NODE
                    && traffic.protocol() == Protocol.TCP
                    && is(subject, new Atom.Probed(traffic.anyPort()));
        }
    }
}
