package dev.terrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What people get who give the command something wrong: one clear line, and the exit code that tells. */
final class TerraceTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int terrace(String... arguments) {
        CommandLine commandLine = Terrace.commandLine();
        commandLine.setOut(new PrintWriter(out));
        commandLine.setErr(new PrintWriter(err));
        return commandLine.execute(arguments);
    }

    @Test
    void directoryThatIsNotThereIsWrongInput(@TempDir Path directory) {
        assertThat(terrace("translate", "--objects", directory.resolve("none").toString()))
                .isEqualTo(2);
        assertThat(err.toString().lines()).hasSize(1).allMatch(line -> line.startsWith("terrace: "));
    }

    @Test
    void unknownKeyOfTheConfigurationIsNamed(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("config.yaml"), "owner: me\nlayuot: standalone\n");
        assertThat(terrace("run", "--config", file.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("layuot").contains("layout");
    }

    @Test
    void flowWithAnUnknownKeyIsNamed(@TempDir Path directory) throws IOException {
        Path flows = Files.writeString(directory.resolve("flows.json"), "[{\"id\": 1, \"form\": {}}]");
        assertThat(terrace("verdict", "--objects", directory.toString(), "--flows", flows.toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("[0]").contains("form");
    }

    @Test
    void emptyDirectoryHasNoRows(@TempDir Path directory) {
        assertThat(terrace("translate", "--objects", directory.toString())).isEqualTo(0);
        assertThat(out.toString()).contains("ACLs (0)");
    }

    @Test
    void clusterThatDoesNotAnswerIsOneLine(@TempDir Path directory) throws IOException {
        Path kubeconfig = Files.writeString(directory.resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                current-context: here
                contexts: [{name: here, context: {cluster: here, user: me}}]
                clusters: [{name: here, cluster: {server: "http://127.0.0.1:1"}}]
                users: [{name: me, user: {token: secret}}]
                """);
        assertThat(terrace("run", "--source", "kube", "--kubeconfig", kubeconfig.toString(), "--nb", "tcp:127.0.0.1:1"))
                .isEqualTo(1);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .contains("http://127.0.0.1:1")
                .doesNotContain("secret");
    }

    @Test
    void kubeconfigThatIsNotThereIsOneLine(@TempDir Path directory) {
        String none = directory.resolve("none").toString();
        assertThat(terrace("run", "--source", "kube", "--kubeconfig", none, "--nb", "tcp:127.0.0.1:1"))
                .isEqualTo(1);
        assertThat(err.toString().lines()).singleElement().asString().contains(none);
    }

    @Test
    void sourceOfAnotherKindIsWrongInput() {
        assertThat(terrace("run", "--source", "kubernetes", "--nb", "tcp:127.0.0.1:1"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("dir:PATH").contains("kube");
    }
}
