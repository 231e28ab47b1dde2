package dev.terrace.k8s.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.model.Action;
import dev.terrace.core.model.Direction;
import dev.terrace.core.model.IpBlock;
import dev.terrace.core.model.IpPrefix;
import dev.terrace.core.model.NamespaceScope;
import dev.terrace.core.model.Peer;
import dev.terrace.core.model.PodSelection;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PolicyKey;
import dev.terrace.core.model.PolicyKind;
import dev.terrace.core.model.PortMatch;
import dev.terrace.core.model.PortRange;
import dev.terrace.core.model.Protocol;
import dev.terrace.core.model.Rule;
import dev.terrace.core.model.ServiceKey;
import dev.terrace.core.model.Stage;
import dev.terrace.core.selector.LabelSelector;
import dev.terrace.core.selector.Requirement;
import dev.terrace.core.selector.Requirement.Operator;
import dev.terrace.k8s.object.Yaml;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Policies that are written as their APIs want them. */
final class PolicyReadingTest {

    private static final LabelSelector ALL = LabelSelector.EVERYTHING;
    private static final Peer ANYONE = new Peer.Anyone();
    private static final Set<Protocol> TRANSPORTS = Set.of(Protocol.TCP, Protocol.UDP, Protocol.SCTP);

    private static LabelSelector app(String value) {
        return LabelSelector.of("app", value);
    }

    private static Peer pods(LabelSelector namespaces, LabelSelector pods) {
        return new Peer.Pods(PodSelection.across(namespaces, pods));
    }

    private static Peer own(String namespace, LabelSelector pods) {
        return new Peer.Pods(PodSelection.in(namespace, pods));
    }

    private static Peer networks(String... blocks) {
        return new Peer.Networks(Arrays.stream(blocks)
                .map(block -> IpBlock.of(IpPrefix.parse(block)))
                .toList());
    }

    private static PortMatch port(Protocol protocol, int start, int end) {
        return new PortMatch.Numbers(protocol, new PortRange(start, end));
    }

    private static Rule rule(int index, String name, Action action, List<Peer> peers, PortMatch... ports) {
        return new Rule(index, name, action, peers, List.of(ports));
    }

    @Test
    void clusterNetworkPolicy() {
        assertThat(Yaml.policy("""
                apiVersion: policy.networking.k8s.io/v1alpha2
                kind: ClusterNetworkPolicy
                metadata: {name: guard, uid: u-1, generation: 3, managedFields: [whatever]}
                spec:
                  tier: Admin
                  priority: 17
                  subject: {pods: {podSelector: {matchLabels: {app: db}}}}
                  ingress:
                  - name: from-web
                    action: Accept
                    from:
                    - namespaces: {}
                    - pods: {namespaceSelector: {matchLabels: {app: ns}}, podSelector: {matchLabels: {app: web}}}
                    - pods: {podSelector: {}}
                    protocols:
                    - tcp: {destinationPort: {number: 80}}
                    - udp: {destinationPort: {range: {start: 8000, end: 8999}}}
                    - sctp: {destinationPort: {number: 65535}}
                    - destinationNamedPort: http
                  - action: Pass
                    from: [{namespaces: {}}]
                  egress:
                  - action: Deny
                    to:
                    - networks: [10.1.2.3/8, "::/0"]
                    - nodes: {matchLabels: {app: node}}
                status: {conditions: []}
                """))
                .isEqualTo(new Policy(
                        new PolicyKey(PolicyKind.CLUSTER_NETWORK_POLICY, "", "guard"),
                        "u-1",
                        3,
                        Stage.ADMIN,
                        17,
                        PodSelection.across(ALL, app("db")),
                        List.of(
                                rule(
                                        0,
                                        "from-web",
                                        Action.ACCEPT,
                                        List.of(pods(ALL, ALL), pods(app("ns"), app("web")), pods(ALL, ALL)),
                                        port(Protocol.TCP, 80, 80),
                                        port(Protocol.UDP, 8000, 8999),
                                        port(Protocol.SCTP, 65535, 65535),
                                        new PortMatch.Named("http", TRANSPORTS)),
                                rule(1, "", Action.PASS, List.of(pods(ALL, ALL)))),
                        List.of(rule(
                                0,
                                "",
                                Action.DENY,
                                List.of(networks("10.0.0.0/8", "::/0"), new Peer.Nodes(app("node"))))),
                        Set.of(),
                        List.of()));
    }

