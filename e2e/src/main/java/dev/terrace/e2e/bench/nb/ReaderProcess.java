package dev.terrace.e2e.bench.nb;

import dev.terrace.ovn.rpc.Endpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a {@link Reader} found.
 *
 * @param rows that it has
 * @param milliseconds until it had them, in a cold process
 * @param kept bytes of heap, after a collection
 */
record ReaderProcess(long rows, long milliseconds, long kept) {

    private static final int PATIENCE_SECONDS = 40;

    /** Runs one with a heap of so many MiB; null where that does not suffice. */
    static @Nullable ReaderProcess run(Endpoint endpoint, long megabytes) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + megabytes + "m",
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
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                return null;
            }
            String last = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .reduce("", (_, line) -> line);
            long[] found = new JsonMapper().readValue(last, long[].class);
            return new ReaderProcess(found[0], found[1], found[2]);
        } finally {
            process.destroyForcibly();
        }
    }

    /** The smallest heap, in MiB, that a reader of this database lives in; to within a tenth. */
    static long smallestHeap(Endpoint endpoint, long low, long high) throws IOException, InterruptedException {
        long fails = low;
        long works = high;
        while (works - fails > Math.max(2, works / 10)) {
            long middle = (works + fails) / 2;
            if (run(endpoint, middle) != null) {
                works = middle;
            } else {
                fails = middle;
            }
        }
        return works;
    }
}
