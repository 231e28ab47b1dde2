package dev.terrace.gateway.report;

import dev.terrace.core.lint.Finding;
import dev.terrace.core.lint.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What was found, for people. */
public final class LintText {

    private LintText() {}

    public static String of(LintReport report, Ink ink) {
        List<String> lines = new ArrayList<>();
        for (Finding finding : report.findings()) {
            String word = LintReport.word(finding.severity());
            LintReport.Line line = report.line(finding);
            lines.add(switch (finding.severity()) {
                        case ERROR -> ink.drop(word);
                        case WARNING -> ink.drop(word);
                        case NOTE -> ink.faint(word);
                    }
                    + " " + finding.policy() + " " + finding.path()
                    + ": " + finding.message()
                    + ink.faint("  [" + finding.rule().id() + "]"));
            lines.add("    " + finding.rule().advice() + (line == null ? "" : ink.faint("  (" + line + ")")));
        }
        lines.add(summary(report.findings()));
        return String.join("\n", lines) + "\n";
    }

    private static String summary(List<Finding> findings) {
        return findings.isEmpty()
                ? "Nothing was found."
                : Stream.of(Severity.values())
                        .map(severity -> count(severity, findings))
                        .filter(count -> !count.isEmpty())
                        .collect(Collectors.joining(", "));
    }

    private static String count(Severity severity, List<Finding> findings) {
        long count = findings.stream()
                .filter(finding -> finding.severity() == severity)
                .count();
        return count == 0 ? "" : count + " " + LintReport.word(severity) + (count == 1 ? "" : "s");
    }
}
