package dev.terrace.gateway;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;

/** An expected failure: its message is the one line that the person at the terminal gets. */
public final class Failure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private Failure(String message, int exitCode, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** What was given is wrong: a file, a value, a combination. */
    public static Failure ofInput(String message, @Nullable Throwable cause) {
        return new Failure(message, ExitCode.USAGE, cause);
    }

    /** What was given is fine, and the work failed: a server that does not answer. */
    public static Failure ofWork(String message, @Nullable Throwable cause) {
        return new Failure(message, ExitCode.SOFTWARE, cause);
    }

    public int exitCode() {
        return exitCode;
    }
}
