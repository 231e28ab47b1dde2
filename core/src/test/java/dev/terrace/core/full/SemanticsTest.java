package dev.terrace.core.full;

import static dev.terrace.core.model.Action.ACCEPT;
import static dev.terrace.core.model.Action.DENY;
import static dev.terrace.core.model.Action.PASS;
import static dev.terrace.core.model.Direction.EGRESS;
import static dev.terrace.core.model.Direction.INGRESS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.acl.AclPipeline;
import dev.terrace.core.acl.AclVerdict;
import dev.terrace.core.desired.TierLayout;
import dev.terrace.core.model.Action;
import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.ContainerPort;
import dev.terrace.core.model.Direction;
import dev.terrace.core.model.EndpointSliceFact;
import dev.terrace.core.model.EndpointSliceKey;
import dev.terrace.core.model.Fact;
import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.IpBlock;
import dev.terrace.core.model.IpPrefix;
import dev.terrace.core.model.NamespaceFact;
import dev.terrace.core.model.NodeFact;
import dev.terrace.core.model.Peer;
import dev.terrace.core.model.Platform;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.PodKey;
import dev.terrace.core.model.PodNetwork;
import dev.terrace.core.model.PodSelection;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PolicyKey;
import dev.terrace.core.model.PolicyKind;
import dev.terrace.core.model.PortMatch;
import dev.terrace.core.model.PortRange;
import dev.terrace.core.model.Problem;
import dev.terrace.core.model.Protocol;
import dev.terrace.core.model.Rule;
import dev.terrace.core.model.ServiceKey;
import dev.terrace.core.model.Stage;
import dev.terrace.core.selector.LabelSelector;
import dev.terrace.core.selector.Requirement;
import dev.terrace.core.selector.Requirement.Operator;
import dev.terrace.core.verdict.Flow;
import dev.terrace.core.verdict.FlowEnd;
import dev.terrace.core.verdict.FlowResolution;
import dev.terrace.core.verdict.ReferenceEvaluator;
import dev.terrace.core.verdict.SideVerdict;
import dev.terrace.core.verdict.StageWalk;
import dev.terrace.core.verdict.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The sentences of {@code docs/design/policy-semantics.md}, sections 2, 3 and 7, one by one. Each verdict is stated by
 * hand, and evaluator and rows must both come to it, so that a mistake that they share is seen.
 */
final class SemanticsTest {

    private static final PodSelection WEB = PodSelection.in("a", LabelSelector.of("app", "web"));
    private static final PodSelection OF_A = PodSelection.in("a", LabelSelector.EVERYTHING);
    private static final PodSelection CLIENTS =
            PodSelection.across(LabelSelector.of("team", "two"), LabelSelector.of("app", "client"));
    private static final PodSelection ANYWHERE =
            PodSelection.across(LabelSelector.EVERYTHING, LabelSelector.EVERYTHING);
    private static final Peer ANYONE = new Peer.Anyone();
    private static final PortMatch HTTP = new PortMatch.Named("http", Set.of(Protocol.TCP));

    /** Two namespaces, two nodes; a/x and b/y have both families, and http is another number on a/z. */
    private static List<Fact> cluster() {
        List<Fact> facts = new ArrayList<>(List.of(
                new NamespaceFact("a", Map.of("team", "one")),
                new NamespaceFact("b", Map.of("team", "two")),
                new NodeFact("n", Map.of("zone", "north"), List.of(IpAddress.parse("192.168.0.1"))),
                new NodeFact("m", Map.of("zone", "south"), List.of(IpAddress.parse("192.168.0.2"))),
                new EndpointSliceFact(
                        new EndpointSliceKey("kube-system", "dns"),
                        ServiceKey.CLUSTER_DNS,
                        Set.of(IpAddress.parse("203.0.113.53")))));
        facts.add(
                pod("a", "x", "web", "n", PodNetwork.CLUSTER, false, Set.of(8080), named(8080), "10.0.0.1", "fd00::1"));
        facts.add(pod("a", "z", "db", "n", PodNetwork.CLUSTER, false, Set.of(), named(9090), "10.0.0.2"));
        facts.add(pod(
                "a",
                "u",
                "udp",
                "n",
                PodNetwork.CLUSTER,
                false,
                Set.of(),
                Set.of(new ContainerPort("http", Protocol.UDP, 53)),
                "10.0.0.3"));
        facts.add(pod(
                "b", "y", "client", "m", PodNetwork.CLUSTER, false, Set.of(), named(8080), "10.0.1.1", "fd00:1::1"));
        facts.add(pod("b", "w", "other", "m", PodNetwork.CLUSTER, false, Set.of(), Set.of(), "10.0.1.2"));
        facts.add(pod("a", "host", "web", "m", PodNetwork.HOST, false, Set.of(), Set.of(), "192.168.0.2"));
        facts.add(pod("a", "done", "web", "n", PodNetwork.CLUSTER, true, Set.of(), Set.of(), "10.0.0.9"));
        facts.add(pod("a", "guest", "web", "n", PodNetwork.USER_DEFINED, false, Set.of(), Set.of(), "10.0.0.8"));
        return facts;
    }

