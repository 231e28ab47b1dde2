package dev.terrace.k8s.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How much memory a source needs in a process of its own, which is given no more. */
final class MemoryTest {

    private static final int PODS = 100_000;
    private static final int MEGABYTES = 300;

    @Test
    void oneHundredThousandPodsFit() throws Exception {
        Path log = Path.of("target", "memory.log");
        try (GeneratedPods server = new GeneratedPods(PODS)) {
            Process source = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:+UseSerialGC",
                            "-Xmx200m",
                            "-cp",
                            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                            MemoryTest.class.getName(),
                            server.url())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            try {
                assertThat(source.waitFor(Duration.ofMinutes(4))).as("%s", log).isTrue();
            } finally {
                source.destroyForcibly();
            }
        }
        List<String> lines = Files.readAllLines(log);
        lines.forEach(System.out::println);
        assertThat(lines.getLast()).as("%s", lines).startsWith("resident at most ");
        long resident = Long.parseLong(lines.getLast().replaceAll("\\D", ""));
        assertThat(resident).isLessThan(MEGABYTES);
    }

    /** Lists all there is, and prints what that takes. */
    public static void main(String[] arguments) throws Exception {
        Config config =
                new ConfigBuilder(Config.empty()).withMasterUrl(arguments[0]).build();
        DeliveredFacts facts = new DeliveredFacts();
        long start = System.nanoTime();
        try (KubernetesSource source = KubernetesSource.start(
                ClusterAccess.client(config),
                Duration.ofSeconds(30),
                facts,
                unusable -> System.out.println(unusable))) {
            DeliveredFacts.await("synced", Duration.ofMinutes(4), () -> facts.atSync() != null);
            System.out.printf("%d facts after %d s%n", facts.size(), (System.nanoTime() - start) / 1_000_000_000);
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            System.out.printf("heap %d MB%n", runtime.totalMemory() - runtime.freeMemory() >> 20);
            assertThat(source.troubles()).isEmpty();
            assertThat(facts.size()).isEqualTo(PODS);
        }
        String peak = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .findFirst()
                .orElseThrow();
        System.out.printf("resident at most %d MB%n", Long.parseLong(peak.replaceAll("\\D", "")) >> 10);
        System.exit(0);
    }
}
