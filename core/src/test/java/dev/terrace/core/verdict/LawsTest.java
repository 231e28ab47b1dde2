package dev.terrace.core.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.TierLayout;
import dev.terrace.core.full.FullTranslator;
import dev.terrace.core.model.Action;
import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.Fact;
import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.Platform;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.PodKey;
import dev.terrace.core.model.PodNetwork;
import dev.terrace.core.model.PodSelection;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PolicyKey;
import dev.terrace.core.model.PolicyKind;
import dev.terrace.core.model.Rule;
import dev.terrace.core.model.Stage;
import dev.terrace.core.sample.SampleCluster;
import dev.terrace.core.sample.SampleClusters;
import dev.terrace.core.selector.LabelSelector;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * The laws of {@code docs/design/policy-semantics.md}, section 8, that speak of verdicts. L6 stands with the decoding,
 * in k8s-watcher; L8 with the graph.
 */
final class LawsTest {

    private static final int FLOWS = 40;
    private static final String ADDED = "added";

    @Property(tries = 300)
    void l1AcceptOnlyDeveloperPolicyNeverTurnsAllowIntoDeny(@ForAll long seed) {
        whenADeveloperPolicyIsAdded(
                seed,
                Action.ACCEPT,
                (before, after) -> assertThat(before && !after).isFalse());
    }

    @Property(tries = 300)
    void l2DenyOnlyDeveloperPolicyNeverTurnsDenyIntoAllow(@ForAll long seed) {
        whenADeveloperPolicyIsAdded(
                seed,
                Action.DENY,
                (before, after) -> assertThat(!before && after).isFalse());
    }

    @Property(tries = 200)
    void l3PolicyWithoutRulesChangesNothing(@ForAll long seed) {
        SampleCluster sample = SampleClusters.of(seed, FLOWS);
        Stream.of(Stage.ADMIN, Stage.DEVELOPER, Stage.BASELINE).forEach(stage -> {
            Policy empty = policyOf(sample, seed, stage, List.of());
            assertSameVerdicts(sample, sample.facts(), with(sample.facts(), empty));
        });
    }

    @Property(tries = 200)
    void l4OrderOfCreationIsIrrelevant(@ForAll long seed) {
        SampleCluster sample = SampleClusters.of(seed, FLOWS);
        List<Fact> facts = factsOf(sample.facts());
        Collections.shuffle(facts, new Random(seed));
        ClusterFacts shuffled = ClusterFacts.of(facts);

        assertSameVerdicts(sample, sample.facts(), shuffled);
        assertThat(translate(shuffled)).isEqualTo(translate(sample.facts()));
    }

    @Property(tries = 200)
    void l5WithoutDeveloperPoliciesTheirStageSaysNothing(@ForAll long seed) {
        SampleCluster sample = SampleClusters.of(seed, FLOWS);
        ClusterFacts upstream = only(sample.facts(), policy -> policy.stage() != Stage.DEVELOPER);

        connections(sample, upstream).forEach(connection -> {
            Verdict verdict = evaluator(upstream).judge(connection);
            Stream.of(verdict.egress(), verdict.ingress()).forEach(side -> {
                if (side instanceof SideVerdict.Judged judged) {
                    assertThat(judged.walk())
                            .filteredOn(step -> step.stage() == Stage.DEVELOPER)
                            .allMatch(step -> step.action() == null);
                }
            });
        });
    }

    @Property(tries = 200)
    void l7PodThatNoSelectorMatchesChangesNoOtherVerdict(@ForAll long seed) {
        SampleCluster sample = SampleClusters.of(seed, FLOWS);
        PodFact stranger = new PodFact(
                new PodKey("stranger", ADDED),
                Map.of("app", "z"),
                null,
                List.of(IpAddress.parse("10.99.0.1")),
                PodNetwork.CLUSTER,
                false,
                Set.of(),
                Set.of());
        ClusterFacts facts = sample.facts();
        boolean selected = facts.policies().values().stream()
                .anyMatch(policy -> policy.subject().selects(stranger, facts.namespaceOf(stranger)));
        if (!selected) {
            assertSameVerdicts(sample, facts, with(facts, stranger));
        }
    }

