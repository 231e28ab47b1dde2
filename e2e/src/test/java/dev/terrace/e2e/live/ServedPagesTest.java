package dev.terrace.e2e.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.e2e.example.ExampleFolder;
import dev.terrace.e2e.example.ManifestFolder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@code terrace run --listen} answers while its database comes, goes and comes back. */
final class ServedPagesTest {

    private static final Path JAR = Path.of("../gateway/target/terrace.jar");
    private static final Path LOG = Path.of("target", "served-pages.log");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration GLANCE = Duration.ofMillis(20);
    private static final Pattern AT = Pattern.compile("metrics and health at (http://\\S+)");

    private final NorthboundServer server = NorthboundServer.start();
    private final ManifestFolder folder = ManifestFolder.of(new ExampleFolder(Path.of("../deploy/examples")).cluster());
    private final HttpClient client = HttpClient.newHttpClient();
    private final TerraceProcess terrace = TerraceProcess.start(
            JAR, LOG, "run", "--source", "dir:" + folder.path(), "--nb", server.endpoint(), "--listen", "127.0.0.1:0");

    @AfterEach
    void end() {
        terrace.close();
        client.close();
        folder.close();
        server.close();
    }

    @Test
    void sayWhatIsAndWhatIsMissing() {
        server.nbctl("init");
        await("/readyz", 200);
        assertThat(get("/healthz").statusCode()).isEqualTo(200);
        assertThat(get("/metrics").body().lines())
                .contains(
                        "terrace_ready 1.0",
                        "terrace_source_synced 1.0",
                        "terrace_writer_phase{phase=\"in_sync\"} 1.0",
                        "terrace_writer_connections_total 1.0",
                        "terrace_writer_rows " + (double) ourRows(),
                        "terrace_gateway_divergences_total 0.0");
        assertThat(get("/elsewhere").statusCode()).isEqualTo(404);

        server.down();
        await("/readyz", 503);
        assertThat(get("/readyz").body()).contains("Northbound");
        assertThat(get("/healthz").statusCode())
                .as("a new process would not help")
                .isEqualTo(200);
        assertThat(get("/metrics").body().lines()).contains("terrace_ready 0.0");

        server.up();
        await("/readyz", 200);
        assertThat(get("/metrics").body().lines())
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
        Await.until(status + " of " + page, PATIENCE, GLANCE, () -> get(page).statusCode() == status);
    }

    private HttpResponse<String> get(String page) {
        try {
            return client.send(
                    HttpRequest.newBuilder(URI.create(address() + page)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(terrace.log().toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** It chose the port itself, and says so in its log. */
    private String address() {
        Await.until("the address in " + LOG, PATIENCE, GLANCE, () -> !said().isEmpty());
        return said().getFirst();
    }

    private List<String> said() {
        return AT.matcher(String.join("\n", terrace.log()))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }
}