    private static Set<ContainerPort> named(int http) {
        return Set.of(new ContainerPort("http", Protocol.TCP, http));
    }

    private static PodFact pod(
            String namespace,
            String name,
            String app,
            String node,
            PodNetwork network,
            boolean finished,
            Set<Integer> probes,
            Set<ContainerPort> ports,
            String... addresses) {
        return new PodFact(
                new PodKey(namespace, name),
                Map.of("app", app),
                node,
                Arrays.stream(addresses).map(IpAddress::parse).toList(),
                network,
                finished,
                ports,
                probes);
    }

    // Policies

    private static Rule rule(Action action, List<Peer> peers, PortMatch... ports) {
        return new Rule(0, "", action, peers, List.of(ports));
    }

    private static Rule from(Action action, PodSelection pods, PortMatch... ports) {
        return rule(action, List.of(new Peer.Pods(pods)), ports);
    }

    private static PortMatch tcp(int start, int end) {
        return new PortMatch.Numbers(Protocol.TCP, new PortRange(start, end));
    }

    private static Peer networks(String cidr, String... except) {
        return new Peer.Networks(List.of(new IpBlock(
                IpPrefix.parse(cidr), Arrays.stream(except).map(IpPrefix::parse).toList())));
    }

    private static Policy policy(
            PolicyKind kind,
            String name,
            Stage stage,
            int priority,
            PodSelection subject,
            Direction direction,
            Rule... rules) {
        boolean namespaced = stage == Stage.DEVELOPER || stage == Stage.NETWORK_POLICY;
        List<Rule> numbered = new ArrayList<>();
        for (Rule rule : rules) {
            numbered.add(new Rule(numbered.size(), "", rule.action(), rule.peers(), rule.ports()));
        }
        return new Policy(
                new PolicyKey(kind, namespaced ? "a" : "", name),
                "",
                1,
                stage,
                priority,
                subject,
                direction == INGRESS ? numbered : List.of(),
                direction == EGRESS ? numbered : List.of(),
                stage == Stage.NETWORK_POLICY ? EnumSet.of(direction) : Set.of(),
                List.of());
    }

    private static Policy admin(String name, int priority, Rule... rules) {
        return policy(PolicyKind.CLUSTER_NETWORK_POLICY, name, Stage.ADMIN, priority, OF_A, INGRESS, rules);
    }

    private static Policy developer(String name, int priority, Rule... rules) {
        return policy(PolicyKind.DEVELOPER_NETWORK_POLICY, name, Stage.DEVELOPER, priority, WEB, INGRESS, rules);
    }

    private static Policy network(String name, PodSelection subject, Direction direction, Rule... rules) {
        return policy(PolicyKind.NETWORK_POLICY, name, Stage.NETWORK_POLICY, 0, subject, direction, rules);
    }

    private static Policy baseline(String name, int priority, Rule... rules) {
        return policy(PolicyKind.CLUSTER_NETWORK_POLICY, name, Stage.BASELINE, priority, OF_A, INGRESS, rules);
    }

    private static Policy only(String name, PodSelection subject, Direction direction, Rule... rules) {
        return policy(PolicyKind.CLUSTER_NETWORK_POLICY, name, Stage.ADMIN, 1, subject, direction, rules);
    }

    // Questions

