package dev.terrace.e2e.live;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command {@code terrace} as a process of its own. */
public final class TerraceProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Process process;
    private final Path log;

    private TerraceProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts it.
     *
     * @param jar the gateway's jar, with its libraries beside it
     * @param log where standard error goes
     */
    public static TerraceProcess start(Path jar, Path log, String... arguments) {
        return start(jar, log, List.of(), arguments);
    }

    /** @param options of the virtual machine */
    public static TerraceProcess start(Path jar, Path log, List<String> options, String... arguments) {
        // A shell has its background jobs ignore SIGINT, and so would a process that one of them starts.
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-jar", jar.toString()));
        command.addAll(List.of(arguments));
        try {
            return new TerraceProcess(
                    new ProcessBuilder(command).redirectError(log.toFile()).start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** What it prints on standard output, once it has ended. */
    public String out() {
        try (Reader out = process.inputReader(StandardCharsets.UTF_8)) {
            return out.readAllAsString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines that it has printed on standard error so far. */
    public List<String> log() {
        try {
            return Files.readAllLines(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What its heap holds after a full collection, in bytes. */
    public long liveHeap() {
        try {
            Process histogram = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(process.pid()),
                            "GC.class_histogram")
                    .start();
            try (var out = histogram.inputReader(StandardCharsets.UTF_8)) {
                return out.readAllLines().stream()
                        .filter(line -> line.startsWith("Total"))
                        .mapToLong(line -> Long.parseLong(line.split("\\s+")[2]))
                        .findFirst()
                        .orElseThrow();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks it to end, as a service manager does: with SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    /** Asks it to end, as somebody at a terminal does who presses Ctrl-C: with SIGINT. */
    public void interrupt() {
        try {
            int _ = new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends it as {@code kill -9} does, which it cannot notice. */
    public void kill() {
        process.destroyForcibly();
        int _ = exitCode();
    }

    /**
     * Waits until it has ended.
     *
     * @return the exit code
     * @throws IllegalStateException when that takes longer than half a minute
     */
    public int exitCode() {
        try {
            if (process.waitFor(PATIENCE)) {
                return process.exitValue();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IllegalStateException("terrace has not ended: " + log());
    }

    /** Makes it end. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
