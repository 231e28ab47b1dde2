package dev.terrace.gateway.report;

import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.AddressSetRow;
import dev.terrace.core.desired.MeterBandRow;
import dev.terrace.core.desired.MeterRow;
import dev.terrace.core.desired.PortGroupRow;
import dev.terrace.core.desired.Row;
import dev.terrace.core.desired.RowDelta;
import dev.terrace.core.desired.RowKey;
import dev.terrace.core.model.PodKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a change does, for people. */
public final class DiffText {

    private static final int SHOWN = 10;

    private DiffText() {}

    public static String of(DiffReport report, Ink ink) {
        List<String> lines = new ArrayList<>();
        verdicts(report, false, ink.drop("DROP") + " now, allowed before", lines);
        verdicts(report, true, ink.allow("ALLOW") + " now, dropped before", lines);
        if (report.changes().isEmpty()) {
            lines.add("No verdict changes.");
            lines.add("");
        }
        if (!report.notCompared().isEmpty()) {
            lines.add("Not compared, because they are new or gone: "
                    + report.notCompared().stream()
                            .limit(SHOWN)
                            .map(PodKey::toString)
                            .collect(Collectors.joining(" "))
                    + (report.notCompared().size() > SHOWN
                            ? " and " + (report.notCompared().size() - SHOWN) + " more"
                            : ""));
            lines.add("");
        }
        Map<RowKey, RowDelta> rows = report.rows().rows();
        lines.add(rows.isEmpty() ? "No row changes." : "Rows");
        rows.values().forEach(delta -> row(delta, report, ink, lines));
        return String.join("\n", lines) + "\n";
    }

    private static void verdicts(DiffReport report, boolean allowed, String title, List<String> lines) {
        List<DiffReport.Sentence> sentences = report.changes().stream()
                .filter(sentence -> sentence.allowed() == allowed)
                .toList();
        if (sentences.isEmpty()) {
            return;
        }
        lines.add(title);
        for (DiffReport.Sentence sentence : sentences) {
            lines.add("  " + sentence.from() + " -> " + sentence.to() + ": " + sentence.traffic());
            lines.add("      for example " + sentence.example() + ": " + sentence.because());
        }
        lines.add("");
    }

    private static void row(RowDelta delta, DiffReport report, Ink ink, List<String> lines) {
        switch (delta) {
            case RowDelta.Gone(RowKey key) -> lines.add("  " + ink.drop("-") + " " + key);
            case RowDelta.Put(Row row) -> {
                boolean there = report.before().rows().containsKey(row.key());
                lines.add("  " + (there ? "~" : ink.allow("+")) + " " + row.key() + told(row));
            }
            case RowDelta.Addresses(String set, var added, var removed) ->
                lines.add("  ~ Address_Set " + set + members(added, removed));
            case RowDelta.Ports(String group, var added, var removed) ->
                lines.add("  ~ Port_Group " + group + members(added, removed));
        }
    }

    private static String told(Row row) {
        return switch (row) {
            case AclRow acl ->
                ": %s tier %d %d %s%s\n        %s"
                        .formatted(
                                acl.ovnDirection(),
                                acl.tier(),
                                acl.priority(),
                                acl.action().ovn(),
                                AclLine.logged(acl),
                                acl.match());
            case AddressSetRow set -> ": " + set.addresses().size() + " addresses";
            case MeterRow _ -> "";
            case MeterBandRow band -> ": " + band.rate() + " packets per second";
            case PortGroupRow group -> ": " + group.ports().size() + " ports";
        };
    }

    private static String members(Collection<?> added, Collection<?> removed) {
        return signed(" +", added) + signed(" -", removed);
    }

    private static String signed(String sign, Collection<?> members) {
        List<String> sorted = members.stream().map(Object::toString).sorted().toList();
        return sorted.stream().limit(SHOWN).map(member -> sign + member).collect(Collectors.joining())
                + (sorted.size() > SHOWN ? sign + "(" + (sorted.size() - SHOWN) + " more)" : "");
    }
}
