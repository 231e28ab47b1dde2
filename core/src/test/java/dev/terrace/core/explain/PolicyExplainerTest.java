package dev.terrace.core.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.explain.RuleExplanation.Effect;
import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.Direction;
import dev.terrace.core.model.Platform;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PolicyKey;
import dev.terrace.core.model.Rule;
import dev.terrace.core.sample.SampleClusters;
import dev.terrace.core.space.FlowSpace;
import dev.terrace.core.space.RandomConnections;
import dev.terrace.core.space.World;
import dev.terrace.core.verdict.Connection;
import dev.terrace.core.verdict.Decider;
import dev.terrace.core.verdict.ReferenceEvaluator;
import dev.terrace.core.verdict.SideVerdict;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;

/** What is said of a rule is so: it decides its example, and where it decides nothing no flow finds it deciding. */
final class PolicyExplainerTest {

    private static final int FLOWS = 300;

    private static int deciding;
    private static int shadowed;
    private static int matchingNothing;

    private record RuleKey(PolicyKey policy, Direction direction, int index) {}

    @Property(tries = 250)
    void rulesDecideWhatIsSaid(@ForAll long seed) {
        ClusterFacts facts = SampleClusters.of(seed, 0).facts();
        World world = new World(facts, Platform.DEFAULT, Policy.BY_PRIORITY);
        ReferenceEvaluator reference = new ReferenceEvaluator(facts, world.platform(), world.order());
        Set<RuleKey> seen = new HashSet<>();
        RandomConnections.of(new FlowSpace(List.of(world)), facts, FLOWS, new Random(seed))
                .forEach(connection ->
                        seen.addAll(deciding(reference, connection).toList()));

        PolicyExplainer explainer = new PolicyExplainer(world, _ -> true);
        for (Policy policy : facts.policies().values()) {
            PolicyExplanation explanation = explainer.explain(policy);
            assertThat(explanation.bound())
                    .isEqualTo(facts.pods().values().stream()
                            .filter(pod -> policy.subject().selects(pod, facts.namespaceOf(pod)))
                            .map(PodFact::key)
                            .sorted()
                            .toList());
            for (RuleExplanation rule : explanation.rules()) {
                RuleKey key =
                        new RuleKey(policy.key(), rule.direction(), rule.rule().index());
                switch (rule.effect()) {
                    case Effect.Decides(Connection example) -> {
                        assertThat(deciding(reference, example)).contains(key);
                        deciding++;
                    }
                    case Effect.MatchesNothing() -> {
                        assertThat(seen).doesNotContain(key);
                        assertAloneDecidesNothing(world, policy, key, seed);
                        matchingNothing++;
                    }
                    case Effect.Shadowed(List<Decider> by) -> {
                        assertThat(seen).doesNotContain(key);
                        assertThat(by).isNotEmpty();
                        shadowed++;
                    }
                }
            }
        }
    }

    /** What matches nothing would decide nothing if it were alone. */
    private static void assertAloneDecidesNothing(World world, Policy policy, RuleKey key, long seed) {
        List<Rule> alone = policy.rules(key.direction()).stream()
                .filter(rule -> rule.index() == key.index())
                .toList();
        Policy only = policy;
        for (Direction direction : Direction.values()) {
            only = only.with(direction, direction == key.direction() ? alone : List.of(), policy.isolates());
        }
        Policy changed = only;
        ClusterFacts facts = Neighbourhood.changed(world.facts(), policy.key(), _ -> changed)
                .only(kept -> kept.key().equals(policy.key()));
        ReferenceEvaluator reference = new ReferenceEvaluator(facts, new Platform(false), world.order());
        FlowSpace space = new FlowSpace(List.of(new World(facts, new Platform(false), world.order())));
        RandomConnections.of(space, facts, FLOWS, new Random(seed))
                .forEach(connection ->
                        assertThat(deciding(reference, connection)).doesNotContain(key));
    }

    private static Stream<RuleKey> deciding(ReferenceEvaluator reference, Connection connection) {
        var verdict = reference.judge(connection);
        return Stream.of(Direction.values())
                .flatMap(direction -> FlowExplainer.side(verdict, direction) instanceof SideVerdict.Judged judged
                        ? judged.walk().stream()
                                .flatMap(
                                        step -> step.decider() instanceof Decider.ByRule(var policy, int rule, String _)
                                                ? Stream.of(new RuleKey(policy, direction, rule))
                                                : Stream.empty())
                        : Stream.empty());
    }

    @AfterContainer
    static void everyAnswerWasGiven() {
        assertThat(List.of(deciding, shadowed, matchingNothing)).allMatch(count -> count >= 100);
    }
}
