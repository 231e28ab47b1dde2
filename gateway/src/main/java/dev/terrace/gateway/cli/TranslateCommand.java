package dev.terrace.gateway.cli;

import dev.terrace.core.contradiction.Contradiction;
import dev.terrace.core.contradiction.Contradictions;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.full.Translation;
import dev.terrace.core.model.ClusterFacts;
import dev.terrace.gateway.report.Json;
import dev.terrace.gateway.report.RowsAsNbctl;
import dev.terrace.gateway.report.RowsAsText;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code terrace translate}: the rows of a directory of manifests, without any server. */
@Command(
        name = "translate",
        description = "Prints the Northbound rows that a directory of manifests becomes.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every row was printed, with a warning for what is not done as written",
            "2:the input or the command line is wrong"
        })
@SuppressWarnings("NullAway.Init") // picocli sets the fields, or the command does not run
public final class TranslateCommand extends ClusterCommand {

    /** How the rows are printed. */
    enum Format {
        text,
        json,
        nbctl
    }

    @Mixin
    private NodeOption node;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, json, or nbctl: a shell script of ovn-nbctl commands (default: text)")
    private Format format;

    @Override
    public Integer call() {
        PrintWriter err = err();
        ClusterFacts facts = source.read(err, options).facts();
        Translation translation = options.translator(node.zone(options)).translate(facts);
        translation
                .exhausted()
                .forEach(policy ->
                        err.println("terrace: warning: " + policy + ": no priority is left for it in its tier"));
        List<Contradiction> contradictions = Contradictions.of(facts, options.layout()::programs);
        contradictions.forEach(contradiction -> contradiction
                .policies()
                .forEach(policy -> err.println("terrace: warning: " + policy + ": " + contradiction.path(policy) + ": "
                        + contradiction.message(policy))));
        DesiredImage image = translation.image();
        PrintWriter out = out();
        out.print(
                switch (format) {
                    case text -> RowsAsText.of(image);
                    case json -> Json.rows(image, facts.policies().values(), contradictions) + "\n";
                    case nbctl -> RowsAsNbctl.of(image);
                });
        out.flush();
        return 0;
    }
}
