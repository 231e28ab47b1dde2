package dev.terrace.e2e.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster of 100,000 pods, each with everything that a real one has in its object, in the whole of the gateway. */
final class MemoryTest {

    private static final Path JAR = Path.of("../gateway/target/terrace.jar");
    private static final int PODS = 100_000;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration GLANCE = Duration.ofMillis(500);

    @Test
    void podsOf100000FitIn300MB(@TempDir Path directory) {
        Path log = Path.of("target", "memory.log");
        try (GeneratedCluster cluster = new GeneratedCluster(PODS);
                NorthboundServer northbound = NorthboundServer.start()) {
            northbound.nbctl("init");
            try (TerraceProcess gateway = TerraceProcess.start(
                    JAR,
                    log,
                    List.of("@../gateway/src/main/jvm/gateway.options", "-Xmx300m"),
                    "run",
                    "--source",
                    "kube",
                    "--kubeconfig",
                    cluster.kubeconfig(directory.resolve("kubeconfig")).toString(),
                    "--nb",
                    northbound.endpoint())) {
                Duration took = Await.until("in sync", PATIENCE, GLANCE, () -> {
                    assertThat(gateway.isAlive()).as(gateway.log().toString()).isTrue();
                    return gateway.log().toString().contains("in sync with");
                });
                System.out.printf(
                        "%d pods: in sync after %d s with a heap of 300 MB at most, live %d MB%n",
                        PODS, took.toSeconds(), gateway.liveHeap() / 1_000_000);
                assertThat(northbound.rows("ACL")).isNotEmpty();
            }
        }
    }
}