    private static Verdict judge(Platform platform, String from, String to, String traffic, Policy... policies) {
        List<Fact> all = cluster();
        all.addAll(List.of(policies));
        ClusterFacts facts = ClusterFacts.of(all);
        Protocol protocol = Protocol.valueOf(traffic.replaceAll("[0-9/]", "").toUpperCase(Locale.ROOT));
        int port = protocol == Protocol.ICMP ? 0 : Integer.parseInt(traffic.replaceAll("\\D", ""));
        FlowResolution.Resolved flow =
                (FlowResolution.Resolved) FlowResolution.of(new Flow(end(from), end(to), protocol, port), facts);
        Verdict verdict = new ReferenceEvaluator(facts, platform, Policy.BY_PRIORITY).judge(flow.connection());
        AclPipeline acls = new AclPipeline(new FullTranslator("test", TierLayout.STANDALONE, platform)
                .translate(facts)
                .image());
        assertThat(AclVerdict.of(acls, flow.connection()).allows())
                .as("by the rows")
                .isEqualTo(verdict.allows());
        return verdict;
    }

    private static FlowEnd end(String text) {
        return text.matches("[a-z]/.*")
                ? new FlowEnd.Pod(new PodKey(text.substring(0, 1), text.substring(2)))
                : new FlowEnd.Address(IpAddress.parse(text));
    }

    private static void allows(String from, String to, String traffic, Policy... policies) {
        assertThat(judge(Platform.DEFAULT, from, to, traffic, policies).allows())
                .isTrue();
    }

    private static void drops(String from, String to, String traffic, Policy... policies) {
        assertThat(judge(Platform.DEFAULT, from, to, traffic, policies).allows())
                .isFalse();
    }

    /** The stages that were asked on a side, and the last thing that one said. */
    private static List<Stage> walked(SideVerdict side) {
        return ((SideVerdict.Judged) side).walk().stream().map(StageWalk::stage).toList();
    }

    // Section 2

    @Test
    void withoutPoliciesEverythingIsAllowed() {
        allows("b/y", "a/x", "80/tcp");
        Verdict verdict = judge(Platform.DEFAULT, "b/y", "a/x", "80/tcp");
        assertThat(walked(verdict.ingress())).containsExactly(Stage.values());
        assertThat(walked(verdict.egress())).containsExactly(Stage.values());
    }

    @Test
    void stagesAreAskedInTheirOrder() {
        Policy closed = developer("closed", 1, rule(DENY, List.of(ANYONE)));
        Policy open = admin("open", 1000, rule(ACCEPT, List.of(ANYONE)));
        allows("b/y", "a/x", "80/tcp", closed, open);
        assertThat(walked(judge(Platform.DEFAULT, "b/y", "a/x", "80/tcp", closed, open)
                        .ingress()))
                .containsExactly(Stage.PLATFORM, Stage.ADMIN);
        drops("b/y", "a/x", "80/tcp", closed, network("np", OF_A, INGRESS, rule(ACCEPT, List.of(ANYONE))));
        allows(
                "b/y",
                "a/x",
                "80/tcp",
                network("np", OF_A, INGRESS, rule(ACCEPT, List.of(ANYONE))),
                baseline("low", 1, rule(DENY, List.of(ANYONE))));
        drops("b/y", "a/x", "80/tcp", baseline("low", 1, rule(DENY, List.of(ANYONE))));
    }

    @Test
    void bothSidesMustAllow() {
        drops("b/y", "a/x", "80/tcp", only("in", OF_A, INGRESS, rule(DENY, List.of(ANYONE))));
        drops("a/x", "b/y", "80/tcp", only("out", OF_A, EGRESS, rule(DENY, List.of(ANYONE))));
        allows("a/x", "b/y", "80/tcp", only("in", OF_A, INGRESS, rule(DENY, List.of(ANYONE))));
        allows("b/y", "a/x", "80/tcp", only("out", OF_A, EGRESS, rule(DENY, List.of(ANYONE))));
    }

    @Test
    void passLeavesTheWholeStage() {
        Policy pass = admin("a-pass", 1, rule(PASS, List.of(ANYONE)), rule(DENY, List.of(ANYONE)));
        allows("b/y", "a/x", "80/tcp", pass, admin("b-deny", 2, rule(DENY, List.of(ANYONE))));
        drops("b/y", "a/x", "80/tcp", pass, developer("deny", 1, rule(DENY, List.of(ANYONE))));
        allows("b/y", "a/x", "80/tcp", baseline("pass", 1, rule(PASS, List.of(ANYONE)), rule(DENY, List.of(ANYONE))));
        drops("b/y", "a/x", "80/tcp", developer("pass", 1, rule(PASS, List.of(ANYONE))), network("np", OF_A, INGRESS));
    }