    @Test
    void clusterNetworkPolicyOfTheBaseline() {
        Policy policy = Yaml.policy("""
                apiVersion: policy.networking.k8s.io/v1alpha2
                kind: ClusterNetworkPolicy
                metadata: {name: base}
                spec:
                  tier: Baseline
                  priority: 1000
                  subject: {namespaces: {matchExpressions: [{key: team, operator: NotIn, values: [a, b]}]}}
                  ingress: [{action: Pass, from: [{namespaces: {}}]}]
                """);
        assertThat(policy.stage()).isEqualTo(Stage.BASELINE);
        assertThat(policy.priority()).isEqualTo(1000);
        assertThat(policy.subject())
                .isEqualTo(PodSelection.across(
                        LabelSelector.of(
                                List.of(new Requirement("team", Operator.NOT_IN, new TreeSet<>(List.of("a", "b"))))),
                        ALL));
        assertThat(policy.ingress()).extracting(Rule::action).containsExactly(Action.PASS);
        assertThat(policy.problems()).isEmpty();
    }

    @Test
    void adminNetworkPolicy() {
        assertThat(Yaml.policy("""
                apiVersion: policy.networking.k8s.io/v1alpha1
                kind: AdminNetworkPolicy
                metadata: {name: guard}
                spec:
                  priority: 5
                  subject: {namespaces: {}}
                  ingress:
                  - name: web
                    action: Allow
                    from: [{pods: {namespaceSelector: {}, podSelector: {matchLabels: {app: web}}}}]
                    ports:
                    - portNumber: {port: 80}
                    - portNumber: {protocol: SCTP, port: 81}
                    - portRange: {protocol: UDP, start: 10, end: 20}
                    - portRange: {start: 7, end: 7}
                    - namedPort: http
                  egress:
                  - {action: Pass, to: [{nodes: {}}, {networks: [0.0.0.0/0]}], ports: []}
                  - {action: Deny, to: [{namespaces: {matchLabels: {app: x}}}], ports: null}
                """))
                .isEqualTo(new Policy(
                        new PolicyKey(PolicyKind.ADMIN_NETWORK_POLICY, "", "guard"),
                        "",
                        0,
                        Stage.ADMIN,
                        5,
                        PodSelection.across(ALL, ALL),
                        List.of(rule(
                                0,
                                "web",
                                Action.ACCEPT,
                                List.of(pods(ALL, app("web"))),
                                port(Protocol.TCP, 80, 80),
                                port(Protocol.SCTP, 81, 81),
                                port(Protocol.UDP, 10, 20),
                                port(Protocol.TCP, 7, 7),
                                new PortMatch.Named("http", TRANSPORTS))),
                        List.of(
                                rule(0, "", Action.PASS, List.of(new Peer.Nodes(ALL), networks("0.0.0.0/0"))),
                                rule(1, "", Action.DENY, List.of(pods(app("x"), ALL)))),
                        Set.of(),
                        List.of()));
    }

    @Test
    void baselineAdminNetworkPolicy() {
        Policy policy = Yaml.policy("""
                apiVersion: policy.networking.k8s.io/v1alpha1
                kind: BaselineAdminNetworkPolicy
                metadata: {name: default}
                spec:
                  subject: {pods: {namespaceSelector: {}, podSelector: {matchLabels: {app: db}}}}
                  ingress:
                  - {action: Deny, from: [{namespaces: {}}]}
                """);
        assertThat(policy.stage()).isEqualTo(Stage.BASELINE);
        assertThat(policy.subject()).isEqualTo(PodSelection.across(ALL, app("db")));
        assertThat(policy.ingress()).containsExactly(rule(0, "", Action.DENY, List.of(pods(ALL, ALL))));
        assertThat(policy.problems()).isEmpty();
    }

