package dev.terrace.gateway.report;

import dev.terrace.core.desired.AclRow;
import dev.terrace.core.explain.Flip;
import dev.terrace.core.explain.FlowExplanation;
import dev.terrace.core.explain.Note;
import dev.terrace.core.explain.SideExplanation;
import dev.terrace.core.explain.StageExplanation;
import dev.terrace.core.model.Action;
import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.Protocol;
import dev.terrace.core.verdict.Connection;
import dev.terrace.core.verdict.Decider;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Explanations for programs; the shape is documented in {@code docs/cli.md} and only ever grows. */
public final class ExplanationJson {

    private static final JsonMapper PRETTY =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private ExplanationJson() {}

    public static String of(List<ExplainedFlow> flows) {
        ObjectNode root = PRETTY.createObjectNode();
        ArrayNode list = root.putArray("flows");
        flows.forEach(flow -> flow(list.addObject(), flow));
        return PRETTY.writeValueAsString(root) + "\n";
    }

    private static void flow(ObjectNode node, ExplainedFlow flow) {
        FlowExplanation explanation = flow.explanation();
        Connection connection = explanation.connection();
        end(node.putObject("from"), connection.source(), connection.sourcePod());
        end(node.putObject("to"), connection.destination(), connection.destinationPod());
        if (flow.service() != null) {
            node.put(
                    "service", flow.service().namespace() + "/" + flow.service().name());
        }
        node.put("protocol", connection.protocol().word());
        if (connection.protocol() != Protocol.ICMP) {
            node.put("port", connection.port());
        }
        node.put("verdict", verdict(explanation.verdict().allows()));
        side(node.putObject("egress"), explanation.egress());
        side(node.putObject("ingress"), explanation.ingress());
        flip(node, explanation.flip());
        ArrayNode rows = node.putArray("rows");
        flow.rows().all().forEach(row -> row(rows.addObject(), row, flow.uuids()));
        ArrayNode notes = node.putArray("notes");
        for (Note note : explanation.notes()) {
            notes.addObject().put("kind", ExplanationWords.kind(note)).put("text", ExplanationWords.note(note));
        }
    }

    private static void end(ObjectNode node, IpAddress address, @Nullable PodFact pod) {
        node.put("pod", pod == null ? null : pod.key().toString()).put("ip", address.toString());
    }

    private static void side(ObjectNode node, SideExplanation side) {
        node.put("verdict", verdict(side.verdict().allows()));
        node.put("reason", SideReport.of(side.verdict()).text());
        ArrayNode stages = node.putArray("stages");
        for (StageExplanation stage : side.stages()) {
            ObjectNode step = stages.addObject()
                    .put("stage", stage.walk().stage().word())
                    .put("action", action(stage.walk().action()));
            decider(step, stage.walk().decider());
            ArrayNode asked = step.putArray("asked");
            stage.asked().forEach(policy -> asked.add(policy.toString()));
        }
    }

    private static @Nullable String action(@Nullable Action action) {
        return switch (action) {
            case null -> null;
            case ACCEPT -> "Accept";
            case DENY -> "Deny";
            case PASS -> "Pass";
        };
    }

    private static void decider(ObjectNode node, @Nullable Decider decider) {
        switch (decider) {
            case null -> {}
            case Decider.ByRule(var policy, int rule, String name) ->
                node.put("policy", policy.toString()).put("rule", rule).put("ruleName", name);
            case Decider.ByIsolation(var policy) ->
                node.put("policy", policy.toString()).put("isolation", true);
            case Decider.ByBuiltIn(String name) -> node.put("builtIn", name);
        }
    }

    private static void flip(ObjectNode node, @Nullable Flip flip) {
        if (flip == null) {
            node.putNull("flip");
            return;
        }
        ObjectNode told =
                node.putObject("flip").put("direction", flip.direction().word());
        decider(told, flip.decider());
        ArrayNode changes = told.putArray("changes");
        flip.changes()
                .forEach(change -> changes.add(
                        switch (change) {
                            case ACCEPT -> "Accept";
                            case DENY -> "Deny";
                            case PASS -> "Pass";
                            case ABSENT -> "Absent";
                        }));
    }

    private static void row(ObjectNode node, AclRow row, @Nullable Map<String, UUID> uuids) {
        node.put("name", row.name())
                .put("direction", row.ovnDirection())
                .put("tier", row.tier())
                .put("priority", row.priority())
                .put("match", row.match())
                .put("action", row.action().ovn())
                .put("id", row.id());
        Json.log(node, row);
        if (uuids != null) {
            UUID uuid = uuids.get(row.id());
            node.put("uuid", uuid == null ? null : uuid.toString());
        }
    }

    private static String verdict(boolean allows) {
        return allows ? SideReport.ALLOW : SideReport.DROP;
    }
}
