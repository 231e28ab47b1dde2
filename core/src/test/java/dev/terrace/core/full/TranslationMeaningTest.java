package dev.terrace.core.full;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.desired.TierLayout;
import dev.terrace.core.model.Platform;
import dev.terrace.core.sample.SampleCluster;
import dev.terrace.core.sample.SampleClusters;
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
        Platform platform = SampleClusters.platform(seed);
        Translation translation = new FullTranslator("test", LAYOUT, platform).translate(sample.facts());
        assertThat(translation.exhausted()).isEmpty();
        judged += Agreement.of(sample, platform, LAYOUT, translation.image());
    }

    @AfterContainer
    static void enoughWasAsked() {
        assertThat(judged).isGreaterThanOrEqualTo(Agreement.ENOUGH);
    }
}