    @Test
    void developerNetworkPolicy() {
        assertThat(Yaml.policy("""
                apiVersion: policy.terrace.dev/v1alpha1
                kind: DeveloperNetworkPolicy
                metadata: {name: web, namespace: shop}
                spec:
                  priority: 0
                  subject: {pods: {podSelector: {}}}
                  ingress:
                  - action: Accept
                    from:
                    - localPods: {podSelector: {matchLabels: {app: web}}}
                    - pods: {namespaceSelector: {}, podSelector: {}}
                    - namespaces: {matchLabels: {app: ns}}
                    - networks: [10.0.0.0/8]
                    - wellKnown: All
                    - wellKnown: KubeletProbes
                  - {action: Deny, from: [{localPods: {podSelector: {}}}], protocols: [{destinationNamedPort: http}]}
                  egress:
                  - action: Pass
                    to: [{wellKnown: All}, {wellKnown: ClusterDNS}, {wellKnown: KubeAPIServer}]
                    protocols: [{tcp: {destinationPort: {number: 443}}}]
                """))
                .isEqualTo(new Policy(
                        new PolicyKey(PolicyKind.DEVELOPER_NETWORK_POLICY, "shop", "web"),
                        "",
                        0,
                        Stage.DEVELOPER,
                        0,
                        PodSelection.in("shop", ALL),
                        List.of(
                                rule(
                                        0,
                                        "",
                                        Action.ACCEPT,
                                        List.of(
                                                own("shop", app("web")),
                                                pods(ALL, ALL),
                                                pods(app("ns"), ALL),
                                                networks("10.0.0.0/8"),
                                                ANYONE,
                                                new Peer.KubeletProbes())),
                                rule(
                                        1,
                                        "",
                                        Action.DENY,
                                        List.of(own("shop", ALL)),
                                        new PortMatch.Named("http", TRANSPORTS))),
                        List.of(rule(
                                0,
                                "",
                                Action.PASS,
                                List.of(
                                        ANYONE,
                                        new Peer.Endpoints(ServiceKey.CLUSTER_DNS),
                                        new Peer.Endpoints(ServiceKey.KUBE_API_SERVER)),
                                port(Protocol.TCP, 443, 443))),
                        Set.of(),
                        List.of()));
    }

    @Test
    void networkPolicy() {
        assertThat(Yaml.policy("""
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: web, namespace: shop}
                spec:
                  podSelector: {matchLabels: {app: web}}
                  policyTypes: [Ingress, Egress]
                  ingress:
                  - {}
                  - {from: [], ports: []}
                  - from:
                    - podSelector: {}
                    - namespaceSelector: {}
                    - {namespaceSelector: {matchLabels: {app: ns}}, podSelector: {matchLabels: {app: db}}}
                    - ipBlock: {cidr: 10.1.2.3/8, except: [10.1.0.0/16]}
                    ports:
                    - {}
                    - {protocol: UDP}
                    - {port: 80}
                    - {protocol: SCTP, port: 100, endPort: 200}
                    - {port: http}
                    - {protocol: UDP, port: dns}
                """))
                .isEqualTo(new Policy(
                        new PolicyKey(PolicyKind.NETWORK_POLICY, "shop", "web"),
                        "",
                        0,
                        Stage.NETWORK_POLICY,
                        0,
                        PodSelection.in("shop", app("web")),
                        List.of(
                                rule(0, "", Action.ACCEPT, List.of(ANYONE)),
                                rule(1, "", Action.ACCEPT, List.of(ANYONE)),
                                rule(
                                        2,
                                        "",
                                        Action.ACCEPT,
                                        List.of(
                                                own("shop", ALL),
                                                pods(ALL, ALL),
                                                new Peer.Pods(new PodSelection(
                                                        new NamespaceScope.Matching(app("ns")), app("db"))),
                                                new Peer.Networks(List.of(new IpBlock(
                                                        IpPrefix.parse("10.0.0.0/8"),
                                                        List.of(IpPrefix.parse("10.1.0.0/16")))))),
                                        new PortMatch.WholeProtocol(Protocol.TCP),
                                        new PortMatch.WholeProtocol(Protocol.UDP),
                                        port(Protocol.TCP, 80, 80),
                                        port(Protocol.SCTP, 100, 200),
                                        new PortMatch.Named("http", Set.of(Protocol.TCP)),
                                        new PortMatch.Named("dns", Set.of(Protocol.UDP)))),
                        List.of(),
                        Set.of(Direction.INGRESS, Direction.EGRESS),
                        List.of()));
    }

