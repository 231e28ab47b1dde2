package dev.terrace.core.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.ExternalIds;
import dev.terrace.core.desired.TierLayout;
import dev.terrace.core.full.FullTranslator;
import dev.terrace.core.model.Action;
import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.Direction;
import dev.terrace.core.model.Platform;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PolicyKind;
import dev.terrace.core.model.Rule;
import dev.terrace.core.sample.SampleCluster;
import dev.terrace.core.sample.SampleClusters;
import dev.terrace.core.space.World;
import dev.terrace.core.verdict.Connection;
import dev.terrace.core.verdict.Decider;
import dev.terrace.core.verdict.FlowResolution;
import dev.terrace.core.verdict.ReferenceEvaluator;
import dev.terrace.core.verdict.SideVerdict;
import dev.terrace.core.verdict.Verdict;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** An explanation is about the verdict that the semantics give, and what it says would turn it does. */
final class FlowExplainerTest {

    private static final int FLOWS = 30;

    @Property(tries = 400)
    void explainsTheVerdictOfTheWholeCluster(@ForAll long seed) {
        SampleCluster sample = SampleClusters.of(seed, FLOWS);
        FlowExplainer explainer = new FlowExplainer(world(sample.facts()));
        connections(sample).forEach(connection -> {
            FlowExplanation explanation = explainer.explain(connection);
            assertThat(explanation.verdict()).isEqualTo(judge(sample.facts(), connection));
            for (SideExplanation side : explanation.sides()) {
                assertThat(side.stages().stream().map(StageExplanation::walk).toList())
                        .isEqualTo(side.verdict() instanceof SideVerdict.Judged judged ? judged.walk() : List.of());
            }
        });
    }

    /** What turns a verdict is among what decided, so looking at every rule of every policy finds no more. */
    @Property(tries = 150)
    void saysNothingTurnsItOnlyWhereNoSingleRuleDoes(@ForAll long seed) {
        SampleCluster sample = SampleClusters.of(seed, FLOWS / 3);
        FlowExplainer explainer = new FlowExplainer(world(sample.facts()));
        connections(sample).forEach(connection -> {
            FlowExplanation explanation = explainer.explain(connection);
            boolean allows = explanation.verdict().allows();
            boolean turns = sample.facts().policies().values().stream()
                    .flatMap(policy ->
                            Stream.concat(rulesChanged(policy), allows ? Stream.empty() : isolationsChanged(policy)))
                    .anyMatch(changed ->
                            judge(with(sample.facts(), changed), connection).allows() != allows);
            assertThat(explanation.flip() != null).as("%s", explanation).isEqualTo(turns);
        });
    }

    @Property(tries = 300)
    void rowsThatCarryAFlowSayTheSameAndNameWhoDecides(@ForAll long seed) {
        SampleCluster sample = SampleClusters.of(seed, FLOWS);
        FlowExplainer explainer = new FlowExplainer(world(sample.facts()));
        FullTranslator translator = new FullTranslator("test", TierLayout.STANDALONE, Platform.DEFAULT);
        DesiredImage image = translator.translate(sample.facts()).image();
        connections(sample).forEach(connection -> {
            FlowExplanation explanation = explainer.explain(connection);
            CarryingRows rows = CarryingRows.of(connection, sample.facts(), translator);
            assertThat(rows).isEqualTo(CarryingRows.of(connection, image));
            assertThat(rows.allows()).isEqualTo(explanation.verdict().allows());
            assertNamed(explanation.egress(), rows.egress());
            assertNamed(explanation.ingress(), rows.ingress());
        });
    }

    private static void assertNamed(SideExplanation side, List<AclRow> rows) {
        List<String> named = side.stages().stream()
                .map(stage -> stage.walk().decider())
                .flatMap(decider -> decider instanceof Decider.ByRule(var policy, int rule, String _)
                                && policy.kind() != PolicyKind.NETWORK_POLICY
                        ? Stream.of(policy.name() + " " + rule)
                        : Stream.empty())
                .toList();
        List<String> carried = rows.stream()
                .map(AclRow::externalIds)
                .filter(ids -> ids.containsKey(ExternalIds.KIND)
                        && !PolicyKind.NETWORK_POLICY.kind().equals(ids.get(ExternalIds.KIND)))
                .map(ids -> ids.get(ExternalIds.POLICY) + " " + ids.get(ExternalIds.RULE))
                .toList();
        // Rules of one policy with one action share a priority, so another of them may be the row that matched.
        assertThat(carried.stream().map(FlowExplainerTest::policy).toList())
                .isEqualTo(named.stream().map(FlowExplainerTest::policy).toList());
    }

    private static String policy(String rule) {
        return rule.substring(0, rule.indexOf(' '));
    }

    private static Stream<Policy> rulesChanged(Policy policy) {
        List<Policy> changes = new ArrayList<>();
        for (Direction direction : Direction.values()) {
            List<Rule> rules = policy.rules(direction);
            for (int i = 0; i < rules.size(); i++) {
                Rule rule = rules.get(i);
                List<Rule> without = new ArrayList<>(rules);
                without.remove(i);
                changes.add(policy.with(direction, without, policy.isolates()));
                if (policy.key().kind() == PolicyKind.NETWORK_POLICY) {
                    continue;
                }
                for (Action action : Action.values()) {
                    if (action == Action.PASS && policy.key().kind() == PolicyKind.BASELINE_ADMIN_NETWORK_POLICY) {
                        continue;
                    }
                    List<Rule> other = new ArrayList<>(rules);
                    other.set(i, new Rule(rule.index(), rule.name(), action, rule.peers(), rule.ports()));
                    changes.add(policy.with(direction, other, policy.isolates()));
                }
            }
        }
        return changes.stream();
    }

    /** Only what isolates drops by it; where a rule accepts, to isolate no more is not the change of a rule. */
    private static Stream<Policy> isolationsChanged(Policy policy) {
        return policy.isolates().stream().map(direction -> {
            EnumSet<Direction> others = EnumSet.copyOf(policy.isolates());
            others.remove(direction);
            return policy.with(direction, List.of(), others);
        });
    }

    private static ClusterFacts with(ClusterFacts facts, Policy changed) {
        return Neighbourhood.changed(facts, changed.key(), _ -> changed);
    }

    private static World world(ClusterFacts facts) {
        return new World(facts, Platform.DEFAULT, TierLayout.STANDALONE.order());
    }

    private static Verdict judge(ClusterFacts facts, Connection connection) {
        return new ReferenceEvaluator(facts, Platform.DEFAULT, TierLayout.STANDALONE.order()).judge(connection);
    }

    private static Stream<Connection> connections(SampleCluster sample) {
        return sample.flows().stream()
                .map(flow -> FlowResolution.of(flow, sample.facts()))
                .flatMap(resolution -> resolution instanceof FlowResolution.Resolved(Connection connection)
                        ? Stream.of(connection)
                        : Stream.empty());
    }
}
