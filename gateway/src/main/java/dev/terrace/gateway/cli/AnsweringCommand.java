package dev.terrace.gateway.cli;

import picocli.CommandLine.Mixin;

/** One whose answer is text or JSON. */
@SuppressWarnings("NullAway.Init") // picocli sets the field, or the command does not run
abstract class AnsweringCommand extends ClusterCommand {

    @Mixin
    AnswerOptions answer;
}
