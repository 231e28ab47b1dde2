package dev.terrace.k8s.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** What is read fast means what the library says. */
final class PlainYamlTest {

    /** With blanks between. */
    private static final String SCALARS = """
            ~ null Null NULL nULL none true True TRUE tRue false False FALSE yes no on off y n Y N
            0 1 -1 +1 00 017 0o17 0x1F 0X1F 0b1 1_000 1e3 1E3 1. .5 -.5 1.5 +1.5e-3 .inf -.inf +.INF .nan .NaN
            - -- -a + +a . .. .a 12:30 1:2:3 2001-01-01 10.0.0.0/8 fd00::1 0.0.0.0/0
            9223372036854775807 9223372036854775808 -9223372036854775809
            = < text Nothing tree fan '1' "1" 'true' "" ''
            """;

    private static final List<String> LONGER_SCALARS = List.of("", "a b", "|\n  1\n", ">\n  true\n");

    private static List<@Nullable Object> byLibrary(String text) {
        List<@Nullable Object> documents = new ArrayList<>();
        new Load(ManifestFile.YAML).loadAllFromString(text).forEach(documents::add);
        return documents;
    }

    private static void assertMeansTheSame(String text) {
        List<@Nullable Object> fast = ManifestFile.PLAIN_YAML.read(text);
        List<@Nullable Object> expected;
        try {
            expected = byLibrary(text);
        } catch (YamlEngineException | NumberFormatException notRead) {
            assertThat(fast).as(text).isNull();
            return;
        }
        assertThat(fast).as(text).isNotNull().isEqualTo(expected);
    }

    @Test
    void scalarsAreWhatTheyAre() {
        for (String scalar : SCALARS.strip().split("\\s+")) {
            assertMeansTheSame("key: " + scalar + "\n");
            assertMeansTheSame("- " + scalar + "\n- end\n");
            assertMeansTheSame("{k: [" + scalar + ", 2]}\n");
            assertMeansTheSame("? " + scalar + "\n: value\n");
        }
        for (String scalar : LONGER_SCALARS) {
            assertMeansTheSame("key: " + scalar + "\n");
            assertMeansTheSame("- " + scalar + "\n- end\n");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "---\n",
                "---\n---\na: 1\n...\n",
                "# nothing\n",
                "{}",
                "[]",
                "- - 1\n  - {a: [b, {c: }]}\n-\n",
                "%YAML 1.2\n---\na: {}\n",
                "a:\n- b\nc: 'it''s'\n"
            })
    void structuresAreWhatTheyAre(String text) {
        assertMeansTheSame(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: &x 1\nb: *x\n",
                "a: !!str 1\n",
                "a: 1\na: 2\n",
                "? [a]\n: b\n",
                "a: [1\n",
                "<<: {a: 1}\n",
                "a: !!set {b}\n",
                "\ta: 1\n"
            })
    void whatIsNotPlainIsLeftToTheLibrary(String text) {
        assertThat(ManifestFile.PLAIN_YAML.read(text)).isNull();
    }

    @Test
    void everyExampleIsPlain() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("../deploy"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".yaml")).toList()) {
                assertMeansTheSame(Files.readString(file));
            }
        }
    }
}
