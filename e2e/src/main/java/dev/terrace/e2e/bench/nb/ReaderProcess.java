package dev.terrace.e2e.bench.nb;

import dev.terrace.ovn.rpc.Endpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a {@link Reader} found.
 *
 * @param rows that it has
 * @param seconds until it had them, in a cold process
 * @param kept millions of bytes of heap that are left after a collection
 */
record ReaderProcess(int rows, double seconds, double kept) {

    /** Of processor time: one that only collects garbage would go on for long. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Runs one with so large a heap; null where that does not suffice. */
    static @Nullable ReaderProcess run(Endpoint endpoint, String heap) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + heap,
                        "-XX:+ExitOnOutOfMemoryError",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Reader.class.getName(),
                        endpoint.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            while (!process.waitFor(100, TimeUnit.MILLISECONDS)) {
                if (process.info().totalCpuDuration().orElse(Duration.ZERO).compareTo(PATIENCE) > 0) {
                    return null;
                }
            }
            if (process.exitValue() != 0) {
                return null;
            }
            String last = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .reduce("", (_, line) -> line);
            double[] found = new JsonMapper().readValue(last, double[].class);
            return new ReaderProcess((int) found[0], found[1], found[2]);
        } finally {
            process.destroyForcibly();
        }
    }

    /** The smallest heap, in millions of bytes, that a reader of this database lives in; to within a tenth. */
    static long smallestHeap(Endpoint endpoint, long low, long high) throws IOException, InterruptedException {
        long fails = low;
        long works = high;
        while (works - fails > Math.max(2, works / 10)) {
            long middle = (works + fails) / 2;
            if (run(endpoint, middle + "000000") != null) {
                works = middle;
            } else {
                fails = middle;
            }
        }
        return works;
    }
}