    private static void whenADeveloperPolicyIsAdded(long seed, Action action, BiConsumer<Boolean, Boolean> law) {
        SampleCluster sample = SampleClusters.of(seed, FLOWS);
        ClusterFacts facts = sample.facts();
        List<Rule> rules = SampleClusters.of(seed + 1, 0).facts().policies().values().stream()
                .flatMap(policy -> policy.ingress().stream())
                .map(rule -> new Rule(rule.index(), rule.name(), action, rule.peers(), rule.ports()))
                .toList();
        ClusterFacts more = with(facts, policyOf(sample, seed, Stage.DEVELOPER, rules));
        ReferenceEvaluator before = evaluator(facts);
        ReferenceEvaluator after = evaluator(more);
        connections(sample, facts)
                .forEach(connection -> law.accept(
                        before.judge(connection).allows(),
                        after.judge(connection).allows()));
    }

    /**
     * A policy for everything, first in its stage. L1 and L2 speak of a stage without {@code Pass}, which it may
     * shadow.
     */
    private static Policy policyOf(SampleCluster sample, long seed, Stage stage, List<Rule> ingress) {
        String namespace = sample.facts().pods().keySet().iterator().next().namespace();
        PolicyKind kind =
                stage == Stage.DEVELOPER ? PolicyKind.DEVELOPER_NETWORK_POLICY : PolicyKind.CLUSTER_NETWORK_POLICY;
        return new Policy(
                new PolicyKey(kind, stage == Stage.DEVELOPER ? namespace : "", ADDED),
                "",
                1,
                stage,
                Math.floorMod(seed, 5),
                PodSelection.in(namespace, LabelSelector.EVERYTHING),
                ingress,
                List.of(),
                Set.of(),
                List.of());
    }

    private static void assertSameVerdicts(SampleCluster sample, ClusterFacts before, ClusterFacts after) {
        connections(sample, before)
                .forEach(connection -> assertThat(evaluator(after).judge(connection))
                        .isEqualTo(evaluator(before).judge(connection)));
    }

    private static Stream<Connection> connections(SampleCluster sample, ClusterFacts facts) {
        return sample.flows().stream().flatMap(flow -> switch (FlowResolution.of(flow, facts)) {
            case FlowResolution.Resolved(Connection connection) -> Stream.of(connection);
            case FlowResolution.Unresolved unresolved -> Stream.empty();
        });
    }

    private static ReferenceEvaluator evaluator(ClusterFacts facts) {
        return new ReferenceEvaluator(facts, Platform.DEFAULT, Policy.BY_PRIORITY);
    }

    private static DesiredImage translate(ClusterFacts facts) {
        return new FullTranslator("test", TierLayout.STANDALONE, Platform.DEFAULT)
                .translate(facts)
                .image();
    }

    private static ClusterFacts with(ClusterFacts facts, Fact added) {
        List<Fact> all = factsOf(facts);
        all.add(added);
        return ClusterFacts.of(all);
    }

    private static ClusterFacts only(ClusterFacts facts, Predicate<Policy> wanted) {
        List<Fact> all = factsOf(facts);
        all.removeIf(fact -> fact instanceof Policy policy && !wanted.test(policy));
        return ClusterFacts.of(all);
    }

    private static List<Fact> factsOf(ClusterFacts facts) {
        List<Fact> all = new ArrayList<>();
        all.addAll(facts.pods().values());
        all.addAll(facts.namespaces().values());
        all.addAll(facts.nodes().values());
        all.addAll(facts.endpointSlices().values());
        all.addAll(facts.policies().values());
        return all;
    }
}