    @Test
    void lowerPriorityNumbersAndEarlierRulesAreAskedFirst() {
        allows(
                "b/y",
                "a/x",
                "80/tcp",
                admin("z-first", 1, rule(ACCEPT, List.of(ANYONE))),
                admin("a-second", 2, rule(DENY, List.of(ANYONE))));
        drops("b/y", "a/x", "80/tcp", admin("p", 1, from(DENY, CLIENTS), rule(ACCEPT, List.of(ANYONE))));
        allows("b/y", "a/x", "80/tcp", admin("p", 1, from(ACCEPT, CLIENTS), rule(DENY, List.of(ANYONE))));
    }

    @Test
    void equalPrioritiesAreAskedByKindAndThenByName() {
        allows(
                "b/y",
                "a/x",
                "80/tcp",
                admin("a", 1, rule(ACCEPT, List.of(ANYONE))),
                admin("b", 1, rule(DENY, List.of(ANYONE))));
        allows(
                "b/y",
                "a/x",
                "80/tcp",
                policy(
                        PolicyKind.ADMIN_NETWORK_POLICY,
                        "a",
                        Stage.ADMIN,
                        1,
                        OF_A,
                        INGRESS,
                        rule(DENY, List.of(ANYONE))),
                admin("b", 1, rule(ACCEPT, List.of(ANYONE))));
        allows(
                "b/y",
                "a/x",
                "80/tcp",
                policy(
                        PolicyKind.BASELINE_ADMIN_NETWORK_POLICY,
                        "default",
                        Stage.BASELINE,
                        0,
                        OF_A,
                        INGRESS,
                        rule(DENY, List.of(ANYONE))),
                baseline("z", 1000, rule(ACCEPT, List.of(ANYONE))));
    }

    @Test
    void networkPoliciesIsolateAndAddUp() {
        drops("b/y", "a/x", "80/tcp", network("deny", OF_A, INGRESS));
        allows(
                "b/y",
                "a/x",
                "80/tcp",
                network("deny", OF_A, INGRESS),
                network("open", WEB, INGRESS, from(ACCEPT, CLIENTS)));
        drops(
                "b/w",
                "a/x",
                "80/tcp",
                network("deny", OF_A, INGRESS),
                network("open", WEB, INGRESS, from(ACCEPT, CLIENTS)));
        drops("a/x", "b/y", "80/tcp", network("deny", OF_A, EGRESS));
        allows("a/x", "b/y", "80/tcp", network("deny", OF_A, INGRESS));
        allows("a/x", "b/y", "80/tcp", network("out", OF_A, EGRESS, from(ACCEPT, CLIENTS)));
        drops("a/x", "b/w", "80/tcp", network("out", OF_A, EGRESS, from(ACCEPT, CLIENTS)));
        allows("b/y", "b/w", "80/tcp", network("deny", OF_A, INGRESS));
        drops("b/y", "a/x", "icmp", network("deny", OF_A, INGRESS));
    }

    @Test
    void onlyNetworkPolicyIsolates() {
        Policy accept = developer("accept", 1, from(ACCEPT, CLIENTS));
        allows("b/w", "a/x", "80/tcp", accept);
        allows("b/w", "a/x", "80/tcp", admin("accept", 1, from(ACCEPT, CLIENTS)));
    }

    // Section 3

    @Test
    void subjectsLiveInTheClustersNetworkAndRun() {
        Policy deny = only("deny", ANYWHERE, INGRESS, rule(DENY, List.of(ANYONE)));
        drops("b/y", "a/x", "80/tcp", deny);
        allows("b/y", "a/host", "80/tcp", deny);
        allows("b/y", "a/done", "80/tcp", deny);
        allows("b/y", "a/guest", "80/tcp", deny);
        allows("b/y", "198.51.100.1", "80/tcp", deny);
    }

