package dev.terrace.gateway.cli;

import static dev.terrace.gateway.cli.Shell.golden;
import static dev.terrace.gateway.cli.Shell.resource;
import static dev.terrace.gateway.cli.Shell.terrace;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code terrace diff} says of changes to a small cluster. */
final class DiffTest {

    private static final String OBJECTS = "--objects=" + resource("explain");

    @ParameterizedTest
    @ValueSource(strings = {"text", "json"})
    void verdictsAndRowsThatChange(String format) {
        Shell said = terrace("diff", OBJECTS, "-f", resource("diff/change.yaml"), "-o", format);
        assertThat(said.exitCode()).isEqualTo(2);
        assertThat(said.out()).isEqualTo(golden("diff." + format));
    }

    @Test
    void whatIsThereAlreadyChangesNothing() {
        Shell said = terrace("diff", OBJECTS, "-f", resource("explain"));
        assertThat(said.exitCode()).isZero();
        assertThat(said.out()).isEqualTo("No verdict changes.\n\nNo row changes.\n");
    }

    @Test
    void podThatIsNewIsNotCompared(@TempDir Path directory) throws IOException {
        Path pod = Files.writeString(directory.resolve("pod.yaml"), """
                apiVersion: v1
                kind: Pod
                metadata: {namespace: a, name: new, labels: {app: web}}
                spec: {nodeName: n1}
                status: {podIPs: [{ip: 10.244.1.9}]}
                """);
        Shell said = terrace("diff", OBJECTS, "-f", pod.toString());
        assertThat(said.exitCode()).isEqualTo(2);
        assertThat(said.out())
                .contains("No verdict changes.", "Not compared, because they are new or gone: a/new", "+10.244.1.9");
    }

    @ParameterizedTest
    @CsvSource({
        "diff, Missing required option",
        "diff -f none.yaml, no such file",
        "diff -f pom.xml --layout up, layout"
    })
    void whatIsWrongIsNoChange(String words, String clue) {
        Shell said = terrace((words + " " + OBJECTS).split(" "));
        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.err().lines()).singleElement().asString().contains(clue);
    }
}
