package dev.terrace.gateway.run;

import dev.terrace.core.desired.TierLayout;
import dev.terrace.core.full.FullTranslator;
import dev.terrace.core.graph.PolicyGraph;
import dev.terrace.core.model.Platform;

/**
 * How facts become rows, in both ways.
 *
 * @param owner the instance that owns the rows, not empty
 * @param layout where the stages live in OVN
 * @param platform which built-in rules are on
 */
public record Translator(String owner, TierLayout layout, Platform platform) {

    /** Event by event. */
    PolicyGraph graph() {
        return new PolicyGraph(owner, layout, platform, System::nanoTime);
    }

    /** From scratch. */
    FullTranslator full() {
        return new FullTranslator(owner, layout, platform);
    }
}