    @Test
    void peersLiveInTheClustersNetworkAndRun() {
        Policy deny = only("deny", WEB, INGRESS, from(DENY, ANYWHERE));
        drops("b/y", "a/x", "80/tcp", deny);
        allows("192.168.0.2", "a/x", "80/tcp", deny);
        allows("a/done", "a/x", "80/tcp", deny);
        allows("a/guest", "a/x", "80/tcp", deny);
        allows("198.51.100.1", "a/x", "80/tcp", deny);
    }

    @Test
    void selectorsMeanWhatKubernetesMeans() {
        drops("b/y", "a/x", "80/tcp", selecting(Operator.IN, "app", "client", "none"));
        drops("b/y", "a/x", "80/tcp", selecting(Operator.IN, "app", "another", "client"));
        allows("b/w", "a/x", "80/tcp", selecting(Operator.IN, "app", "client", "none"));
        allows("b/y", "a/x", "80/tcp", selecting(Operator.NOT_IN, "app", "client"));
        drops("b/w", "a/x", "80/tcp", selecting(Operator.NOT_IN, "app", "client"));
        drops("b/y", "a/x", "80/tcp", selecting(Operator.NOT_IN, "absent", "client"));
        drops("b/y", "a/x", "80/tcp", selecting(Operator.EXISTS, "app"));
        allows("b/y", "a/x", "80/tcp", selecting(Operator.EXISTS, "absent"));
        allows("b/y", "a/x", "80/tcp", selecting(Operator.DOES_NOT_EXIST, "app"));
        drops("b/y", "a/x", "80/tcp", selecting(Operator.DOES_NOT_EXIST, "absent"));
        allows("a/z", "a/x", "80/tcp", only("p", WEB, INGRESS, from(DENY, CLIENTS)));
        LabelSelector both = LabelSelector.of(List.of(
                Requirement.in("app", List.of("client")), new Requirement("absent", Operator.EXISTS, new TreeSet<>())));
        allows(
                "b/y",
                "a/x",
                "80/tcp",
                only("p", WEB, INGRESS, from(DENY, PodSelection.across(LabelSelector.EVERYTHING, both))));
    }

    private static Policy selecting(Operator operator, String key, String... values) {
        LabelSelector pods = LabelSelector.of(List.of(new Requirement(key, operator, new TreeSet<>(List.of(values)))));
        return only("p", WEB, INGRESS, from(DENY, PodSelection.across(LabelSelector.of("team", "two"), pods)));
    }

    @Test
    void peersAndPortsAreAlternatives() {
        Policy deny = only(
                "p",
                WEB,
                INGRESS,
                rule(
                        DENY,
                        List.of(new Peer.Pods(CLIENTS), networks("198.51.100.0/24")),
                        tcp(80, 80),
                        new PortMatch.Numbers(Protocol.UDP, PortRange.of(53))));
        drops("b/y", "a/x", "80/tcp", deny);
        drops("198.51.100.7", "a/x", "53/udp", deny);
        allows("b/w", "a/x", "80/tcp", deny);
        allows("b/y", "a/x", "53/tcp", deny);
        allows("b/y", "a/x", "icmp", deny);
        allows("b/y", "a/x", "80/tcp", only("nobody", WEB, INGRESS, rule(DENY, List.of())));
    }

    @Test
    void withoutPortsEveryProtocolIsMeant() {
        Policy deny = only("p", WEB, INGRESS, from(DENY, CLIENTS));
        Stream.of("1/tcp", "65535/tcp", "53/udp", "9/sctp", "icmp")
                .forEach(traffic -> drops("b/y", "a/x", traffic, deny));
    }

    @Test
    void rangesHaveBothTheirEnds() {
        Policy deny = only("p", WEB, INGRESS, from(DENY, CLIENTS, tcp(100, 200)));
        drops("b/y", "a/x", "100/tcp", deny);
        drops("b/y", "a/x", "200/tcp", deny);
        allows("b/y", "a/x", "99/tcp", deny);
        allows("b/y", "a/x", "201/tcp", deny);
        allows("b/y", "a/x", "150/udp", deny);
        Policy overlapping = only("p", WEB, INGRESS, from(DENY, CLIENTS, tcp(100, 200), tcp(150, 160), tcp(190, 210)));
        drops("b/y", "a/x", "205/tcp", overlapping);
        drops("b/y", "a/x", "170/tcp", overlapping);
    }

