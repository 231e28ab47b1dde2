package dev.terrace.gateway.cli;

import picocli.CommandLine.Command;

/** {@code terrace explain}: why. */
@Command(
        name = "explain",
        description = "Says why a packet passes or does not, what binds a pod, what a policy does.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ExplainFlowCommand.class, ExplainPodCommand.class, ExplainPolicyCommand.class})
public final class ExplainCommand {}
