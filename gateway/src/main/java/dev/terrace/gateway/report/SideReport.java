package dev.terrace.gateway.report;

import dev.terrace.core.verdict.Decider;
import dev.terrace.core.verdict.SideVerdict;
import dev.terrace.core.verdict.StageWalk;
import org.jspecify.annotations.Nullable;

/**
 * One side of a verdict as it is printed: who decided it.
 *
 * @param verdict {@code ALLOW} or {@code DROP}
 * @param stage the stage that decided, {@code Default} where none did, {@code None} where nobody judges this side
 * @param policy the policy that decided, like {@code dnp/namespace/name}, or null
 * @param rule the rule's place in the list of its direction, from 0, or null
 * @param reason the name of the rule, or why there is none
 */
public record SideReport(
        String verdict,
        String stage,
        @Nullable String policy,
        @Nullable Integer rule,
        String reason) {

    static final String ALLOW = "ALLOW";
    static final String DROP = "DROP";

    static final String DEFAULT = "Default";
    static final String NOBODY = "None";

    static final String ISOLATED = "isolated, and no rule accepts";
    static final String NO_MATCH = "no policy matches";

    static SideReport of(SideVerdict side) {
        return switch (side) {
            case SideVerdict.NotJudged(String reason) -> new SideReport(ALLOW, NOBODY, null, null, reason);
            case SideVerdict.Judged judged
            when judged.byDefault() -> new SideReport(ALLOW, DEFAULT, null, null, NO_MATCH);
            case SideVerdict.Judged judged -> of(judged.allows(), judged.walk().getLast());
        };
    }

    private static SideReport of(boolean allows, StageWalk last) {
        String verdict = allows ? ALLOW : DROP;
        String stage = last.stage().word();
        return switch (last.decider()) {
            case Decider.ByRule(var policy, int rule, String name) ->
                new SideReport(verdict, stage, policy.toString(), rule, name);
            case Decider.ByIsolation(var policy) -> new SideReport(verdict, stage, policy.toString(), null, ISOLATED);
            case Decider.ByBuiltIn(String name) -> new SideReport(verdict, stage, null, null, name);
            case null -> throw new IllegalArgumentException("a stage that decides has a decider");
        };
    }

    /** {@code DROP by Developer dnp/a/web rule 0}, for people. */
    String text() {
        if (policy == null) {
            return verdict + " by " + (stage.equals(DEFAULT) || stage.equals(NOBODY) ? reason : stage + " " + reason);
        }
        String where =
                rule == null ? " (" + reason + ")" : " rule " + rule + (reason.isEmpty() ? "" : " \"" + reason + "\"");
        return verdict + " by " + stage + " " + policy + where;
    }
}