    @Test
    void wholeProtocolIsEveryPortOfIt() {
        Policy deny = network("p", WEB, INGRESS, from(ACCEPT, CLIENTS, new PortMatch.WholeProtocol(Protocol.UDP)));
        allows("b/y", "a/x", "53/udp", deny);
        allows("b/y", "a/x", "1/udp", deny);
        drops("b/y", "a/x", "53/tcp", deny);
        drops("b/y", "a/x", "icmp", deny);
    }

    @Test
    void namedPortIsTheNumberOfEachPodAndItsProtocol() {
        Policy in = only("p", OF_A, INGRESS, from(DENY, CLIENTS, HTTP));
        drops("b/y", "a/x", "8080/tcp", in);
        allows("b/y", "a/x", "9090/tcp", in);
        drops("b/y", "a/z", "9090/tcp", in);
        allows("b/y", "a/z", "8080/tcp", in);
        allows("b/y", "a/u", "53/udp", in);
        allows("b/y", "a/u", "53/tcp", in);
        allows("b/y", "a/x", "8080/udp", in);
        Policy out = only("p", CLIENTS, EGRESS, from(DENY, OF_A, HTTP));
        drops("b/y", "a/x", "8080/tcp", out);
        allows("b/y", "a/x", "9090/tcp", out);
        drops("b/y", "a/z", "9090/tcp", out);
        allows("b/y", "a/z", "8080/tcp", out);
        allows("b/y", "a/u", "53/udp", out);
        drops("b/y", "a/x", "8080/tcp", only("p", CLIENTS, EGRESS, rule(DENY, List.of(networks("10.0.0.1/32")), HTTP)));
        allows(
                "b/y",
                "a/z",
                "9090/tcp",
                only("p", CLIENTS, EGRESS, rule(DENY, List.of(networks("10.0.0.1/32")), HTTP)));
    }

    @Test
    void networksMatchAnyAddressOfTheirFamily() {
        Policy v4 = only("p", WEB, INGRESS, rule(DENY, List.of(networks("0.0.0.0/0"))));
        drops("b/w", "a/x", "80/tcp", v4);
        drops("198.51.100.1", "a/x", "icmp", v4);
        drops("192.168.0.2", "a/x", "80/tcp", v4);
        allows("fd00:1::1", "a/x", "80/tcp", v4);
        Policy v6 = only("p", WEB, INGRESS, rule(DENY, List.of(networks("::/0"))));
        drops("fd00:1::1", "a/x", "icmp", v6);
        allows("198.51.100.1", "a/x", "80/tcp", v6);
        Policy masked = only("p", WEB, INGRESS, rule(DENY, List.of(networks("198.51.100.77/24"))));
        drops("198.51.100.1", "a/x", "80/tcp", masked);
        allows("198.51.101.1", "a/x", "80/tcp", masked);
    }

    @Test
    void exceptIsLeftOut() {
        Policy policy =
                network("p", WEB, INGRESS, rule(ACCEPT, List.of(networks("198.51.100.0/24", "198.51.100.128/25"))));
        allows("198.51.100.127", "a/x", "80/tcp", policy);
        drops("198.51.100.128", "a/x", "80/tcp", policy);
        drops("198.51.101.1", "a/x", "80/tcp", policy);
        Policy two = network(
                "p",
                WEB,
                INGRESS,
                rule(ACCEPT, List.of(networks("198.51.100.0/24", "198.51.100.128/25"), networks("198.51.100.200/32"))));
        allows("198.51.100.200", "a/x", "80/tcp", two);
        drops("198.51.100.201", "a/x", "80/tcp", two);
    }

    @Test
    void nodesAreTheirAddresses() {
        Policy deny = only("p", WEB, EGRESS, rule(DENY, List.of(new Peer.Nodes(LabelSelector.of("zone", "south")))));
        drops("a/x", "192.168.0.2", "80/tcp", deny);
        allows("a/x", "192.168.0.1", "80/tcp", deny);
        allows("a/x", "b/y", "80/tcp", deny);
    }

    @Test
    void endpointsAreThoseOfTheService() {
        Policy deny = only("p", WEB, EGRESS, rule(DENY, List.of(new Peer.Endpoints(ServiceKey.CLUSTER_DNS))));
        drops("a/x", "203.0.113.53", "53/udp", deny);
        allows("a/x", "203.0.113.54", "53/udp", deny);
        allows(
                "a/x",
                "203.0.113.53",
                "53/udp",
                only("p", WEB, EGRESS, rule(DENY, List.of(new Peer.Endpoints(ServiceKey.KUBE_API_SERVER)))));
    }

