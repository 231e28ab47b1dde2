package dev.terrace.gateway.report;

import dev.terrace.core.reach.Cell;
import dev.terrace.core.reach.ReachMatrix;
import dev.terrace.core.verdict.Decider;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Who can reach whom, for programs; the shape is documented in {@code docs/cli.md} and only ever grows. */
public final class MatrixJson {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private MatrixJson() {}

    public static String of(ReachMatrix matrix) {
        ObjectNode root = JSON.createObjectNode();
        ArrayNode groups = root.putArray("groups");
        matrix.groups().forEach(groups::add);
        ArrayNode probes = root.putArray("ports");
        matrix.probes().forEach(probe -> probes.add(probe.toString()));
        ArrayNode cells = root.putArray("cells");
        MatrixCells.of(matrix).forEach(place -> {
            Cell cell = place.cell();
            ObjectNode node = cells.addObject()
                    .put("from", place.from())
                    .put("to", place.to())
                    .put("port", place.probe().toString())
                    .put("verdict", cell.reachability().name())
                    .put("flows", cell.flows())
                    .put("allowed", cell.allowed());
            ArrayNode because = node.putArray("because");
            for (Cell.Reason reason : cell.reasons()) {
                because.addObject()
                        .put("verdict", reason.allows() ? SideReport.ALLOW : SideReport.DROP)
                        .put("flows", reason.flows())
                        .put("egress", by(reason.egress()))
                        .put("ingress", by(reason.ingress()))
                        .put("example", ExplanationWords.flow(reason.example()));
            }
        });
        return JSON.writeValueAsString(root) + "\n";
    }

    /** Who decided in words, or null where nobody did. */
    static @Nullable String by(@Nullable Decider decider) {
        return decider == null ? null : ExplanationWords.by(decider);
    }
}