    @Test
    void policyTypesDecideWhatIsIsolatedAndWhichRulesApply() {
        String rules = "ingress: [{}], egress: [{}]";
        assertIsolates("{}", Set.of(Direction.INGRESS), 0, 0);
        assertIsolates("{podSelector: null, ingress: null, egress: []}", Set.of(Direction.INGRESS), 0, 0);
        assertIsolates("{" + rules + "}", Set.of(Direction.INGRESS, Direction.EGRESS), 1, 1);
        assertIsolates("{policyTypes: [], " + rules + "}", Set.of(Direction.INGRESS, Direction.EGRESS), 1, 1);
        assertIsolates("{policyTypes: [Ingress], " + rules + "}", Set.of(Direction.INGRESS), 1, 0);
        assertIsolates("{policyTypes: [Egress], " + rules + "}", Set.of(Direction.EGRESS), 0, 1);
        assertIsolates("{policyTypes: [Egress]}", Set.of(Direction.EGRESS), 0, 0);
    }

    private static void assertIsolates(String spec, Set<Direction> isolates, int ingress, int egress) {
        Policy policy = Yaml.policy(
                "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: a}, spec: " + spec + "}");
        assertThat(policy.subject()).isEqualTo(PodSelection.in("default", ALL));
        assertThat(policy.isolates()).as(spec).isEqualTo(isolates);
        assertThat(policy.ingress()).as(spec).hasSize(ingress);
        assertThat(policy.egress()).as(spec).hasSize(egress);
        assertThat(policy.problems()).as(spec).isEmpty();
    }

    @Test
    void selectorsKnowEveryOperator() {
        Policy policy = Yaml.policy("""
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: a}
                spec:
                  podSelector:
                    matchLabels: {example.org/app: web, empty: ""}
                    matchExpressions:
                    - {key: a, operator: In, values: [x, y]}
                    - {key: b, operator: NotIn, values: [z]}
                    - {key: c, operator: Exists, values: []}
                    - {key: d, operator: DoesNotExist}
                """);
        assertThat(policy.problems()).isEmpty();
        assertThat(policy.subject().pods())
                .isEqualTo(LabelSelector.of(List.of(
                        Requirement.in("example.org/app", List.of("web")),
                        Requirement.in("empty", List.of("")),
                        Requirement.in("a", List.of("x", "y")),
                        new Requirement("b", Operator.NOT_IN, new TreeSet<>(List.of("z"))),
                        new Requirement("c", Operator.EXISTS, new TreeSet<>()),
                        new Requirement("d", Operator.DOES_NOT_EXIST, new TreeSet<>()))));
    }

    @Test
    void absentNullAndEmptyListsOfRulesAreTheSame() {
        for (String rules : List.of("", ", ingress: null", ", ingress: [], egress: []")) {
            Policy policy = Yaml.policy("{apiVersion: policy.terrace.dev/v1alpha1, kind: DeveloperNetworkPolicy, "
                    + "metadata: {name: a}, spec: {priority: 1, subject: {pods: {podSelector: {}}}" + rules + "}}");
            assertThat(policy.ingress()).isEmpty();
            assertThat(policy.egress()).isEmpty();
            assertThat(policy.problems()).isEmpty();
        }
    }
}
