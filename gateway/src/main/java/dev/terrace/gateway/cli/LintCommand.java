package dev.terrace.gateway.cli;

import dev.terrace.core.lint.Finding;
import dev.terrace.core.lint.Lint;
import dev.terrace.core.lint.Severity;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PolicyKey;
import dev.terrace.gateway.Failure;
import dev.terrace.gateway.report.LintReport;
import dev.terrace.gateway.report.LintSarif;
import dev.terrace.gateway.report.LintText;
import dev.terrace.k8s.manifest.ManifestException;
import dev.terrace.k8s.manifest.ManifestLines;
import dev.terrace.k8s.object.Decoded;
import dev.terrace.k8s.object.ObjectPlace;
import dev.terrace.k8s.object.ReadObject;
import dev.terrace.k8s.policy.TextFindings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code terrace lint}: what authors of policies get wrong. */
@Command(
        name = "lint",
        description = "Says what in policies is misspelt, not done as written, or seldom what anybody wants.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "A directory may hold policies alone: pods are assumed then, one for each selection that a policy names."
        },
        exitCodeOnInvalidInput = 1,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nothing was found that is more than a note",
            "1:the input or the command line is wrong",
            "2:an error or a warning was found"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields, or the command does not run
public final class LintCommand extends ClusterCommand {

    private static final int FOUND = 2;

    /** How findings are printed. */
    enum Format {
        text,
        json,
        sarif
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, json, or sarif: SARIF 2.1.0, which code hosts show beside the change (default: text)")
    private Format format;

    @Mixin
    private ColourOption colour;

    @Override
    public Integer call() {
        Map<PolicyKey, ReadObject> policies = new HashMap<>();
        ClusterOptions.Cluster cluster = source.read(err(), options, object -> {
            if (object.decoded() instanceof Decoded.Known(Policy policy)) {
                policies.put(policy.key(), object);
            }
        });
        List<Finding> written = policies.entrySet().stream()
                .flatMap(read -> TextFindings.of(read.getKey(), read.getValue().tree()).stream())
                .toList();
        List<Finding> findings = Lint.of(options.world(cluster.facts()), options.layout()::programs, written);
        LintReport report = new LintReport(findings, lines(findings, policies));
        PrintWriter out = out();
        out.print(
                switch (format) {
                    case text -> LintText.of(report, colour.ink());
                    case json -> report.json();
                    case sarif -> LintSarif.of(report);
                });
        out.flush();
        return report.findings().stream().allMatch(finding -> finding.severity() == Severity.NOTE) ? 0 : FOUND;
    }

    private static Map<Finding, LintReport.Line> lines(List<Finding> findings, Map<PolicyKey, ReadObject> policies) {
        Map<Path, ManifestLines> files = new HashMap<>();
        Map<Finding, LintReport.Line> lines = new HashMap<>();
        for (Finding finding : findings) {
            ReadObject policy = policies.get(finding.policy());
            ObjectPlace place = policy == null ? null : policy.place();
            if (place != null) {
                ManifestLines file = files.computeIfAbsent(place.file(), LintCommand::read);
                lines.put(finding, new LintReport.Line(place.file(), file.line(place.number(), finding.path())));
            }
        }
        return lines;
    }

    private static ManifestLines read(Path file) {
        try {
            return new ManifestLines(file);
        } catch (ManifestException changedSince) {
            throw Failure.ofInput(String.valueOf(changedSince.getMessage()), changedSince);
        }
    }
}
