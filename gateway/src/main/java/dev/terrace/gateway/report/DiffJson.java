package dev.terrace.gateway.report;

import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.Row;
import dev.terrace.core.desired.RowDelta;
import dev.terrace.core.desired.RowKey;
import java.util.Collection;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a change does, for programs; the shape is documented in {@code docs/cli.md} and only ever grows. */
public final class DiffJson {

    private static final JsonMapper PRETTY =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private DiffJson() {}

    public static String of(DiffReport report) {
        ObjectNode root = PRETTY.createObjectNode();
        ArrayNode verdicts = root.putArray("verdicts");
        for (DiffReport.Sentence sentence : report.changes()) {
            verdicts.addObject()
                    .put("verdict", sentence.allowed() ? SideReport.ALLOW : SideReport.DROP)
                    .put("from", sentence.from())
                    .put("to", sentence.to())
                    .put("traffic", sentence.traffic())
                    .put("example", sentence.example())
                    .put("because", sentence.because());
        }
        ArrayNode pods = root.putArray("notCompared");
        report.notCompared().forEach(pod -> pods.add(pod.toString()));
        ArrayNode rows = root.putArray("rows");
        report.rows().rows().values().forEach(delta -> row(rows.addObject(), delta, report));
        return PRETTY.writeValueAsString(root) + "\n";
    }

    private static void row(ObjectNode node, RowDelta delta, DiffReport report) {
        RowKey key = delta.key();
        node.put("table", key.table().ovn()).put("id", key.id());
        switch (delta) {
            case RowDelta.Gone _ -> node.put("change", "removed");
            case RowDelta.Put(Row row) -> {
                node.put("change", report.before().rows().containsKey(key) ? "changed" : "added");
                if (row instanceof AclRow acl) {
                    node.put("direction", acl.ovnDirection())
                            .put("tier", acl.tier())
                            .put("priority", acl.priority())
                            .put("match", acl.match())
                            .put("action", acl.action().ovn());
                    Json.log(node, acl);
                }
            }
            case RowDelta.Addresses(String _, var added, var removed) -> members(node, added, removed);
            case RowDelta.Ports(String _, var added, var removed) -> members(node, added, removed);
        }
    }

    private static void members(ObjectNode node, Collection<?> added, Collection<?> removed) {
        node.put("change", "members");
        list(node.putArray("added"), added);
        list(node.putArray("removed"), removed);
    }

    private static void list(ArrayNode node, Collection<?> members) {
        members.stream().map(Object::toString).sorted().forEach(node::add);
    }
}
