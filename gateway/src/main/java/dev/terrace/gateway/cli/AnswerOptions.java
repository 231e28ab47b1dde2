package dev.terrace.gateway.cli;

import dev.terrace.gateway.report.Ink;
import java.io.PrintWriter;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How an answer is printed that is text or JSON. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields, or the command does not run
final class AnswerOptions {

    /** The forms of an answer. */
    enum Format {
        text,
        json
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text or json (default: text)")
    private Format format;

    @Mixin
    private ColourOption colour;

    void print(PrintWriter out, Function<Ink, String> text, Supplier<String> json) {
        out.print(
                switch (format) {
                    case text -> text.apply(colour.ink());
                    case json -> json.get();
                });
        out.flush();
    }
}
