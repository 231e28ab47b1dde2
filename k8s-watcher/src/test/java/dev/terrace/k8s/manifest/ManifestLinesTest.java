package dev.terrace.k8s.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ManifestLinesTest {

    @TempDir
    private Path directory;

    @Test
    void countsObjectsAsTheyAreRead() throws Exception {
        ManifestLines lines = lines("file.yaml", """
                ---
                # nothing
                ---
                kind: Pod
                metadata: {name: one}
                ---
                kind: PodList
                items:
                - metadata: {name: two}
                - metadata:
                    name: three
                """);
        assertThat(lines.line(0, "")).isEqualTo(4);
        assertThat(lines.line(0, "metadata.name")).isEqualTo(5);
        assertThat(lines.line(1, "metadata")).isEqualTo(9);
        assertThat(lines.line(2, "metadata.name")).isEqualTo(11);
    }

    @Test
    void findsTheInnermostPartThatIsThere() throws Exception {
        ManifestLines lines = lines("file.yaml", """
                metadata:
                  annotations:
                    example.com/a: "{}"
                spec:
                  ingress:
                  - from: []
                  - from:
                    - podSelector: {}
                      oddity: 1
                """);
        assertThat(lines.line(0, "spec.ingress[1].from[0].oddity")).isEqualTo(9);
        assertThat(lines.line(0, "spec.ingress[1]")).isEqualTo(7);
        assertThat(lines.line(0, "spec.ingress[7].from")).isEqualTo(5);
        assertThat(lines.line(0, "spec.egress")).isEqualTo(4);
        assertThat(lines.line(0, "metadata.annotations[\"example.com/a\"].spec"))
                .isEqualTo(3);
        assertThat(lines.line(0, "status")).isEqualTo(1);
    }

    @Test
    void readsJson() throws Exception {
        ManifestLines lines = lines("file.json", """
                {"kind": "Pod",
                 "spec": {
                   "nodeName": "n"}}
                """);
        assertThat(lines.line(0, "spec.nodeName")).isEqualTo(3);
    }

    private ManifestLines lines(String name, String text) throws Exception {
        Path file = Files.writeString(directory.resolve(name), text);
        return new ManifestLines(file);
    }
}
