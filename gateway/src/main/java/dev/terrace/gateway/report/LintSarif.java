package dev.terrace.gateway.report;

import dev.terrace.core.lint.Finding;
import dev.terrace.core.lint.LintRule;
import java.net.URI;
import java.net.URISyntaxException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What was found, as code hosts read it: the Static Analysis Results Interchange Format, version 2.1.0 (OASIS).
 *
 * <p>A finding has its line of a file as its place, and the policy with the path in it as its logical place. Its
 * fingerprint has neither the file nor words, so that it stays the same finding when those change.
 */
public final class LintSarif {

    private static final String VERSION = "2.1.0";
    private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

    private static final JsonMapper PRETTY =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private LintSarif() {}

    public static String of(LintReport report) {
        ObjectNode root = PRETTY.createObjectNode().put("$schema", SCHEMA).put("version", VERSION);
        ObjectNode run = root.putArray("runs").addObject();
        ObjectNode driver = run.putObject("tool").putObject("driver").put("name", "terrace");
        ArrayNode rules = driver.putArray("rules");
        for (LintRule rule : LintRule.values()) {
            rule(rules.addObject(), rule);
        }
        run.put("columnKind", "utf16CodeUnits");
        ArrayNode results = run.putArray("results");
        report.findings().forEach(finding -> result(results.addObject(), finding, report));
        return PRETTY.writeValueAsString(root) + "\n";
    }

    private static void rule(ObjectNode node, LintRule rule) {
        node.put("id", rule.id());
        node.putObject("shortDescription").put("text", rule.title());
        node.putObject("help").put("text", rule.advice());
        node.putObject("defaultConfiguration").put("level", LintReport.word(rule.severity()));
    }

    private static void result(ObjectNode node, Finding finding, LintReport report) {
        node.put("ruleId", finding.rule().id()).put("level", LintReport.word(finding.severity()));
        node.putObject("message").put("text", finding.policy() + " " + finding.path() + ": " + finding.message());
        ObjectNode location = node.putArray("locations").addObject();
        LintReport.Line line = report.line(finding);
        if (line != null) {
            ObjectNode physical = location.putObject("physicalLocation");
            physical.putObject("artifactLocation").put("uri", uri(line.path()));
            physical.putObject("region").put("startLine", line.number());
        }
        location.putArray("logicalLocations")
                .addObject()
                .put("name", finding.policy().name())
                .put("fullyQualifiedName", finding.policy() + "/" + finding.path())
                .put("kind", "object");
        node.putObject("partialFingerprints")
                .put("terrace/v1", finding.rule().id() + ":" + finding.policy() + ":" + finding.path());
    }

    /** A reference relative to where the command was called, or absolute, with what a URI does not allow escaped. */
    private static String uri(String file) {
        try {
            return file.startsWith("/")
                    ? new URI("file", "", file, null).toString()
                    : new URI(null, null, file, null).getRawPath();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("no path of a file: " + file, e);
        }
    }
}
