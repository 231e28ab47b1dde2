package dev.terrace.gateway.cli;

import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.full.FullTranslator;
import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.Fact;
import dev.terrace.core.reach.Comparison;
import dev.terrace.core.reach.VerdictChange;
import dev.terrace.core.space.World;
import dev.terrace.gateway.Failure;
import dev.terrace.gateway.report.DiffJson;
import dev.terrace.gateway.report.DiffReport;
import dev.terrace.gateway.report.DiffText;
import dev.terrace.k8s.manifest.ManifestDirectory;
import dev.terrace.k8s.manifest.ManifestException;
import dev.terrace.k8s.manifest.ManifestFile;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code terrace diff}: what would change. */
@Command(
        name = "diff",
        description = "Applies files on paper and says whose verdicts and which rows would change; writes nothing.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeOnInvalidInput = 1,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nothing would change",
            "1:the input or the command line is wrong",
            "2:some verdict or some row would change"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields, or the command does not run
public final class DiffCommand extends AnsweringCommand {

    private static final int CHANGES = 2;

    @Option(
            names = {"-f", "--filename"},
            required = true,
            paramLabel = "FILE",
            description = "manifests that are new or take the place of older ones; a file or a directory, may be given "
                    + "more than once")
    private List<Path> files;

    @Override
    public Integer call() {
        PrintWriter err = err();
        World was = source.world(err, options);
        World is = new World(applied(was.facts(), err), was.platform(), was.order());
        FullTranslator translator = options.translator();
        // Rows and verdicts take about as long as each other.
        Supplier<DesiredImage> before =
                aside(() -> translator.translate(was.facts()).image());
        Supplier<DesiredImage> after =
                aside(() -> translator.translate(is.facts()).image());
        List<VerdictChange> changes = Comparison.of(was, is);
        DiffReport report = DiffReport.of(was, is, changes, before.get(), after.get());
        answer.print(out(), ink -> DiffText.of(report, ink), () -> DiffJson.of(report));
        return report.isEmpty() ? 0 : CHANGES;
    }

    /** Calculates it while others go on. */
    private static <T> Supplier<T> aside(Supplier<T> calculation) {
        return CompletableFuture.supplyAsync(calculation)::join;
    }

    private ClusterFacts applied(ClusterFacts facts, PrintWriter warnings) {
        List<Fact> all = new ArrayList<>(facts.all().toList());
        for (Path file : files) {
            try {
                List<Fact> given = Files.isDirectory(file) ? ManifestDirectory.read(file) : ManifestFile.read(file);
                ClusterOptions.warnOf(ClusterFacts.of(given).policies().values(), warnings);
                all.addAll(given);
            } catch (ManifestException e) {
                throw Failure.ofInput(String.valueOf(e.getMessage()), e);
            }
        }
        return ClusterFacts.of(all);
    }
}
