package dev.terrace.gateway.report;

import dev.terrace.core.lint.Finding;
import dev.terrace.core.lint.Severity;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What was found, and where it stands.
 *
 * @param findings sorted
 * @param lines the line of each finding whose policy stands in a file
 */
public record LintReport(List<Finding> findings, Map<Finding, Line> lines) {

    /** A line of a file, from 1 on. */
    public record Line(Path file, int number) {

        /** The file with slashes on every system. */
        String path() {
            return file.toString().replace('\\', '/');
        }

        @Override
        public String toString() {
            return path() + ":" + number;
        }
    }

    private static final JsonMapper PRETTY =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    public LintReport {
        findings = List.copyOf(findings);
        lines = Map.copyOf(lines);
    }

    /** For programs; the shape is documented in {@code docs/cli.md} and only ever grows. */
    public String json() {
        ObjectNode root = PRETTY.createObjectNode();
        ArrayNode list = root.putArray("findings");
        for (Finding finding : findings) {
            Line line = line(finding);
            list.addObject()
                    .put("rule", finding.rule().id())
                    .put("severity", word(finding.severity()))
                    .put("policy", finding.policy().toString())
                    .put("file", line == null ? null : line.path())
                    .put("line", line == null ? null : line.number())
                    .put("path", finding.path())
                    .put("message", finding.message())
                    .put("advice", finding.rule().advice());
        }
        return PRETTY.writeValueAsString(root) + "\n";
    }

    /** Where a finding stands; null where a cluster gave its policy. */
    @Nullable Line line(Finding finding) {
        return lines.get(finding);
    }

    /** {@code error}, {@code warning} or {@code note}, which are SARIF's words too. */
    static String word(Severity severity) {
        return severity.name().toLowerCase(Locale.ROOT);
    }
}
