package dev.terrace.e2e.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kubectl} finds the command as its plugin, through a link too. */
final class PluginTest {

    @Test
    void kubectlRunsIt(@TempDir Path directory) throws Exception {
        Path bin = Files.createDirectory(directory.resolve("bin"));
        Files.copy(Path.of("../bin/kubectl-terrace"), bin.resolve("kubectl-terrace"));
        DocumentedCommandsTest.writeCommand(bin);
        Path path = Files.createDirectory(directory.resolve("path"));
        Files.createSymbolicLink(path.resolve("kubectl-terrace"), bin.resolve("kubectl-terrace"));
        String said =
                kubectl(path, "terrace", "lint", "--objects=../deploy/examples/stories/1-isolate-ingress", "-o=json");
        assertThat(said).contains("\"findings\"");
    }

    private static String kubectl(Path path, String... words) throws IOException, InterruptedException {
        Path kubectl = Path.of(Objects.requireNonNull(System.getenv("TERRACE_KUBERNETES")), "kubectl");
        ProcessBuilder command = new ProcessBuilder(kubectl.toString());
        command.command().addAll(List.of(words));
        command.environment().merge("PATH", path.toString(), (old, more) -> more + ":" + old);
        Process process = command.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isIn(0, 2);
        return said;
    }
}
