package dev.terrace.core.contradiction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.model.Action;
import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.ContainerPort;
import dev.terrace.core.model.Direction;
import dev.terrace.core.model.Fact;
import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.IpBlock;
import dev.terrace.core.model.IpPrefix;
import dev.terrace.core.model.NamespaceFact;
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
import dev.terrace.core.model.Protocol;
import dev.terrace.core.model.Rule;
import dev.terrace.core.model.Stage;
import dev.terrace.core.sample.SampleCluster;
import dev.terrace.core.sample.SampleClusters;
import dev.terrace.core.selector.LabelSelector;
import dev.terrace.core.verdict.Connection;
import dev.terrace.core.verdict.FlowResolution;
import dev.terrace.core.verdict.ReferenceEvaluator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ContradictionsTest {

    private static final int FLOWS = 60;
    private static final LabelSelector ALL = LabelSelector.EVERYTHING;

    private static int disagreements;

    // Against plain questions

    /** Whatever two policies of equal priority say different things about is told, and what is told is so. */
    @Property(tries = 500)
    void foundIsWhatIs(@ForAll long seed) {
        SampleCluster sample = SampleClusters.of(seed, FLOWS);
        ClusterFacts facts = crowded(sample.facts(), seed);
        List<Contradiction> found = Contradictions.of(facts, kind -> true);

        for (Contradiction contradiction : found) {
            Policy first = policy(facts, contradiction.first().policy());
            Policy second = policy(facts, contradiction.second().policy());
            assertThat(Policy.BY_PRIORITY.compare(first, second)).isNegative();
            assertThat(disagree(facts, first, second, contradiction.direction(), contradiction.example()))
                    .as("%s", contradiction)
                    .isTrue();
        }
        Set<PolicyKey> told = found.stream()
                .flatMap(contradiction -> contradiction.policies().stream())
                .collect(Collectors.toSet());
        Map<PolicyKey, Set<PolicyKey>> with = new HashMap<>();
        connections(sample)
                .forEach(connection -> pairs(facts).forEach(pair -> {
                    for (Direction direction : Direction.values()) {
                        if (disagree(facts, pair.getFirst(), pair.getLast(), direction, connection)) {
                            disagreements++;
                            assertThat(told)
                                    .as("%s disagree about %s", pair, connection)
                                    .contains(
                                            pair.getFirst().key(),
                                            pair.getLast().key());
                            assertThat(with.computeIfAbsent(
                                            pair.getLast().key(), key -> contradicted(policy(facts, key), facts)))
                                    .contains(pair.getFirst().key());
                        }
                    }
                }));
    }

    /** Whom a policy contradicts, all of them, each told with a connection about which they do disagree. */
    private static Set<PolicyKey> contradicted(Policy policy, ClusterFacts facts) {
        return Contradictions.with(policy, facts, kind -> true).stream()
                .peek(contradiction -> assertThat(disagree(
                                facts,
                                policy(facts, contradiction.first().policy()),
                                policy(facts, contradiction.second().policy()),
                                contradiction.direction(),
                                contradiction.example()))
                        .isTrue())
                .flatMap(contradiction -> contradiction.policies().stream())
                .filter(key -> !key.equals(policy.key()))
                .collect(Collectors.toSet());
    }

    @AfterContainer
    static void enoughDisagreed() {
        assertThat(disagreements).isGreaterThan(400);
    }

    /** With the policies of other clusters, all of equal priority. */
    private static ClusterFacts crowded(ClusterFacts facts, long seed) {
        List<Fact> all = new ArrayList<>();
        all.addAll(facts.pods().values());
        all.addAll(facts.namespaces().values());
        all.addAll(facts.nodes().values());
        all.addAll(facts.endpointSlices().values());
        for (long other = seed; other < seed + 4; other++) {
            for (Policy policy : SampleClusters.of(other, 0).facts().policies().values()) {
                all.add(ranked(policy, policy.stage(), 0));
            }
        }
        return ClusterFacts.of(all);
    }

    private static Policy policy(ClusterFacts facts, PolicyKey key) {
        return Objects.requireNonNull(facts.policies().get(key));
    }

    private static boolean disagree(
            ClusterFacts facts, Policy first, Policy second, Direction direction, Connection connection) {
        PodFact side = direction == Direction.INGRESS ? connection.destinationPod() : connection.sourcePod();
        if (side == null
                || connection.isHairpin()
                || !Stream.of(first, second)
                        .allMatch(policy -> policy.subject().selects(side, facts.namespaceOf(side)))) {
            return false;
        }
        Action one = says(facts, first, direction, connection);
        Action other = says(facts, second, direction, connection);
        return one != null && other != null && one != other;
    }

    private static @Nullable Action says(
            ClusterFacts facts, Policy policy, Direction direction, Connection connection) {
        Rule rule = new ReferenceEvaluator(facts, Platform.DEFAULT, Policy.BY_PRIORITY)
                .firstMatch(policy, direction, connection);
        return rule == null ? null : rule.action();
    }

    private static Stream<List<Policy>> pairs(ClusterFacts facts) {
        List<Policy> policies = facts.policies().values().stream()
                .filter(policy -> policy.stage() != Stage.NETWORK_POLICY
                        && policy.key().kind() != PolicyKind.BASELINE_ADMIN_NETWORK_POLICY)
                .sorted(Policy.BY_PRIORITY)
                .toList();
        return policies.stream()
                .flatMap(first -> policies.stream()
                        .filter(second -> Policy.BY_PRIORITY.compare(first, second) < 0
                                && first.stage() == second.stage()
                                && first.priority() == second.priority())
                        .map(second -> List.of(first, second)));
    }

    private static Stream<Connection> connections(SampleCluster sample) {
        return sample.flows().stream().flatMap(flow -> switch (FlowResolution.of(flow, sample.facts())) {
            case FlowResolution.Resolved(Connection connection) -> Stream.of(connection);
            case FlowResolution.Unresolved _ -> Stream.of();
        });
    }

    // One by one

    private static final PodFact WEB =
            pod("shop", "web", "10.0.0.1", Set.of(new ContainerPort("http", Protocol.TCP, 8080)));
    private static final PodFact DB = pod("shop", "db", "10.0.0.2", Set.of());
    private static final PodFact MAIL = pod("post", "mail", "10.0.1.1", Set.of());

    private static final Peer ANYONE = new Peer.Anyone();

    @Test
    void anAcceptAndADenyOfTheSamePodContradict() {
        assertThat(among(
                        dnp("a", 5, rule(0, Action.ACCEPT, ANYONE, tcp(8080, 8080))),
                        dnp("b", 5, rule(0, Action.DENY, ANYONE, tcp(8000, 9000)))))
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.path(found.second().policy())).isEqualTo("spec.ingress[0]");
                    assertThat(found.message(found.second().policy()))
                            .isEqualTo("has the priority of dnp/shop/a, 5, and says Deny of tcp 8080 from post/mail to "
                                    + "shop/db where that says Accept by spec.ingress[0]; dnp/shop/a is asked first "
                                    + "and decides");
                });
    }

    @Test
    void otherPrioritiesPortsPeersPodsOrEqualActionsDoNot() {
        Rule accept = rule(0, Action.ACCEPT, ANYONE, tcp(80, 90));
        assertThat(among(dnp("a", 5, accept), dnp("b", 6, rule(0, Action.DENY, ANYONE))))
                .isEmpty();
        assertThat(among(dnp("a", 5, accept), dnp("b", 5, rule(0, Action.DENY, ANYONE, tcp(91, 91)))))
                .isEmpty();
        assertThat(among(dnp("a", 5, accept), dnp("b", 5, rule(0, Action.ACCEPT, ANYONE))))
                .isEmpty();
        assertThat(among(
                        dnp("a", 5, rule(0, Action.ACCEPT, networks("192.0.2.0/25"))),
                        dnp("b", 5, rule(0, Action.DENY, networks("192.0.2.128/25")))))
                .isEmpty();
        assertThat(among(
                        policy(cnp("a"), PodSelection.in("shop", ALL), 5, accept),
                        policy(cnp("b"), PodSelection.in("post", ALL), 5, rule(0, Action.DENY, ANYONE))))
                .isEmpty();
    }

    @Test
    void aRuleThatStandsBehindAnotherSaysNothing() {
        Rule accept = rule(0, Action.ACCEPT, networks("192.0.2.0/24"));
        Rule deny = rule(1, Action.DENY, ANYONE);
        assertThat(among(dnp("a", 5, accept, deny), dnp("b", 5, accept, deny))).isEmpty();
        assertThat(among(
                        dnp("a", 5, accept, deny), dnp("b", 5, rule(0, Action.ACCEPT, networks("192.0.2.0/25")), deny)))
                .singleElement()
                .satisfies(found -> assertThat(found.example().source()).isEqualTo(IpAddress.parse("192.0.2.128")));
    }

    @Test
    void developersOfDifferentNamespacesNeverContradict() {
        Policy other = policy(
                new PolicyKey(PolicyKind.DEVELOPER_NETWORK_POLICY, "post", "b"),
                PodSelection.in("post", ALL),
                5,
                rule(0, Action.DENY, ANYONE));
        assertThat(among(dnp("a", 5, rule(0, Action.ACCEPT, ANYONE)), other)).isEmpty();
    }

    @Test
    void theKindsOfOneStageContradictAndThoseOfTwoDoNot() {
        Rule accept = rule(0, Action.ACCEPT, ANYONE);
        Rule pass = rule(0, Action.PASS, ANYONE);
        PodSelection everybody = PodSelection.across(ALL, ALL);
        Policy admin = policy(new PolicyKey(PolicyKind.ADMIN_NETWORK_POLICY, "", "a"), everybody, 0, pass);
        Policy baseline =
                policy(new PolicyKey(PolicyKind.BASELINE_ADMIN_NETWORK_POLICY, "", "default"), everybody, 0, accept);

        assertThat(among(policy(cnp("b"), everybody, 0, accept), admin))
                .singleElement()
                .satisfies(found -> assertThat(found.policies()).containsExactly(cnp("b"), admin.key()));
        assertThat(among(ranked(policy(cnp("b"), everybody, 0, pass), Stage.BASELINE, 0), baseline))
                .isEmpty();
        assertThat(among(ranked(policy(cnp("b"), everybody, 0, accept), Stage.BASELINE, 0), admin))
                .isEmpty();
    }

    @Test
    void kindsThatSomebodyElseProgramsAreNotCompared() {
        PodSelection everybody = PodSelection.across(ALL, ALL);
        ClusterFacts facts = facts(
                policy(cnp("b"), everybody, 0, rule(0, Action.ACCEPT, ANYONE)),
                policy(
                        new PolicyKey(PolicyKind.ADMIN_NETWORK_POLICY, "", "a"),
                        everybody,
                        0,
                        rule(0, Action.DENY, ANYONE)));
        assertThat(Contradictions.of(facts, kind -> kind == PolicyKind.CLUSTER_NETWORK_POLICY))
                .isEmpty();
    }

    @Test
    void aNamedPortIsWhatItIsOnThePod() {
        PortMatch http = new PortMatch.Named("http", Set.of(Protocol.TCP));
        Rule accept = rule(0, Action.ACCEPT, new Peer.Pods(PodSelection.across(ALL, ALL)), http);
        assertThat(among(dnp("a", 5, accept), dnp("b", 5, rule(0, Action.DENY, ANYONE, tcp(8080, 8080)))))
                .singleElement()
                .satisfies(found -> assertThat(found.example().destinationPod()).isEqualTo(WEB));
        assertThat(among(dnp("a", 5, accept), dnp("b", 5, rule(0, Action.DENY, ANYONE, tcp(80, 80)))))
                .isEmpty();
    }

    @Test
    void aPodAloneDoesNotContradictAboutItself() {
        PodSelection mail = PodSelection.in("post", ALL);
        Rule accept = rule(0, Action.ACCEPT, new Peer.Pods(mail));
        Rule deny = rule(0, Action.DENY, ANYONE);
        assertThat(among(policy(cnp("a"), mail, 5, accept), policy(cnp("b"), mail, 5, deny)))
                .isEmpty();
    }

    @Test
    void eachPolicyIsToldOnceOfManyThatDisagree() {
        Policy[] policies = Stream.iterate(0, i -> i + 1)
                .limit(20)
                .map(i -> dnp("p" + (char) ('a' + i), 5, rule(0, i % 2 == 0 ? Action.ACCEPT : Action.DENY, ANYONE)))
                .toArray(Policy[]::new);
        List<Contradiction> found = among(policies);
        assertThat(found).hasSizeLessThanOrEqualTo(20);
        assertThat(found.stream().flatMap(contradiction -> contradiction.policies().stream()))
                .contains(Stream.of(policies).map(Policy::key).toArray(PolicyKey[]::new));
    }

    private static List<Contradiction> among(Policy... policies) {
        return Contradictions.of(facts(policies), kind -> true);
    }

    private static ClusterFacts facts(Policy... policies) {
        List<Fact> facts = new ArrayList<>(List.of(policies));
        facts.addAll(List.of(WEB, DB, MAIL, new NamespaceFact("shop", Map.of()), new NamespaceFact("post", Map.of())));
        return ClusterFacts.of(facts);
    }

    private static PodFact pod(String namespace, String name, String address, Set<ContainerPort> ports) {
        return new PodFact(
                new PodKey(namespace, name),
                Map.of(),
                null,
                List.of(IpAddress.parse(address)),
                PodNetwork.CLUSTER,
                false,
                ports,
                Set.of());
    }

    private static PolicyKey cnp(String name) {
        return new PolicyKey(PolicyKind.CLUSTER_NETWORK_POLICY, "", name);
    }

    private static Policy dnp(String name, int priority, Rule... ingress) {
        return policy(
                new PolicyKey(PolicyKind.DEVELOPER_NETWORK_POLICY, "shop", name),
                PodSelection.in("shop", ALL),
                priority,
                ingress);
    }

    private static Policy policy(PolicyKey key, PodSelection subject, int priority, Rule... ingress) {
        Stage stage = switch (key.kind()) {
            case CLUSTER_NETWORK_POLICY, ADMIN_NETWORK_POLICY -> Stage.ADMIN;
            case DEVELOPER_NETWORK_POLICY -> Stage.DEVELOPER;
            case NETWORK_POLICY -> Stage.NETWORK_POLICY;
            case BASELINE_ADMIN_NETWORK_POLICY -> Stage.BASELINE;
        };
        return new Policy(key, "", 1, stage, priority, subject, List.of(ingress), List.of(), Set.of(), List.of());
    }

    private static Policy ranked(Policy policy, Stage stage, int priority) {
        return new Policy(
                policy.key(),
                policy.uid(),
                policy.generation(),
                stage,
                priority,
                policy.subject(),
                policy.ingress(),
                policy.egress(),
                policy.isolates(),
                policy.problems());
    }

    private static Rule rule(int index, Action action, Peer peer, PortMatch... ports) {
        return new Rule(index, "", action, List.of(peer), List.of(ports));
    }

    private static PortMatch tcp(int start, int end) {
        return new PortMatch.Numbers(Protocol.TCP, new PortRange(start, end));
    }

    private static Peer networks(String cidr) {
        return new Peer.Networks(List.of(IpBlock.of(IpPrefix.parse(cidr))));
    }
}
