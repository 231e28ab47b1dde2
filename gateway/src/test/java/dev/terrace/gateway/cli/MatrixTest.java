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

/** What {@code terrace matrix} says of a small cluster, and what a browser makes of its page. */
final class MatrixTest {

    private static final String OBJECTS = "--objects=" + resource("explain");

    @ParameterizedTest
    @ValueSource(strings = {"text", "csv", "json"})
    void podsAndPorts(String format) {
        Shell said = terrace("matrix", OBJECTS, "--by", "pod", "--port", "80/tcp,9090/tcp,icmp", "-o", format);
        assertThat(said.exitCode()).isZero();
        assertThat(said.out()).isEqualTo(golden("matrix." + format));
    }

    @Test
    void namespacesAreSums() {
        assertThat(terrace("matrix", OBJECTS, "--port", "80", "-o", "csv").out())
                .isEqualTo("""
                        from,to,port,verdict,flows,allowed
                        a,a,80/tcp,PARTLY,2,1
                        a,b,80/tcp,ALLOW,3,3
                        b,a,80/tcp,DROP,3,0
                        b,b,80/tcp,NONE,0,0
                        """);
        assertThat(terrace("matrix", OBJECTS, "--port", "80", "--namespace", "b", "-o", "csv")
                        .out())
                .doesNotContain("a,");
    }

    @Test
    void goldenFileIsHeldAgainst(@TempDir Path directory) throws IOException {
        Path kept = directory.resolve("golden.csv");
        String csv = terrace("matrix", OBJECTS, "--port", "80", "-o", "csv").out();
        Files.writeString(kept, csv);
        Shell same = terrace("matrix", OBJECTS, "--port", "80", "-o", "junit", "--golden", kept.toString());
        assertThat(same.exitCode()).isZero();
        assertThat(same.out()).contains("tests=\"4\" failures=\"0\"");

        Files.writeString(kept, csv.replace("b,a,80/tcp,DROP", "b,a,80/tcp,ALLOW") + "a,c,80/tcp,ALLOW,1,1\n");
        Shell other = terrace("matrix", OBJECTS, "--port", "80", "-o", "junit", "--golden", kept.toString());
        assertThat(other.exitCode()).isEqualTo(1);
        assertThat(other.out())
                .contains("tests=\"5\" failures=\"2\"")
                .contains("<testcase classname=\"80/tcp\" name=\"b -&gt; a\">")
                .contains("was ALLOW, and is DROP")
                .contains("ingress by isolated by np/a/default-deny")
                .contains("was ALLOW, and is no more");
    }

    @ParameterizedTest
    @CsvSource({
        "matrix, Missing required option",
        "matrix --port http, needs a port",
        "matrix --port 80/tcp -o junit, needs --golden",
        "matrix --port 80/tcp --golden none, no such file",
        "matrix --port 80/tcp --golden pom.xml, no matrix"
    })
    void whatIsWrongIsOneLine(String words, String clue) {
        Shell said = terrace((words + " " + OBJECTS).split(" "));
        assertThat(said.exitCode()).isEqualTo(2);
        assertThat(said.err().lines()).singleElement().asString().contains(clue);
    }

    @Test
    void browserShowsTheMapAndWhyWhereOneClicks(@TempDir Path directory) throws Exception {
        String page = terrace("matrix", OBJECTS, "--by", "pod", "--port", "80/tcp,9090/tcp", "-o", "html")
                .out();
        assertThat(page).doesNotContain("http://", "https://", " src=");
        Path file = Files.writeString(directory.resolve("matrix.html"), page);

        String atFirst = Browser.document(file, "", directory.resolve("profile"));
        assertThat(atFirst)
                .contains("title=\"b/y -> a/x, 80/tcp: 0 of 2 flows pass\"")
                .contains("Click a cell to see why");
        assertThat(atFirst.split("<td ", -1)).hasSize(1 + 3 * 3);

        String linked = Browser.document(file, "9090%2Ftcp,b%2Fy,a%2Fx", directory.resolve("profile"));
        assertThat(linked)
                .contains("b/y → a/x")
                .contains("9090/tcp: 2 of 2 flows pass")
                .contains("dnp/a/one rule 0");

        Files.writeString(file, page.replace("</body>", """
                <script>document.querySelector('td[data-from="b/y"][data-to="a/z"]').click()</script></body>"""));
        assertThat(Browser.document(file, "", directory.resolve("profile")))
                .contains("b/y → a/z")
                .contains("80/tcp: 0 of 1 flows pass")
                .contains("isolated by np/a/default-deny");
    }
}
