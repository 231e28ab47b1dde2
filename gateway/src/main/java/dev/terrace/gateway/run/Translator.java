package dev.terrace.gateway.run;

import dev.terrace.core.desired.TierLayout;
import dev.terrace.core.desired.Zone;
import dev.terrace.core.full.FullTranslator;
import dev.terrace.core.graph.PolicyGraph;
import dev.terrace.core.model.Platform;

/**
 * How facts become rows, in both ways.
 *
 * @param owner the instance that owns the rows, not empty
 * @param layout where the stages live in OVN
 * @param platform which built-in rules are on
 * @param zone whose ports are subjects
 */
public record Translator(String owner, TierLayout layout, Platform platform, Zone zone) {

    /** Event by event. */
    PolicyGraph graph() {
        return new PolicyGraph(owner, layout, platform, zone, System::nanoTime);
    }

    /** From scratch. */
    FullTranslator full() {
        return new FullTranslator(owner, layout, platform, zone);
    }
}
