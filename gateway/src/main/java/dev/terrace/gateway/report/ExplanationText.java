package dev.terrace.gateway.report;

import dev.terrace.core.desired.AclRow;
import dev.terrace.core.explain.FlowExplanation;
import dev.terrace.core.explain.Note;
import dev.terrace.core.explain.SideExplanation;
import dev.terrace.core.model.Stage;
import dev.terrace.core.verdict.SideVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Explanations for people. */
public final class ExplanationText {

    private ExplanationText() {}

    public static String of(ExplainedFlow flow, Ink ink) {
        FlowExplanation explanation = flow.explanation();
        List<String> lines = new ArrayList<>();
        lines.add(ink.verdict(explanation.verdict().allows()) + "  " + ExplanationWords.flow(explanation.connection())
                + (flow.service() == null
                        ? ""
                        : "  (an endpoint of svc:" + flow.service().namespace() + "/"
                                + flow.service().name() + ")"));
        explanation.sides().forEach(side -> side(side, ink, lines));
        lines.add("");
        lines.add(ExplanationWords.flip(explanation));
        rows(flow, ink, lines);
        for (Note note : explanation.notes()) {
            lines.add("note: " + ExplanationWords.note(note));
        }
        return String.join("\n", lines) + "\n";
    }

    private static void side(SideExplanation side, Ink ink, List<String> lines) {
        SideVerdict verdict = side.verdict();
        lines.add("");
        lines.add(side.direction().word() + (side.pod() == null ? "" : " of " + side.pod()) + ": "
                + ink.verdict(verdict.allows()));
        List<String> steps = new ArrayList<>();
        side.stages().stream()
                // The built-in rules seldom have something to say.
                .filter(stage ->
                        stage.walk().stage() != Stage.PLATFORM || stage.walk().action() != null)
                .map(stage -> ExplanationWords.stage(stage, side, ink))
                .forEach(steps::add);
        String otherwise = ExplanationWords.otherwise(verdict, ink);
        if (otherwise != null) {
            steps.add(otherwise);
        }
        for (int i = 0; i < steps.size(); i++) {
            lines.add((i == 0 ? "     " : "  -> ") + steps.get(i));
        }
    }

    private static void rows(ExplainedFlow flow, Ink ink, List<String> lines) {
        List<AclRow> rows = flow.rows().all().toList();
        lines.add(rows.isEmpty() ? "no ACL row matches it" : "ACL rows that carry it");
        for (AclRow row : rows) {
            lines.add(AclLine.of(row));
            lines.add(ink.faint("      " + row.match()));
            if (flow.uuids() != null) {
                UUID uuid = flow.uuids().get(row.id());
                lines.add("      " + (uuid == null ? ink.drop("not in the database") : uuid.toString()));
            }
        }
    }
}
