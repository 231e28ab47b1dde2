package dev.terrace.e2e.image;

import dev.terrace.e2e.live.Await;
import dev.terrace.e2e.synthetic.ScaledShape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Makes the AOT cache of an image (JEP 483, 514 and 515): a gateway in a container of the image brings a database to
 * what an API server says and is told to end, and a second virtual machine in the same image makes the cache of what
 * the first one loaded, linked and found worth compiling.
 */
public final class Training {

    private static final ScaledShape SHAPE = ScaledShape.of(300, 60);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration GLANCE = Duration.ofMillis(200);
    private static final Duration GRACE = Duration.ofMinutes(1);
    private static final int PORT = 9641;

    private Training() {}

    /** @param arguments the image, and the directory where {@code terrace.aot} is to be */
    public static void main(String[] arguments) throws Exception {
        String image = arguments[0];
        Path out = Files.createDirectories(Path.of(arguments[1])).toAbsolutePath();
        Files.setPosixFilePermissions(out, PosixFilePermissions.fromString("rwxrwxrwx"));
        try (LoadedCluster cluster = new LoadedCluster("training", Path.of(""), SHAPE)) {
            Overlay overlay = cluster.overlay("alongside", "DaemonSet").withImage(image);
            Kubelet kubelet = cluster.kubelet(Map.of());
            Map<Path, String> written = Map.of(out, "/aot");
            try (PodContainer gateway = kubelet.start(
                    "record",
                    overlay,
                    List.of("-XX:AOTMode=record", "-XX:AOTConfiguration=/aot/terrace.aotconf"),
                    List.of(),
                    written)) {
                for (String page : List.of("/readyz", "/healthz", "/metrics")) {
                    Await.until(page, PATIENCE, GLANCE, () -> gateway.probe(PORT, page) == 200);
                }
                finish(gateway, gateway.stop(GRACE));
            }
            try (PodContainer assembly = kubelet.start(
                    "create",
                    overlay,
                    List.of(
                            "-XX:AOTMode=create",
                            "-XX:AOTConfiguration=/aot/terrace.aotconf",
                            "-XX:AOTCache=/aot/terrace.aot"),
                    List.of(),
                    written)) {
                finish(assembly, assembly.exitCode());
            }
            Files.delete(out.resolve("terrace.aotconf"));
        }
        System.exit(0);
    }

    private static void finish(PodContainer container, int exitCode) {
        if (exitCode != 0) {
            throw new IllegalStateException("ended with " + exitCode + ": " + container.log());
        }
    }
}
