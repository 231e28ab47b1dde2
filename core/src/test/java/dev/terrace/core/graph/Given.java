package dev.terrace.core.graph;

import dev.terrace.core.model.Action;
import dev.terrace.core.model.ContainerPort;
import dev.terrace.core.model.Direction;
import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.NamespaceFact;
import dev.terrace.core.model.NodeFact;
import dev.terrace.core.model.Peer;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.PodKey;
import dev.terrace.core.model.PodNetwork;
import dev.terrace.core.model.PodSelection;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PolicyKey;
import dev.terrace.core.model.PolicyKind;
import dev.terrace.core.model.PortMatch;
import dev.terrace.core.model.Protocol;
import dev.terrace.core.model.Rule;
import dev.terrace.core.model.Stage;
import dev.terrace.core.selector.LabelSelector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Facts for hand-written tests. */
final class Given {

    static final PortMatch HTTP = new PortMatch.Named("http", Set.of(Protocol.TCP));

    private Given() {}

    /** A pod in namespace {@code a} on node {@code n}, with a port {@code http} that its probes ask. */
    static PodFact pod(String name, String app, String... addresses) {
        return podServing(name, app, 8080, addresses);
    }

    static PodFact podServing(String name, String app, int http, String... addresses) {
        return new PodFact(
                new PodKey("a", name),
                Map.of("app", app),
                "n",
                Arrays.stream(addresses).map(IpAddress::parse).toList(),
                PodNetwork.CLUSTER,
                false,
                Set.of(new ContainerPort("http", Protocol.TCP, http)),
                Set.of(http));
    }

    static NamespaceFact namespace(String name, String team) {
        return new NamespaceFact(name, Map.of("team", team));
    }

    static NodeFact node(String name, String... addresses) {
        return new NodeFact(
                name,
                Map.of("zone", "z"),
                Arrays.stream(addresses).map(IpAddress::parse).toList());
    }

    static PodSelection app(String app) {
        return PodSelection.in("a", LabelSelector.of("app", app));
    }

    static PodSelection team(String team) {
        return PodSelection.across(LabelSelector.of("team", team), LabelSelector.EVERYTHING);
    }

    static Rule accept(Peer... peers) {
        return new Rule(0, "", Action.ACCEPT, List.of(peers), List.of());
    }

    static Rule rule(Action action, List<Peer> peers, PortMatch... ports) {
        return new Rule(0, "", action, peers, List.of(ports));
    }

    static Policy developer(String name, int priority, PodSelection subject, List<Rule> ingress, List<Rule> egress) {
        return policy(PolicyKind.DEVELOPER_NETWORK_POLICY, name, priority, subject, ingress, egress, Set.of());
    }

    /** Isolates in both directions. */
    static Policy network(String name, PodSelection subject, List<Rule> ingress, List<Rule> egress) {
        return policy(PolicyKind.NETWORK_POLICY, name, 0, subject, ingress, egress, Set.of(Direction.values()));
    }

    static Policy cluster(String name, int priority, PodSelection subject, List<Rule> ingress) {
        return policy(PolicyKind.CLUSTER_NETWORK_POLICY, name, priority, subject, ingress, List.of(), Set.of());
    }

    private static Policy policy(
            PolicyKind kind,
            String name,
            int priority,
            PodSelection subject,
            List<Rule> ingress,
            List<Rule> egress,
            Set<Direction> isolates) {
        Stage stage = switch (kind) {
            case CLUSTER_NETWORK_POLICY, ADMIN_NETWORK_POLICY -> Stage.ADMIN;
            case DEVELOPER_NETWORK_POLICY -> Stage.DEVELOPER;
            case NETWORK_POLICY -> Stage.NETWORK_POLICY;
            case BASELINE_ADMIN_NETWORK_POLICY -> Stage.BASELINE;
        };
        String namespace = stage == Stage.ADMIN || stage == Stage.BASELINE ? "" : "a";
        return new Policy(
                new PolicyKey(kind, namespace, name),
                "",
                1,
                stage,
                priority,
                subject,
                numbered(ingress),
                numbered(egress),
                isolates,
                List.of());
    }

    private static List<Rule> numbered(List<Rule> rules) {
        List<Rule> numbered = new ArrayList<>();
        for (Rule rule : rules) {
            numbered.add(new Rule(numbered.size(), rule.name(), rule.action(), rule.peers(), rule.ports()));
        }
        return numbered;
    }
}
