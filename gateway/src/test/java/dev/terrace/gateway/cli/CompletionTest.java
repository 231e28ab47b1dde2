package dev.terrace.gateway.cli;

import static dev.terrace.gateway.cli.Shell.terrace;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A real bash completes the command. */
final class CompletionTest {

    @ParameterizedTest
    @CsvSource({
        "terrace ex, explain",
        "terrace explain f, flow",
        "terrace lint --ob, --objects",
        "terrace lint -o , sarif",
        "terrace matrix --by , namespace"
    })
    void bashCompletes(String words, String offered, @TempDir Path directory) throws Exception {
        Path script = Files.writeString(
                directory.resolve("completion"), terrace("completion").out());
        Process bash = new ProcessBuilder(
                        "bash",
                        "-c",
                        """
                        source "$1"
                        COMP_LINE=$2
                        COMP_WORDS=($2)
                        [[ $2 == *' ' ]] && COMP_WORDS+=('')
                        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
                        _complete_terrace
                        printf '%s\\n' "${COMPREPLY[@]}"
                        """,
                        "bash",
                        script.toString(),
                        words.endsWith("-o") || words.endsWith("--by") ? words + " " : words)
                .redirectErrorStream(true)
                .start();
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(said).isZero();
        assertThat(said.lines().map(String::strip)).contains(offered);
    }
}
