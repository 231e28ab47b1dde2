package dev.terrace.core.full;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.acl.AclPipeline;
import dev.terrace.core.acl.AclVerdict;
import dev.terrace.core.desired.TierLayout;
import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.Platform;
import dev.terrace.core.sample.SampleCluster;
import dev.terrace.core.sample.SampleClusters;
import dev.terrace.core.verdict.Connection;
import dev.terrace.core.verdict.Flow;
import dev.terrace.core.verdict.FlowResolution;
import dev.terrace.core.verdict.ReferenceEvaluator;
import dev.terrace.core.verdict.Verdict;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;

/** The translated rows mean what the semantics say: two readers that share no code agree on every packet. */
final class TranslationMeaningTest {

    private static final TierLayout LAYOUT = TierLayout.STANDALONE;
    private static final int FLOWS_PER_CLUSTER = 60;

    private static int judged;

    @Property(tries = 1500)
    void rowsAndSemanticsAgree(@ForAll long seed) {
        SampleCluster sample = SampleClusters.of(seed, FLOWS_PER_CLUSTER);
        ClusterFacts facts = sample.facts();
        ReferenceEvaluator reference = new ReferenceEvaluator(facts, Platform.DEFAULT, LAYOUT.order());
        Translation translation = new FullTranslator("test", LAYOUT, Platform.DEFAULT).translate(facts);
        AclPipeline acls = new AclPipeline(translation.image());

        assertThat(acls.notInstalled()).isEmpty();
        assertThat(translation.exhausted()).isEmpty();
        for (Flow flow : sample.flows()) {
            if (FlowResolution.of(flow, facts) instanceof FlowResolution.Resolved(Connection connection)) {
                Verdict expected = reference.judge(connection);
                AclVerdict seen = AclVerdict.of(acls, connection);
                assertThat(seen.allows())
                        .as("%s: expected %s, by ACLs %s", flow, expected, seen)
                        .isEqualTo(expected.allows());
                judged++;
            }
        }
    }

    /** The bar that the number of judged flows must not fall below, whatever becomes of the generator. */
    @AfterContainer
    static void enoughWasAsked() {
        assertThat(judged).isGreaterThanOrEqualTo(20_000);
    }
}
