package dev.terrace.gateway.run;

import dev.terrace.core.desired.Anchor;
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
 * @param anchor which of the rows that decide nothing are needed
 * @param logRate how many packets per second an ACL may log
 */
public record Translator(String owner, TierLayout layout, Platform platform, Zone zone, Anchor anchor, int logRate) {

    /** The same for an OVN that needs other rows. */
    Translator with(Anchor other) {
        return new Translator(owner, layout, platform, zone, other, logRate);
    }

    /** Event by event. */
    PolicyGraph graph() {
        return new PolicyGraph(owner, layout, platform, zone, anchor, logRate, System::nanoTime);
    }

    /** From scratch. */
    FullTranslator full() {
        return new FullTranslator(owner, layout, platform, zone, anchor, logRate);
    }
}
