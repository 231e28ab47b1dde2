package dev.terrace.e2e.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of {@code docs/cli.md} print what it says that they print. */
final class DocumentedCommandsTest {

    private static final Pattern SHOWN = Pattern.compile("```sh\n(.*?)```\n\n```text\n(.*?)```\n", Pattern.DOTALL);

    @Test
    void printWhatIsShown(@TempDir Path root) throws Exception {
        beginAsInTheProject(root);
        String page = Files.readString(Path.of("../docs/cli.md")).replace("/tmp/", root + "/");
        List<MatchResult> shown = SHOWN.matcher(page).results().toList();
        assertThat(shown).hasSizeGreaterThan(2);
        for (MatchResult commands : shown) {
            assertThat(bash(root, commands.group(1))).isEqualTo(commands.group(2));
        }
    }

    /** The project's own {@code bin/terrace} would build it while it is built. */
    private static void beginAsInTheProject(Path root) throws IOException {
        Files.createSymbolicLink(root.resolve("deploy"), Path.of("../deploy").toRealPath());
        writeCommand(Files.createDirectory(root.resolve("bin")));
    }

    /** Writes a {@code terrace} that does not build itself first. */
    static void writeCommand(Path bin) throws IOException {
        Path terrace = bin.resolve("terrace");
        Files.writeString(
                terrace,
                "#!/bin/sh\nexec %s/bin/java -jar %s \"$@\"\n"
                        .formatted(
                                System.getProperty("java.home"),
                                Path.of("../gateway/target/terrace.jar").toRealPath()));
        assertThat(terrace.toFile().setExecutable(true)).isTrue();
    }

    private static String bash(Path directory, String commands) throws IOException, InterruptedException {
        Process bash = new ProcessBuilder("bash", "-euo", "pipefail", "-c", commands)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String printed = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(printed).isEqualTo(0);
        return printed;
    }
}
