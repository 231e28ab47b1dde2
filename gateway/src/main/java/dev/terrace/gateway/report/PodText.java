package dev.terrace.gateway.report;

import dev.terrace.core.explain.PodExplanation;
import dev.terrace.core.model.Direction;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What binds a pod, for people. */
public final class PodText {

    private PodText() {}

    public static String of(PodExplanation explanation, Ink ink) {
        List<String> lines = new ArrayList<>();
        PodFact pod = explanation.pod();
        lines.add(String.join(
                "  ",
                List.of(
                        pod.key().toString(),
                        pod.addresses().isEmpty()
                                ? "no address yet"
                                : pod.addresses().stream().map(Object::toString).collect(Collectors.joining(" ")),
                        pod.node() == null ? "on no node" : "on " + pod.node(),
                        labels(pod.labels()))));
        String unselectable = pod.finished()
                ? "has run to its end"
                : switch (pod.network()) {
                    case CLUSTER -> "";
                    case HOST -> "lives in its node's network";
                    case USER_DEFINED -> "lives in a user-defined network";
                };
        if (!unselectable.isEmpty()) {
            lines.add("No policy selects it: it " + unselectable);
        }
        for (Direction direction : Direction.values()) {
            direction(direction, explanation.policies(direction), ink, lines);
        }
        return String.join("\n", lines) + "\n";
    }

    private static String labels(Map<String, String> labels) {
        return labels.isEmpty()
                ? "no labels"
                : labels.entrySet().stream()
                        .map(label -> label.getKey() + "=" + label.getValue())
                        .sorted()
                        .collect(Collectors.joining(" "));
    }

    private static void direction(Direction direction, List<Policy> policies, Ink ink, List<String> lines) {
        lines.add("");
        lines.add(direction.word() + (policies.isEmpty() ? ": no policy, so all is allowed" : ""));
        Stage stage = null;
        for (Policy policy : policies) {
            if (policy.stage() != stage) {
                stage = policy.stage();
                lines.add("  [" + stage.word() + "]");
            }
            lines.add("    " + PolicyWords.title(policy));
            policy.rules(direction).forEach(rule -> lines.add("      " + PolicyWords.rule(direction, rule)));
            if (policy.isolates().contains(direction)) {
                lines.add("      " + ink.drop("isolates") + ": what no rule of this stage accepts is dropped");
            }
            policy.problems().forEach(problem -> lines.add("      not as written: " + problem));
        }
    }
}
