package dev.terrace.gateway.cli;

import static dev.terrace.gateway.cli.Shell.terrace;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A real bash and a real zsh complete the command. */
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
        String said = said(
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
                script(directory),
                words.endsWith("-o") || words.endsWith("--by") ? words + " " : words);
        assertThat(said.lines().map(String::strip)).contains(offered);
    }

    /** In a terminal, because the tabulator means nothing elsewhere. */
    @ParameterizedTest
    @CsvSource({
        "terrace ex, terrace explain",
        "terrace explain f, terrace explain flow",
        "terrace lint -o sa, terrace lint -o sarif"
    })
    void zshCompletes(String typed, String line, @TempDir Path directory) throws Exception {
        String said = said(
                "timeout",
                "60",
                "zsh",
                "-f",
                "-c",
                """
                        zmodload zsh/zpty
                        zpty shell zsh -f -i
                        zpty -w shell "PROMPT='ready> '; autoload -U +X compinit && compinit -u -D
                            autoload -U +X bashcompinit && bashcompinit; source $1; : done"
                        zpty -w -n shell "$2"$'\t'
                        zpty -r -m shell said "*$3*" && print -r -- "$said"
                        zpty -d shell
                        """,
                "zsh",
                script(directory),
                typed,
                line.substring(line.lastIndexOf(' ') + 1) + "*");
        assertThat(said.replaceAll("\\e\\[[0-9;?]*[a-zA-Z]", "")).contains(line);
    }

    private static String script(Path directory) throws IOException {
        return Files.writeString(
                        directory.resolve("completion"), terrace("completion").out())
                .toString();
    }

    /** What a command says, which must end well. */
    private static String said(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
