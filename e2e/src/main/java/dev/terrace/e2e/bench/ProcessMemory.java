package dev.terrace.e2e.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The memory of a process as the kernel counts it ({@code proc_pid_status(5)}), its code and the JVM's own included.
 */
public final class ProcessMemory {

    private ProcessMemory() {}

    /** The most that it had so far; 0 when it has ended. */
    public static double peakMegabytes(long pid) {
        return megabytes(pid, "VmHWM:");
    }

    /** What it has now; 0 when it has ended. */
    public static double residentMegabytes(long pid) {
        return megabytes(pid, "VmRSS:");
    }

    private static double megabytes(long pid, String field) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                    .filter(line -> line.startsWith(field))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException ended) {
            return 0;
        }
    }
}
