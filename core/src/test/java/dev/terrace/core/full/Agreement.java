package dev.terrace.core.full;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.acl.AclPipeline;
import dev.terrace.core.acl.AclVerdict;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.TierLayout;
import dev.terrace.core.model.Platform;
import dev.terrace.core.sample.SampleCluster;
import dev.terrace.core.verdict.Connection;
import dev.terrace.core.verdict.Flow;
import dev.terrace.core.verdict.FlowResolution;
import dev.terrace.core.verdict.ReferenceEvaluator;
import dev.terrace.core.verdict.Verdict;

/** The flows of a sample, judged by the semantics and by rows. */
final class Agreement {

    /** The bar that the number of judged flows must not fall below, whatever becomes of the generator. */
    static final int ENOUGH = 20_000;

    private Agreement() {}

    /**
     * Asserts that both judge alike.
     *
     * @return how many flows were judged
     */
    static int of(SampleCluster sample, Platform platform, TierLayout layout, DesiredImage rows) {
        ReferenceEvaluator reference = new ReferenceEvaluator(sample.facts(), platform, layout.order());
        AclPipeline acls = new AclPipeline(rows);
        assertThat(acls.notInstalled()).isEmpty();
        int judged = 0;
        for (Flow flow : sample.flows()) {
            if (FlowResolution.of(flow, sample.facts()) instanceof FlowResolution.Resolved(Connection connection)) {
                Verdict expected = reference.judge(connection);
                AclVerdict seen = AclVerdict.of(acls, connection);
                assertThat(seen.allows())
                        .as("%s: expected %s, by ACLs %s", flow, expected, seen)
                        .isEqualTo(expected.allows());
                judged++;
            }
        }
        return judged;
    }
}
