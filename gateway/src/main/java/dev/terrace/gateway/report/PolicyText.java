package dev.terrace.gateway.report;

import dev.terrace.core.explain.PolicyExplanation;
import dev.terrace.core.explain.RuleExplanation;
import dev.terrace.core.explain.RuleExplanation.Effect;
import dev.terrace.core.model.Direction;
import dev.terrace.core.model.PodKey;
import dev.terrace.core.model.Policy;
import dev.terrace.core.verdict.Connection;
import dev.terrace.core.verdict.Decider;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What a policy does, for people. */
public final class PolicyText {

    private static final int SHOWN = 10;

    private PolicyText() {}

    public static String of(PolicyExplanation explanation, Ink ink) {
        Policy policy = explanation.policy();
        List<String> lines = new ArrayList<>();
        lines.add(PolicyWords.title(policy) + "  [" + policy.stage().word() + "]");
        lines.add("selects " + PolicyWords.selection(policy.subject()) + ": " + pods(explanation.bound()));
        if (!explanation.leftOut().isEmpty()) {
            lines.add("leaves alone, because they live in a user-defined network: " + pods(explanation.leftOut()));
        }
        policy.problems().forEach(problem -> lines.add("not as written: " + problem));
        for (Direction direction : Direction.values()) {
            List<RuleExplanation> rules = explanation.rules().stream()
                    .filter(rule -> rule.direction() == direction)
                    .toList();
            if (policy.speaks(direction)) {
                lines.add("");
                lines.add(direction.word());
                rules.forEach(rule -> rule(rule, ink, lines));
                if (policy.isolates().contains(direction)) {
                    lines.add("  " + ink.drop("isolates") + ": what no rule of this stage accepts is dropped");
                }
            }
        }
        if (!explanation.conflicts().isEmpty()) {
            lines.add("");
            explanation
                    .conflicts()
                    .forEach(conflict -> lines.add(ink.drop("conflict") + ": " + conflict.path(policy.key()) + " "
                            + conflict.message(policy.key())));
        }
        return String.join("\n", lines) + "\n";
    }

    private static String pods(List<PodKey> pods) {
        if (pods.isEmpty()) {
            return "none";
        }
        String shown = pods.stream().limit(SHOWN).map(PodKey::toString).collect(Collectors.joining(" "));
        return pods.size()
                + (pods.size() == 1 ? " pod, " : " pods, ")
                + shown
                + (pods.size() > SHOWN ? " and " + (pods.size() - SHOWN) + " more" : "");
    }

    private static void rule(RuleExplanation rule, Ink ink, List<String> lines) {
        lines.add("  " + PolicyWords.rule(rule.direction(), rule.rule()));
        lines.add("      " + effect(rule.effect(), ink));
        rule.idle().forEach(peer -> lines.add("      no such peer now: " + PolicyWords.peer(peer)));
    }

    private static String effect(Effect effect, Ink ink) {
        return switch (effect) {
            case Effect.Decides(Connection example) -> "decides, for example, " + ExplanationWords.flow(example);
            case Effect.MatchesNothing() -> ink.drop("never decides") + ": nothing matches it";
            case Effect.Shadowed(List<Decider> by) ->
                ink.drop("never decides") + ": all that matches it is decided before, by "
                        + by.stream().map(ExplanationWords::by).collect(Collectors.joining(", "));
        };
    }
}
