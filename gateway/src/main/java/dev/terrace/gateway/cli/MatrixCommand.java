package dev.terrace.gateway.cli;

import dev.terrace.core.model.PodKey;
import dev.terrace.core.reach.Grouping;
import dev.terrace.core.reach.Probe;
import dev.terrace.core.reach.Reach;
import dev.terrace.core.reach.ReachMatrix;
import dev.terrace.core.space.World;
import dev.terrace.gateway.Failure;
import dev.terrace.gateway.InputFile;
import dev.terrace.gateway.flow.FlowText;
import dev.terrace.gateway.report.MatrixCsv;
import dev.terrace.gateway.report.MatrixGolden;
import dev.terrace.gateway.report.MatrixJson;
import dev.terrace.gateway.report.MatrixJunit;
import dev.terrace.gateway.report.MatrixPage;
import dev.terrace.gateway.report.MatrixText;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code terrace matrix}: who can reach whom. */
@Command(
        name = "matrix",
        description = "Says which pods can reach which, exactly, by namespace or one by one.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Keep the CSV, and a CI job can hold a change against it:",
            "  terrace matrix --objects DIR --port 80/tcp -o csv >golden.csv",
            "  terrace matrix --objects DIR --port 80/tcp -o junit --golden golden.csv >report.xml"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done; with --golden: every verdict is as it was",
            "1:with --golden: some verdict is not as it was",
            "2:the input or the command line is wrong"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields, or the command does not run
public final class MatrixCommand extends ClusterCommand {

    /** As many groups as a browser can show, squared. */
    private static final int MOST_GROUPS = 1000;

    /** How the matrix is printed. */
    enum Format {
        text,
        csv,
        json,
        junit,
        html
    }

    /** What the rows and columns are. */
    enum By {
        namespace,
        pod
    }

    @Option(
            names = "--port",
            required = true,
            split = ",",
            paramLabel = "PORT[/PROTOCOL]",
            description = "what is tried, as 80/tcp, 53/udp or icmp; may be given more than once")
    private List<String> ports;

    @Option(
            names = "--by",
            paramLabel = "WHAT",
            defaultValue = "namespace",
            description = "namespace or pod (default: namespace)")
    private By by;

    @Option(
            names = "--namespace",
            split = ",",
            paramLabel = "NAME",
            description = "only pods of these namespaces; may be given more than once")
    private @Nullable Set<String> namespaces;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, csv, json, junit (with --golden), or html: one page with a heat map (default: text)")
    private Format format;

    @Option(names = "--golden", paramLabel = "FILE", description = "the CSV of an earlier run, to be held against")
    private @Nullable Path golden;

    @Mixin
    private ColourOption colour;

    @Override
    public Integer call() {
        List<Probe> probes = ports.stream()
                .map(FlowText::port)
                .map(port -> new Probe(port.protocol(), port.port()))
                .distinct()
                .toList();
        MatrixGolden earlier = golden == null ? null : new MatrixGolden(new InputFile(golden));
        if (format == Format.junit && earlier == null) {
            throw Failure.ofInput("-o junit needs --golden FILE", null);
        }
        World world = source.world(err(), options);
        ReachMatrix matrix = Reach.of(world, grouping(world), this::counts, probes);
        List<MatrixGolden.Check> checks = earlier == null ? List.of() : earlier.checks(matrix);
        PrintWriter out = out();
        out.print(
                switch (format) {
                    case text -> MatrixText.of(matrix, colour.ink());
                    case csv -> MatrixCsv.of(matrix);
                    case json -> MatrixJson.of(matrix);
                    case junit -> MatrixJunit.of(checks);
                    case html -> MatrixPage.of(matrix);
                });
        out.flush();
        return checks.stream().allMatch(MatrixGolden.Check::holds) ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private Grouping grouping(World world) {
        Grouping grouping = switch (by) {
            case namespace -> Grouping.NAMESPACE;
            case pod -> Grouping.POD;
        };
        Predicate<PodKey> which = this::counts;
        long groups = world.facts().pods().keySet().stream()
                .filter(which)
                .map(grouping::groupOf)
                .distinct()
                .count();
        if (groups > MOST_GROUPS) {
            throw Failure.ofInput(
                    groups + " rows are more than anybody reads (" + MOST_GROUPS + "): choose with --namespace", null);
        }
        return grouping;
    }

    private boolean counts(PodKey pod) {
        return namespaces == null || namespaces.contains(pod.namespace());
    }
}
