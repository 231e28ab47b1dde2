package dev.terrace.gateway.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code terrace completion}: what makes a shell complete the command. */
@Command(
        name = "completion",
        description = "Prints a script that makes bash or zsh complete commands, options and their values.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {"", "For this shell:  source <(terrace completion)"})
@SuppressWarnings("NullAway.Init") // picocli sets the fields, or the command does not run
public final class CompletionCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        CommandSpec root = spec.root();
        PrintWriter out = spec.commandLine().getOut();
        out.print(AutoComplete.bash(root.name(), root.commandLine()));
        out.flush();
        return 0;
    }
}
