package dev.terrace.core.verdict;

import dev.terrace.core.model.Action;
import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.Direction;
import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.NodeFact;
import dev.terrace.core.model.Peer;
import dev.terrace.core.model.Platform;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PortMatch;
import dev.terrace.core.model.Protocol;
import dev.terrace.core.model.Rule;
import dev.terrace.core.model.Stage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Judges connections by {@code docs/design/policy-semantics.md}, read literally: for each side, stage after stage,
 * policy after policy, rule after rule.
 */
public final class ReferenceEvaluator {

    private final ClusterFacts facts;
    private final Platform platform;
    private final Rule hairpin;
    private final List<Policy> policies;
    private final Map<IpAddress, List<PodFact>> podsByAddress = new HashMap<>();

    /**
     * @param facts the cluster
     * @param platform which built-in rules are on
     * @param order the order of policies inside a stage: {@link Policy#BY_PRIORITY} or {@link Policy#BY_KIND}
     */
    public ReferenceEvaluator(ClusterFacts facts, Platform platform, Comparator<Policy> order) {
        this.facts = facts;
        this.platform = platform;
        this.hairpin = platform.hairpin();
        this.policies = facts.policies().values().stream().sorted(order).toList();
        for (PodFact pod : facts.pods().values()) {
            if (pod.selectable()) {
                pod.addresses()
                        .forEach(address -> podsByAddress
                                .computeIfAbsent(address, a -> new ArrayList<>())
                                .add(pod));
            }
        }
    }

    public Verdict judge(Connection connection) {
        if (connection.isHairpin()) {
            SideVerdict hairpin = new SideVerdict.NotJudged("a pod talks to itself");
            return new Verdict(hairpin, hairpin);
        }
        return new Verdict(
                judge(Direction.EGRESS, connection.sourcePod(), connection),
                judge(Direction.INGRESS, connection.destinationPod(), connection));
    }

    private SideVerdict judge(Direction direction, @Nullable PodFact pod, Connection connection) {
        if (pod == null) {
            return new SideVerdict.NotJudged("no pod with policies on this side");
        }
        List<StageWalk> walk = new ArrayList<>();
        for (Stage stage : Stage.values()) {
            StageWalk step = ask(stage, direction, pod, connection, walk);
            walk.add(step);
            if (step.action() == Action.ACCEPT || step.action() == Action.DENY) {
                break;
            }
        }
        return new SideVerdict.Judged(walk);
    }

    private StageWalk ask(
            Stage stage, Direction direction, PodFact pod, Connection connection, List<StageWalk> before) {
        return switch (stage) {
            case PLATFORM -> askPlatform(direction, pod, connection);
            case NETWORK_POLICY -> askNetworkPolicies(direction, pod, connection, before);
            case ADMIN, DEVELOPER, BASELINE -> askInOrder(stage, direction, pod, connection);
        };
    }

    private StageWalk askPlatform(Direction direction, PodFact pod, Connection connection) {
        if (direction == Direction.EGRESS) {
            return StageWalk.noMatch(Stage.PLATFORM);
        }
        if (platform.kubeletProbes() && isProbe(connection, pod)) {
            return new StageWalk(Stage.PLATFORM, Action.ACCEPT, new Decider.ByBuiltIn(Platform.KUBELET_PROBES));
        }
        return matches(hairpin, direction, connection)
                ? new StageWalk(Stage.PLATFORM, Action.ACCEPT, new Decider.ByBuiltIn(Platform.HAIRPIN))
                : StageWalk.noMatch(Stage.PLATFORM);
    }

    /** The first rule that matches speaks for the whole stage. */
    private StageWalk askInOrder(Stage stage, Direction direction, PodFact pod, Connection connection) {
        for (Policy policy : policies) {
            if (policy.stage() != stage || !selects(policy, pod)) {
                continue;
            }
            Rule rule = firstMatch(policy, direction, connection);
            if (rule != null) {
                return new StageWalk(stage, rule.action(), decider(policy, rule));
            }
        }
        return StageWalk.noMatch(stage);
    }

    /** The first rule of a policy that matches a connection, whether the policy is about its pod or not. */
    public @Nullable Rule firstMatch(Policy policy, Direction direction, Connection connection) {
        for (Rule rule : policy.rules(direction)) {
            if (matches(rule, direction, connection)) {
                return rule;
            }
        }
        return null;
    }

