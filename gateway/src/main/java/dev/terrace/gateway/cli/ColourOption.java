package dev.terrace.gateway.cli;

import dev.terrace.gateway.report.Ink;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;

/** Whether people see colours. */
final class ColourOption {

    /** When to colour. */
    enum When {
        auto,
        always,
        never
    }

    @Option(
            names = "--color",
            paramLabel = "WHEN",
            defaultValue = "auto",
            description = "auto, always or never (default: auto, on a terminal unless NO_COLOR is set)")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private When when;

    Ink ink() {
        return switch (when) {
            case auto -> Ansi.AUTO.enabled() ? Ink.COLOUR : Ink.PLAIN;
            case always -> Ink.COLOUR;
            case never -> Ink.PLAIN;
        };
    }
}
