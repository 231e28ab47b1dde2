package dev.terrace.gateway.cli;

import dev.terrace.gateway.Terrace;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;

/** What the command said. */
record Shell(int exitCode, String out, String err) {

    private static final Path RESOURCES = Path.of("src/test/resources");

    /** Runs it in this process. */
    static Shell terrace(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command = Terrace.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int exitCode = command.execute(arguments);
        return new Shell(exitCode, out.toString(), err.toString());
    }

    /** A file or directory of the tests. */
    static String resource(String name) {
        return RESOURCES.resolve(name).toString();
    }

    /** The text of a file of the tests: what the command printed when somebody read it and found it right. */
    static String golden(String name) {
        try {
            return Files.readString(RESOURCES.resolve("golden").resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
