package dev.terrace.gateway;

import dev.terrace.gateway.cli.DiffCommand;
import dev.terrace.gateway.cli.ExplainCommand;
import dev.terrace.gateway.cli.LintCommand;
import dev.terrace.gateway.cli.MatrixCommand;
import dev.terrace.gateway.cli.RunCommand;
import dev.terrace.gateway.cli.TranslateCommand;
import dev.terrace.gateway.cli.VerdictCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command {@code terrace}. */
@Command(
        name = "terrace",
        description =
                "The policy gateway for OVN: Kubernetes network policies of every layer, as ACLs in the Northbound "
                        + "database.",
        mixinStandardHelpOptions = true,
        version = "terrace 0.1.0",
        subcommands = {
            RunCommand.class,
            TranslateCommand.class,
            VerdictCommand.class,
            ExplainCommand.class,
            MatrixCommand.class,
            DiffCommand.class,
            LintCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:the work failed: a server does not answer or refuses, a flow has no such end",
            "2:the input or the command line is wrong; nothing was written"
        })
public final class Terrace {

    private Terrace() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The command with its exit codes: every expected failure becomes one line on standard error. */
    public static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Terrace());
        commandLine.setOut(new PrintWriter(System.out, false, StandardCharsets.UTF_8));
        commandLine.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setParameterExceptionHandler((wrong, _) -> {
            CommandLine command = wrong.getCommandLine();
            command.getErr()
                    .println("terrace: " + words(wrong) + "; see "
                            + command.getCommandSpec().qualifiedName() + " --help");
            return command.getCommandSpec().exitCodeOnInvalidInput();
        });
        commandLine.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof Failure expected) {
                command.getErr().println("terrace: " + expected.getMessage());
                // Where 2 is the answer of a command, it says otherwise that what it was given is wrong.
                return expected.exitCode() == ExitCode.USAGE
                        ? command.getCommandSpec().exitCodeOnInvalidInput()
                        : expected.exitCode();
            }
            throw failure;
        });
        return commandLine;
    }

    private static String words(ParameterException wrong) {
        List<String> meant =
                wrong instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
        return wrong.getMessage() + (meant.isEmpty() ? "" : ", did you mean " + String.join(" or ", meant) + "?");
    }
}
