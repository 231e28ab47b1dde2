package dev.terrace.gateway.cli;

import dev.terrace.core.full.FullTranslator;
import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.Fact;
import dev.terrace.core.model.Policy;
import dev.terrace.core.reach.Comparison;
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
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

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
public final class DiffCommand implements Callable<Integer> {

    private static final int CHANGES = 2;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ClusterOptions source;

    @Option(
            names = {"-f", "--filename"},
            required = true,
            paramLabel = "FILE",
            description = "manifests that are new or take the place of older ones; a file or a directory, may be given "
                    + "more than once")
    private List<Path> files;

    @Mixin
    private AnswerOptions answer;

    @Mixin
    private ConfigurationOptions options;

    @Override
    public Integer call() {
        try {
            return compare();
        } catch (Failure wrong) {
            // Exit code 2 is taken: it says that there are changes.
            throw Failure.ofWork(String.valueOf(wrong.getMessage()), wrong);
        }
    }

    private int compare() {
        PrintWriter err = spec.commandLine().getErr();
        World was = source.world(err, options);
        World is = new World(applied(was.facts(), err), was.platform(), was.order());
        FullTranslator translator = new FullTranslator(options.owner(), options.layout(), options.platform());
        DiffReport report = DiffReport.of(
                was,
                is,
                Comparison.of(was, is),
                translator.translate(was.facts()).image(),
                translator.translate(is.facts()).image());
        answer.print(spec.commandLine().getOut(), ink -> DiffText.of(report, ink), () -> DiffJson.of(report));
        return report.isEmpty() ? 0 : CHANGES;
    }

    private ClusterFacts applied(ClusterFacts facts, PrintWriter warnings) {
        List<Fact> all = new ArrayList<>();
        all.addAll(facts.pods().values());
        all.addAll(facts.namespaces().values());
        all.addAll(facts.nodes().values());
        all.addAll(facts.endpointSlices().values());
        all.addAll(facts.policies().values());
        for (Path file : files) {
            try {
                List<Fact> given = Files.isDirectory(file) ? ManifestDirectory.read(file) : ManifestFile.read(file);
                given.forEach(fact -> {
                    if (fact instanceof Policy policy) {
                        policy.problems()
                                .forEach(problem ->
                                        warnings.println("terrace: warning: " + policy.key() + ": " + problem));
                    }
                });
                all.addAll(given);
            } catch (ManifestException e) {
                throw Failure.ofInput(String.valueOf(e.getMessage()), e);
            }
        }
        return ClusterFacts.of(all);
    }
}
