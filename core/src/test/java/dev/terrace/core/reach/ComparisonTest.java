package dev.terrace.core.reach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.Platform;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PolicyKey;
import dev.terrace.core.sample.SampleClusters;
import dev.terrace.core.space.FlowClass;
import dev.terrace.core.space.FlowSpace;
import dev.terrace.core.space.RandomConnections;
import dev.terrace.core.space.World;
import dev.terrace.core.verdict.Connection;
import dev.terrace.core.verdict.ReferenceEvaluator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;

/** A flow is among the changes if and only if its verdict is another, and then once. */
final class ComparisonTest {

    private static final int FLOWS = 300;

    private static int changed;
    private static int unchanged;

    @Property(tries = 400)
    void changesAreTheFlowsWhoseVerdictIsAnother(@ForAll long seed) {
        Random random = new Random(seed);
        ClusterFacts facts = SampleClusters.of(seed, 0).facts();
        World before = world(facts);
        World after = world(changed(facts, SampleClusters.of(seed + 1, 0).facts(), random));
        ReferenceEvaluator was = new ReferenceEvaluator(before.facts(), before.platform(), before.order());
        ReferenceEvaluator is = new ReferenceEvaluator(after.facts(), after.platform(), after.order());

        List<VerdictChange> changes = Comparison.of(before, after);

        for (VerdictChange change : changes) {
            assertThat(was.judge(change.example()).allows()).isEqualTo(!change.allowed());
            assertThat(is.judge(change.example()).allows()).isEqualTo(change.allowed());
        }
        FlowSpace space = new FlowSpace(List.of(before, after));
        for (Connection connection : RandomConnections.of(space, facts, FLOWS, random)) {
            boolean allowed = is.judge(connection).allows();
            FlowClass flows = space.classOf(connection, 1);
            long found = changes.stream()
                    .filter(change -> change.from().index() == flows.from().index()
                            && change.to().index() == flows.to().index()
                            && change.relation() == flows.relation()
                            && change.traffic().contains(flows.traffic())
                            && change.allowed() == allowed)
                    .count();
            boolean other = was.judge(connection).allows() != allowed;
            assertThat(found).as("%s", connection).isEqualTo(other ? 1 : 0);
            if (other) {
                changed++;
            } else {
                unchanged++;
            }
        }
    }

    @Property(tries = 50)
    void nothingChangesWhereNothingIsChanged(@ForAll long seed) {
        World world = world(SampleClusters.of(seed, 0).facts());
        assertThat(Comparison.of(world, world)).isEmpty();
    }

    @AfterContainer
    static void bothWereSeen() {
        assertThat(changed).isGreaterThan(1_500);
        assertThat(unchanged).isGreaterThan(20_000);
    }

    /** Some policies of another cluster come, some go. */
    private static ClusterFacts changed(ClusterFacts facts, ClusterFacts other, Random random) {
        Map<PolicyKey, Policy> policies = new HashMap<>(facts.policies());
        facts.policies().keySet().stream().filter(_ -> random.nextInt(3) == 0).forEach(policies::remove);
        other.policies().forEach((key, policy) -> {
            if (random.nextInt(3) == 0) {
                policies.put(key, policy);
            }
        });
        return new ClusterFacts(facts.pods(), facts.namespaces(), facts.nodes(), facts.endpointSlices(), policies);
    }

    private static World world(ClusterFacts facts) {
        return new World(facts, Platform.DEFAULT, Policy.BY_PRIORITY);
    }
}
