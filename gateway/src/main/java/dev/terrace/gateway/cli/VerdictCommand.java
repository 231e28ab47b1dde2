package dev.terrace.gateway.cli;

import dev.terrace.core.acl.AclPipeline;
import dev.terrace.core.acl.AclVerdict;
import dev.terrace.core.full.FullTranslator;
import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.verdict.Connection;
import dev.terrace.core.verdict.FlowResolution;
import dev.terrace.core.verdict.ReferenceEvaluator;
import dev.terrace.gateway.flow.FlowFile;
import dev.terrace.gateway.flow.IdentifiedFlow;
import dev.terrace.gateway.report.AclSides;
import dev.terrace.gateway.report.Json;
import dev.terrace.gateway.report.VerdictReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** {@code terrace verdict}: judges flows offline. */
@Command(
        name = "verdict",
        description = "Says of each flow of a file whether it passes, and which stage, policy and rule decide.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "FILE is a JSON array of flows:",
            "  {\"id\": \"1\", \"from\": END, \"to\": END, \"protocol\": \"tcp\", \"port\": 80}",
            "END is {\"pod\": \"namespace/name\"}, {\"ip\": \"address\"} or {\"node\": \"name\"}.",
            "The protocol is tcp, udp, sctp or icmp, which has no port."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every flow was judged, whatever the verdicts",
            "1:some flow has no verdict: there is no such end",
            "2:the input or the command line is wrong"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields, or the command does not run
public final class VerdictCommand extends ClusterCommand {

    /** Who judges. */
    enum Evaluator {
        reference,
        acl
    }

    /** How the verdicts are printed. */
    enum Format {
        text,
        json
    }

    @Option(
            names = "--flows",
            required = true,
            paramLabel = "FILE",
            description = "the flows to judge (JSON, see below)")
    private Path flows;

    @Option(
            names = "--evaluator",
            paramLabel = "EVALUATOR",
            defaultValue = "reference",
            description = "reference: asks the policies; acl: asks the translated ACL rows (default: reference)")
    private Evaluator evaluator;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, or json: one object a line (default: text)")
    private Format format;

    @Override
    public Integer call() {
        PrintWriter out = out();
        PrintWriter err = err();
        ClusterFacts facts = source.read(err, options).facts();
        List<IdentifiedFlow> questions = FlowFile.read(flows);
        Function<IdentifiedConnection, VerdictReport> judge = judge(facts);
        boolean complete = true;
        for (IdentifiedFlow question : questions) {
            switch (FlowResolution.of(question.flow(), facts)) {
                case FlowResolution.Resolved(Connection connection) -> {
                    VerdictReport report = judge.apply(new IdentifiedConnection(question.id(), connection));
                    out.println(format == Format.json ? Json.line(report) : report.text());
                }
                case FlowResolution.Unresolved(String reason) -> {
                    complete = false;
                    if (format == Format.json) {
                        out.println(Json.line(question.id(), reason));
                    }
                    err.println("terrace: flow " + question.id() + ": " + reason);
                }
            }
        }
        out.flush();
        return complete ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private record IdentifiedConnection(String id, Connection connection) {}

    private Function<IdentifiedConnection, VerdictReport> judge(ClusterFacts facts) {
        return switch (evaluator) {
            case reference -> {
                ReferenceEvaluator reference = new ReferenceEvaluator(
                        facts, options.platform(), options.layout().order());
                yield asked -> VerdictReport.of(asked.id, reference.judge(asked.connection));
            }
            case acl -> {
                FullTranslator translator = options.translator();
                AclPipeline acls = new AclPipeline(translator.translate(facts).image());
                yield asked -> AclSides.report(asked.id, AclVerdict.of(acls, asked.connection));
            }
        };
    }
}