    @Test
    void podThatTalksToItselfIsNeverJudged() {
        Policy deny = only("p", ANYWHERE, INGRESS, rule(DENY, List.of(ANYONE)));
        allows("a/x", "a/x", "80/tcp", deny);
        allows("a/x", "a/x", "80/tcp", network("p", OF_A, INGRESS), network("q", OF_A, EGRESS));
        drops("a/z", "a/x", "80/tcp", deny);
    }

    @Test
    void ownNodeIsAnExceptionOfNetworkPolicyAlone() {
        allows("192.168.0.1", "a/x", "22/tcp", network("p", OF_A, INGRESS));
        drops("192.168.0.2", "a/x", "22/tcp", network("p", OF_A, INGRESS));
        drops("192.168.0.1", "a/x", "22/tcp", only("p", OF_A, INGRESS, rule(DENY, List.of(ANYONE))));
        drops("a/x", "192.168.0.1", "22/tcp", network("p", OF_A, EGRESS));
        Policy notAsWritten = network("p", OF_A, INGRESS);
        drops(
                "192.168.0.1",
                "a/x",
                "22/tcp",
                new Policy(
                        notAsWritten.key(),
                        "",
                        1,
                        Stage.NETWORK_POLICY,
                        0,
                        OF_A,
                        List.of(),
                        List.of(),
                        Set.of(INGRESS),
                        List.of(new Problem(Problem.Reason.UNKNOWN_FIELD, "spec.new", "unknown field"))));
    }

    // Sections 4 and 7

    @Test
    void wellKnownProbesAreTheOwnNodesToTheDeclaredPorts() {
        Policy policy = developer(
                "p", 1, rule(ACCEPT, List.of(new Peer.KubeletProbes()), tcp(8000, 8100)), rule(DENY, List.of(ANYONE)));
        Platform off = new Platform(false);
        assertThat(judge(off, "192.168.0.1", "a/x", "8080/tcp", policy).allows())
                .isTrue();
        assertThat(judge(off, "192.168.0.1", "a/x", "8081/tcp", policy).allows())
                .isFalse();
        assertThat(judge(off, "192.168.0.2", "a/x", "8080/tcp", policy).allows())
                .isFalse();
        assertThat(judge(off, "192.168.0.1", "a/x", "8080/udp", policy).allows())
                .isFalse();
        Policy elsewhere = developer(
                "p", 1, rule(ACCEPT, List.of(new Peer.KubeletProbes()), tcp(1, 99)), rule(DENY, List.of(ANYONE)));
        assertThat(judge(off, "192.168.0.1", "a/x", "8080/tcp", elsewhere).allows())
                .isFalse();
    }

    @Test
    void aPodMayReachItselfThroughAServiceWhereItsAddressIsKnown() {
        Policy deny = admin("p", 0, rule(DENY, List.of(ANYONE)));
        Platform known = new Platform(false, Set.of(IpAddress.parse("169.254.169.5")));
        assertThat(judge(known, "169.254.169.5", "a/x", "80/tcp", deny).allows())
                .isTrue();
        assertThat(judge(known, "169.254.169.6", "a/x", "80/tcp", deny).allows())
                .isFalse();
        assertThat(judge(new Platform(false), "169.254.169.5", "a/x", "80/tcp", deny)
                        .allows())
                .isFalse();
    }

    @Test
    void kubeletProbesPassAboveEveryStageUnlessSwitchedOff() {
        Policy deny = admin("p", 0, rule(DENY, List.of(ANYONE)));
        allows("192.168.0.1", "a/x", "8080/tcp", deny);
        drops("192.168.0.1", "a/x", "8081/tcp", deny);
        drops("192.168.0.2", "a/x", "8080/tcp", deny);
        drops("192.168.0.1", "a/x", "8080/udp", deny);
        drops("192.168.0.1", "a/z", "8080/tcp", deny);
        assertThat(judge(new Platform(false), "192.168.0.1", "a/x", "8080/tcp", deny)
                        .allows())
                .isFalse();
    }
}
