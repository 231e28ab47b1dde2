package dev.terrace.core.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.desired.Anchor;
import dev.terrace.core.desired.DesiredDelta;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.TierLayout;
import dev.terrace.core.desired.Zone;
import dev.terrace.core.full.FullTranslator;
import dev.terrace.core.full.Translation;
import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.Fact;
import dev.terrace.core.model.FactKey;
import dev.terrace.core.model.Platform;
import dev.terrace.core.row.LogMeter;
import dev.terrace.core.sample.SampleEvents;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A graph, beside it the full translator as its judge, and what a writer knows that was handed every delta. */
final class GraphUnderTest {

    private static final String OWNER = "test";

    private final PolicyGraph graph;
    private final FullTranslator judge;
    private DesiredImage handedOut = DesiredImage.EMPTY;

    GraphUnderTest(TierLayout layout, Platform platform) {
        this(layout, platform, Zone.WHOLE, Anchor.WHOLE);
    }

    GraphUnderTest(TierLayout layout, Platform platform, Zone zone, Anchor anchor) {
        graph = new PolicyGraph(
                OWNER, layout, platform, zone, anchor, LogMeter.DEFAULT_RATE, new AtomicLong()::incrementAndGet);
        judge = new FullTranslator(OWNER, layout, platform, zone, anchor, LogMeter.DEFAULT_RATE);
    }

    PolicyGraph graph() {
        return graph;
    }

    void upsert(Fact... facts) {
        for (Fact fact : facts) {
            graph.upsert(fact);
        }
    }

    void remove(FactKey... keys) {
        for (FactKey key : keys) {
            graph.remove(key);
        }
    }

    void apply(SampleEvents.Event event) {
        Fact fact = event.fact();
        if (fact == null) {
            graph.remove(event.key());
        } else {
            graph.upsert(fact);
        }
    }

    DesiredDelta flush() {
        DesiredDelta delta = graph.flush();
        handedOut = handedOut.with(delta);
        return delta;
    }

    /** Asserts that the graph is what the judge makes of the facts, on either way. */
    void assertRight(ClusterFacts facts) {
        Translation expected = judge.translate(facts);
        assertThat(graph.image().rows()).isEqualTo(expected.image().rows());
        assertThat(graph.exhausted()).isEqualTo(expected.exhausted());
        assertThat(graph.facts()).isEqualTo(facts);
    }

    /** The same, and that a writer has been told all of it, and that every index is as it must be. */
    void assertHandedOut(ClusterFacts facts) {
        flush();
        assertRight(facts);
        assertThat(handedOut).isEqualTo(graph.image());
        assertThat(graph.flush().isEmpty()).isTrue();
        graph.audit();
    }

    /** Takes everything away, in some order, and asserts that nothing is left. */
    void tearDown(@Nullable Random order) {
        List<Fact> facts = SampleEvents.factsOf(graph.facts());
        if (order != null) {
            Collections.shuffle(facts, order);
        }
        for (Fact fact : new ArrayList<>(facts)) {
            graph.remove(fact.key());
        }
        assertHandedOut(ClusterFacts.EMPTY);
        assertThat(graph.image().rows()).isEmpty();
    }
}
