package dev.terrace.e2e.bench.explain;

import dev.terrace.e2e.bench.ProcessMemory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The command {@code terrace} in a new process, started as {@code bin/terrace} starts it.
 *
 * @param out what it printed
 * @param exitCode its exit code
 * @param seconds from its start to its end
 * @param processorSeconds what all its threads took of the processors, but for the last few milliseconds
 * @param peakMegabytes the most memory that it had at any time, its code and the JVM's own included
 */
record ColdCommand(String out, int exitCode, double seconds, double processorSeconds, double peakMegabytes) {

    private static final Path ROOT = Path.of("").toAbsolutePath();
    private static final long MINUTES = 5;

    /**
     * Runs it to its end.
     *
     * @param directory where what it prints is kept
     * @throws IllegalStateException when it does not end
     */
    static ColdCommand run(Path directory, List<String> arguments) throws IOException, InterruptedException {
        Path out = directory.resolve("out");
        List<String> command = new ArrayList<>(List.of(ROOT.resolve("bin/.java").toString()));
        command.addAll(arguments);
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        double peak = 0;
        double processor = 0;
        try {
            while (!process.waitFor(5, TimeUnit.MILLISECONDS)) {
                peak = Math.max(peak, ProcessMemory.peakMegabytes(process.pid()));
                Duration used = process.info().totalCpuDuration().orElse(Duration.ZERO);
                processor = Math.max(processor, used.toNanos() / 1e9);
                if (System.nanoTime() - start > TimeUnit.MINUTES.toNanos(MINUTES)) {
                    throw new IllegalStateException("not within " + MINUTES + " minutes: " + arguments);
                }
            }
        } finally {
            process.destroyForcibly();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return new ColdCommand(
                Files.readString(out, StandardCharsets.UTF_8), process.exitValue(), seconds, processor, peak);
    }
}
