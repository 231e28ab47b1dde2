package dev.terrace.e2e.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.e2e.example.ExampleFolder;
import dev.terrace.e2e.example.ManifestFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * When {@code terrace run} does not begin: one line that says why, the exit code, and a database that nobody touched.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RefusalTest {

    private static final Path JAR = Path.of("../gateway/target/terrace.jar");
    private static final ExampleFolder EXAMPLES = new ExampleFolder(Path.of("../deploy/examples"));

    private final NorthboundServer server = NorthboundServer.start();
    private final ManifestFolder folder = ManifestFolder.of(EXAMPLES.cluster());
    private Path log = Path.of("target/refusal.log");

    @BeforeEach
    void begin(TestInfo test) {
        log = Path.of("target", "refusal-" + test.getDisplayName().replaceAll("\\W+", "") + ".log");
        folder.apply(EXAMPLES.examples().getFirst().policy());
    }

    @AfterAll
    void stop() {
        folder.close();
        server.close();
    }

    private void refuses(NorthboundServer by, int exitCode, String clue, String... options) {
        int transactions = by.transactions();
        List<String> arguments = new ArrayList<>(List.of("run"));
        arguments.addAll(List.of(options));
        try (TerraceProcess terrace = TerraceProcess.start(JAR, log, arguments.toArray(String[]::new))) {
            assertThat(terrace.exitCode()).isEqualTo(exitCode);
            assertThat(terrace.log())
                    .filteredOn(line -> !line.contains(" INFO "))
                    .singleElement()
                    .asString()
                    .startsWith("terrace: ")
                    .contains(clue);
            assertThat(terrace.out()).isEmpty();
        }
        assertThat(by.transactions()).isEqualTo(transactions);
    }

    @Test
    void malformedManifest() {
        folder.apply("kind: [\n");
        refuses(server, 2, "policies.yaml:2: ", "--source", "dir:" + folder.path(), "--nb", server.endpoint());
    }

    @Test
    void objectThatIsThereTwice() throws IOException {
        Path twice = folder.path().resolve("twice.yaml");
        Files.copy(folder.path().resolve("pods.yaml"), twice);
        refuses(server, 2, "is already in ", "--source", "dir:" + folder.path(), "--nb", server.endpoint());
        Files.delete(twice);
    }

    @Test
    void unknownKeyOfTheConfiguration(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(
                directory.resolve("config.yaml"),
                "source: dir:%s\nnb: %s\nlayuot: standalone\n".formatted(folder.path(), server.endpoint()));
        refuses(server, 2, "unknown key \"layuot\"", "--config", file.toString());
    }

    @Test
    void directoryThatIsNotThere() {
        refuses(server, 2, "none: no such directory", "--source", "dir:none", "--nb", server.endpoint());
    }

    @Test
    void sourceThatIsMissing() {
        refuses(server, 2, "missing --source", "--nb", server.endpoint());
    }

    @Test
    void serverThatDoesNotAnswer() {
        server.down();
        try {
            refuses(
                    server,
                    1,
                    "Northbound server at " + server.endpoint(),
                    "--source",
                    "dir:" + folder.path(),
                    "--nb",
                    server.endpoint());
        } finally {
            server.up();
        }
    }

    @Test
    void ovnWithoutTiers() {
        try (NorthboundServer old = NorthboundServer.start("sed '/\"tier\"/,+2d'")) {
            refuses(old, 1, "OVN 23.06 or newer is needed", "--source", "dir:" + folder.path(), "--nb", old.endpoint());
        }
    }

    @Test
    void databaseThatIsNoNorthbound() {
        try (NorthboundServer other = NorthboundServer.start("sed s/OVN_Northbound/Another/")) {
            refuses(other, 1, "no Northbound server at ", "--source", "dir:" + folder.path(), "--nb", other.endpoint());
        }
    }
}
