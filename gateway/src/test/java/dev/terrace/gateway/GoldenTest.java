package dev.terrace.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/**
 * What {@code terrace translate} prints for an example, whole: whoever changes it sees how. The files beside were
 * written by the command, and read.
 */
final class GoldenTest {

    private static final Path EXAMPLES = Path.of("../deploy/examples");
    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    @ParameterizedTest
    @ValueSource(strings = {"text", "json"})
    void isolateIngress(String format, @TempDir Path objects) throws IOException {
        for (Path file : manifests("cluster", "stories/1-isolate-ingress")) {
            Files.copy(file, objects.resolve(file.getFileName()));
        }
        StringWriter out = new StringWriter();
        CommandLine terrace = Terrace.commandLine().setOut(new PrintWriter(out));
        assertThat(terrace.execute("translate", "--objects", objects.toString(), "-o", format))
                .isEqualTo(0);
        assertThat(out).hasToString(Files.readString(GOLDEN.resolve("isolate-ingress." + format)));
    }

    private static List<Path> manifests(String... folders) throws IOException {
        try (Stream<Path> tree = Files.walk(EXAMPLES)) {
            return tree.filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> Stream.of(folders).anyMatch(folder -> file.startsWith(EXAMPLES.resolve(folder))))
                    .toList();
        }
    }
}
