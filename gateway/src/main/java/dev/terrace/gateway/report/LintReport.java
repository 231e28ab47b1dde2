package dev.terrace.gateway.report;

import dev.terrace.core.lint.Finding;
import dev.terrace.core.lint.Severity;
import dev.terrace.core.model.PolicyKey;
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
 * @param files the file of each policy that stands in one
 */
public record LintReport(List<Finding> findings, Map<PolicyKey, Path> files) {

    private static final JsonMapper PRETTY =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    public LintReport {
        findings = List.copyOf(findings);
        files = Map.copyOf(files);
    }

    /** For programs; the shape is documented in {@code docs/cli.md} and only ever grows. */
    public String json() {
        ObjectNode root = PRETTY.createObjectNode();
        ArrayNode list = root.putArray("findings");
        for (Finding finding : findings) {
            list.addObject()
                    .put("rule", finding.rule().id())
                    .put("severity", word(finding.severity()))
                    .put("policy", finding.policy().toString())
                    .put("file", file(finding))
                    .put("path", finding.path())
                    .put("message", finding.message())
                    .put("advice", finding.rule().advice());
        }
        return PRETTY.writeValueAsString(root) + "\n";
    }

    /** The file in which the policy of a finding stands, with slashes on every system; null where a cluster gave it. */
    @Nullable String file(Finding finding) {
        Path file = files.get(finding.policy());
        return file == null ? null : file.toString().replace('\\', '/');
    }

    /** {@code error}, {@code warning} or {@code note}, which are SARIF's words too. */
    static String word(Severity severity) {
        return severity.name().toLowerCase(Locale.ROOT);
    }
}