    /** Any rule of any policy that selects the pod allows; where none does, a policy that isolates drops. */
    private StageWalk askNetworkPolicies(
            Direction direction, PodFact pod, Connection connection, List<StageWalk> before) {
        Stage stage = Stage.NETWORK_POLICY;
        Policy isolating = null;
        boolean exempt = false;
        for (Policy policy : policies) {
            if (policy.stage() != stage || !policy.isolates().contains(direction) || !selects(policy, pod)) {
                continue;
            }
            Rule rule = firstMatch(policy, direction, connection);
            if (rule != null) {
                return new StageWalk(stage, Action.ACCEPT, decider(policy, rule));
            }
            isolating = isolating == null ? policy : isolating;
            exempt |= policy.isUnderstood();
        }
        boolean letsIn = exempt || (platform.ownNodeOfEveryPod() && !hasPassed(Stage.DEVELOPER, before));
        if (letsIn && direction == Direction.INGRESS && isOwnNode(connection.source(), pod)) {
            return new StageWalk(stage, Action.ACCEPT, new Decider.ByBuiltIn(Platform.OWN_NODE));
        }
        return isolating == null
                ? StageWalk.noMatch(stage)
                : new StageWalk(stage, Action.DENY, new Decider.ByIsolation(isolating.key()));
    }

    private static boolean hasPassed(Stage stage, List<StageWalk> walk) {
        return walk.stream().anyMatch(step -> step.stage() == stage && step.action() == Action.PASS);
    }

    private static Decider decider(Policy policy, Rule rule) {
        return new Decider.ByRule(policy.key(), rule.index(), rule.name());
    }

    private boolean selects(Policy policy, PodFact pod) {
        return policy.subject().selects(pod, facts.namespaceOf(pod));
    }

    private boolean matches(Rule rule, Direction direction, Connection connection) {
        return rule.peers().stream().anyMatch(peer -> matches(peer, direction, connection))
                && (rule.ports().isEmpty() || rule.ports().stream().anyMatch(port -> matches(port, connection)));
    }

    private boolean matches(Peer peer, Direction direction, Connection connection) {
        IpAddress other = switch (direction) {
            case INGRESS -> connection.source();
            case EGRESS -> connection.destination();
        };
        return switch (peer) {
            case Peer.Anyone() -> true;
            case Peer.Pods(var selection) ->
                podsAt(other).stream().anyMatch(pod -> selection.selects(pod, facts.namespaceOf(pod)));
            case Peer.Networks(var blocks) -> blocks.stream().anyMatch(block -> block.contains(other));
            case Peer.Nodes(var selector) ->
                facts.nodes().values().stream()
                        .anyMatch(node -> selector.matches(node.labels())
                                && node.addresses().contains(other));
            case Peer.KubeletProbes() ->
                direction == Direction.INGRESS
                        && connection.destinationPod() != null
                        && isProbe(connection, connection.destinationPod());
            case Peer.Endpoints(var service) ->
                facts.endpointSlices().values().stream()
                        .anyMatch(slice -> slice.service().equals(service)
                                && slice.addresses().contains(other));
        };
    }

    private boolean matches(PortMatch port, Connection connection) {
        return switch (port) {
            case PortMatch.Numbers(Protocol protocol, var range) ->
                connection.protocol() == protocol && range.contains(connection.port());
            case PortMatch.WholeProtocol(Protocol protocol) -> connection.protocol() == protocol;
            case PortMatch.Named(String name, var protocols) ->
                protocols.contains(connection.protocol())
                        && podsAt(connection.destination()).stream()
                                .flatMap(pod -> pod.namedPorts().stream())
                                .anyMatch(declared -> declared.name().equals(name)
                                        && declared.protocol() == connection.protocol()
                                        && declared.number() == connection.port());
        };
    }

    private boolean isProbe(Connection connection, PodFact pod) {
        return isOwnNode(connection.source(), pod)
                && connection.protocol() == Protocol.TCP
                && pod.probePorts().contains(connection.port());
    }

    private boolean isOwnNode(IpAddress address, PodFact pod) {
        NodeFact node = pod.node() == null ? null : facts.nodes().get(pod.node());
        return node != null && node.addresses().contains(address);
    }

    /** The pods that selectors can select at an address: one, but for the moment in which an address changes hands. */
    private List<PodFact> podsAt(IpAddress address) {
        return podsByAddress.getOrDefault(address, List.of());
    }
}
