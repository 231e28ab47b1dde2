package dev.terrace.e2e.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Colours are there where somebody sees them, and nowhere else. */
final class ColourTest {

    private static final String COMMAND =
            "terrace explain flow --objects=../deploy/examples/cluster server/cart backend/orders:80/tcp";
    private static final String ESCAPE = "\u001b[";

    @TempDir
    private static Path path;

    @BeforeAll
    static void writeCommand() throws IOException {
        DocumentedCommandsTest.writeCommand(path);
    }

    @Test
    void onATerminalOnly() throws Exception {
        assertThat(said(inTerminal(COMMAND), Map.of("TERM", "xterm"))).contains(ESCAPE);
        assertThat(said(List.of("sh", "-c", COMMAND), Map.of("TERM", "xterm"))).doesNotContain(ESCAPE);
    }

    @Test
    void asSomebodyWishes() throws Exception {
        assertThat(said(inTerminal(COMMAND), Map.of("TERM", "xterm", "NO_COLOR", "1")))
                .doesNotContain(ESCAPE);
        assertThat(said(inTerminal(COMMAND + " --color=never"), Map.of("TERM", "xterm")))
                .doesNotContain(ESCAPE);
        assertThat(said(List.of("sh", "-c", COMMAND + " --color=always"), Map.of()))
                .contains(ESCAPE);
    }

    /** {@code script} gives it one of its own. */
    private static List<String> inTerminal(String command) {
        return List.of("script", "--quiet", "--return", "--command", command, "/dev/null");
    }

    private static String said(List<String> command, Map<String, String> environment) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().remove("NO_COLOR");
        builder.environment().putAll(environment);
        builder.environment().merge("PATH", path.toString(), (old, more) -> more + ":" + old);
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).contains("ALLOW");
        return said;
    }
}
