package dev.terrace.gateway.report;

import dev.terrace.core.contradiction.Contradiction;
import dev.terrace.core.explain.PodExplanation;
import dev.terrace.core.explain.PolicyExplanation;
import dev.terrace.core.explain.RuleExplanation;
import dev.terrace.core.explain.RuleExplanation.Effect;
import dev.terrace.core.model.Direction;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.PodNetwork;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PolicyKey;
import dev.terrace.core.model.Rule;
import java.util.List;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Pods and policies for programs; the shapes are documented in {@code docs/cli.md} and only ever grow. */
public final class PolicyJson {

    private static final JsonMapper PRETTY =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private PolicyJson() {}

    public static String of(PodExplanation explanation) {
        PodFact pod = explanation.pod();
        ObjectNode root = PRETTY.createObjectNode().put("pod", pod.key().toString());
        ArrayNode addresses = root.putArray("addresses");
        pod.addresses().forEach(address -> addresses.add(address.toString()));
        root.put("node", pod.node())
                .put("hostNetwork", pod.network() == PodNetwork.HOST)
                .put("userDefinedNetwork", pod.network() == PodNetwork.USER_DEFINED)
                .put("finished", pod.finished());
        policies(root.putArray("ingress"), Direction.INGRESS, explanation.ingress());
        policies(root.putArray("egress"), Direction.EGRESS, explanation.egress());
        return PRETTY.writeValueAsString(root) + "\n";
    }

    private static void policies(ArrayNode list, Direction direction, List<Policy> policies) {
        for (Policy policy : policies) {
            ObjectNode node = list.addObject();
            head(node, policy);
            node.put("isolates", policy.isolates().contains(direction));
            ArrayNode rules = node.putArray("rules");
            policy.rules(direction).forEach(rule -> rule(rules.addObject(), rule));
        }
    }

    private static void head(ObjectNode node, Policy policy) {
        node.put("policy", policy.key().toString())
                .put("stage", policy.stage().word())
                .put("priority", policy.priority());
    }

    private static void rule(ObjectNode node, Rule rule) {
        node.put("rule", rule.index())
                .put("ruleName", rule.name())
                .put("action", PolicyWords.action(rule.action()))
                .put("peers", PolicyWords.peers(rule))
                .put("ports", PolicyWords.ports(rule));
    }

    public static String of(PolicyExplanation explanation) {
        ObjectNode root = PRETTY.createObjectNode();
        head(root, explanation.policy());
        ArrayNode pods = root.putArray("pods");
        explanation.bound().forEach(pod -> pods.add(pod.toString()));
        ArrayNode leftOut = root.putArray("leftOut");
        explanation.leftOut().forEach(pod -> leftOut.add(pod.toString()));
        ArrayNode rules = root.putArray("rules");
        for (RuleExplanation rule : explanation.rules()) {
            ObjectNode node =
                    rules.addObject().put("direction", rule.direction().word());
            rule(node, rule.rule());
            effect(node, rule.effect());
            ArrayNode idle = node.putArray("idlePeers");
            rule.idle().forEach(peer -> idle.add(PolicyWords.peer(peer)));
        }
        PolicyKey key = explanation.policy().key();
        ArrayNode conflicts = root.putArray("conflicts");
        for (Contradiction conflict : explanation.conflicts()) {
            ArrayNode policies = conflicts
                    .addObject()
                    .put("path", conflict.path(key))
                    .put("message", conflict.message(key))
                    .putArray("policies");
            conflict.policies().forEach(policy -> policies.add(policy.toString()));
        }
        ArrayNode problems = root.putArray("problems");
        explanation
                .policy()
                .problems()
                .forEach(problem -> problems.addObject()
                        .put("reason", problem.reason().word())
                        .put("path", problem.path())
                        .put("message", problem.message()));
        return PRETTY.writeValueAsString(root) + "\n";
    }

    private static void effect(ObjectNode node, Effect effect) {
        switch (effect) {
            case Effect.Decides(var example) ->
                node.put("effect", "Decides").put("example", ExplanationWords.flow(example));
            case Effect.MatchesNothing() -> node.put("effect", "MatchesNothing");
            case Effect.Shadowed(var by) -> {
                ArrayNode deciders = node.put("effect", "Shadowed").putArray("by");
                by.forEach(decider -> deciders.add(ExplanationWords.by(decider)));
            }
        }
    }
}
