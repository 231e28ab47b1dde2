package dev.terrace.e2e.live;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The command {@code terrace} as a process of its own. */
public final class TerraceProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration GLANCE = Duration.ofMillis(20);
    private static final Pattern PAGES = Pattern.compile("metrics and health at (http://\\S+)");

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

    /**
     * Asks for a page of those that {@code --listen} serves, as soon as it has said where that is.
     *
     * @throws IllegalStateException when it says nothing of it within half a minute, or does not answer
     */
    public HttpResponse<String> page(String path) {
        Await.until("an address of pages in " + log, PATIENCE, GLANCE, () -> !pages().isEmpty());
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create(pages().getFirst() + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException("no answer for " + path + ": " + log(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private List<String> pages() {
        return PAGES.matcher(String.join("\n", log()))
                .results()
                .map(found -> found.group(1))
                .toList();
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
