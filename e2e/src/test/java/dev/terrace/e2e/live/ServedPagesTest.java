package dev.terrace.e2e.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.e2e.example.ExampleFolder;
import dev.terrace.e2e.example.ManifestFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@code terrace run --listen} answers while its database comes, goes and comes back. */
final class ServedPagesTest {

    private static final Path JAR = Path.of("../gateway/target/terrace.jar");
    private static final Path LOG = Path.of("target", "served-pages.log");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration GLANCE = Duration.ofMillis(20);

    private final NorthboundServer server = NorthboundServer.start();
    private final ManifestFolder folder = ManifestFolder.of(new ExampleFolder(Path.of("../deploy/examples")).cluster());
    private final TerraceProcess terrace = TerraceProcess.start(
            JAR, LOG, "run", "--source", "dir:" + folder.path(), "--nb", server.endpoint(), "--listen", "127.0.0.1:0");

    @AfterEach
    void end() {
        terrace.close();
        folder.close();
        server.close();
    }

    @Test
    void sayWhatIsAndWhatIsMissing() {
        server.nbctl("init");
        await("/readyz", 200);
        assertThat(terrace.page("/healthz").statusCode()).isEqualTo(200);
        assertThat(terrace.page("/metrics").body().lines())
                .contains(
                        "terrace_ready 1.0",
                        "terrace_source_synced 1.0",
                        "terrace_writer_phase{phase=\"in_sync\"} 1.0",
                        "terrace_writer_connections_total 1.0",
                        "terrace_writer_rows " + (double) ourRows(),
                        "terrace_gateway_divergences_total 0.0");
        assertThat(terrace.page("/elsewhere").statusCode()).isEqualTo(404);

        server.down();
        await("/readyz", 503);
        assertThat(terrace.page("/readyz").body()).contains("Northbound");
        assertThat(terrace.page("/healthz").statusCode())
                .as("a new process would not help")
                .isEqualTo(200);
        assertThat(terrace.page("/metrics").body().lines()).contains("terrace_ready 0.0");

        server.up();
        await("/readyz", 200);
        assertThat(terrace.page("/metrics").body().lines())
                .contains("terrace_ready 1.0", "terrace_writer_connections_total 2.0");
    }

    private int ourRows() {
        return List.of("ACL", "Port_Group", "Address_Set").stream()
                .mapToInt(table -> (int) server.rows(table).stream()
                        .filter(row -> row.toString().contains("[\"terrace.dev/owner\",\"terrace\"]"))
                        .count())
                .sum();
    }

    private void await(String page, int status) {
        Await.until(
                status + " of " + page,
                PATIENCE,
                GLANCE,
                () -> terrace.page(page).statusCode() == status);
    }
}
