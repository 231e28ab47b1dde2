package dev.terrace.k8s.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.core.model.Fact;
import dev.terrace.core.model.NamespaceKey;
import dev.terrace.core.model.NodeKey;
import dev.terrace.core.model.PodKey;
import dev.terrace.core.model.Policy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ManifestDirectoryTest {

    @TempDir
    Path directory;

    private Path write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Path parent = file.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        return Files.writeString(file, text);
    }

    private void assertRefused(String... parts) {
        assertThatThrownBy(() -> ManifestDirectory.read(directory))
                .isInstanceOf(ManifestException.class)
                .hasMessageContainingAll(parts)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void allDocumentsOfAllFilesAreRead() throws Exception {
        write("b/two.yml", """
                # nothing yet
                ---
                apiVersion: v1
                kind: Namespace
                metadata: {name: shop}
                ---
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: ignored}
                """);
        write("a.yaml", "{apiVersion: v1, kind: Node, metadata: {name: node-a}}");
        write("c.json", "{\"apiVersion\": \"v1\",\n\t\"kind\": \"Pod\", \"metadata\": {\"name\": \"web\"}}");
        write("empty.yaml", "");
        write("readme.txt", "kind: [");
        write(".hidden.yaml", "kind: [");
        write(".git/x.yaml", "kind: [");
        assertThat(ManifestDirectory.read(directory))
                .extracting(Fact::key)
                .containsExactly(new NodeKey("node-a"), new NamespaceKey("shop"), new PodKey("default", "web"));
    }

    @Test
    void listsAreReadItemByItem() throws Exception {
        write("list.yaml", """
                apiVersion: v1
                kind: List
                items:
                - {apiVersion: v1, kind: Namespace, metadata: {name: a}}
                - {apiVersion: v1, kind: Pod, metadata: {name: p, namespace: a}}
                ---
                apiVersion: v1
                kind: PodList
                items:
                - {metadata: {name: q, namespace: a}}
                ---
                {apiVersion: networking.k8s.io/v1, kind: NetworkPolicyList, items: []}
                """);
        assertThat(ManifestDirectory.read(directory))
                .extracting(Fact::key)
                .containsExactly(new NamespaceKey("a"), new PodKey("a", "p"), new PodKey("a", "q"));
    }

    @Test
    void aliasesMeanWhatTheyStandFor() throws Exception {
        write("a.yaml", """
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {name: a}
                spec:
                  podSelector: &web {matchLabels: {app: web}}
                  ingress: [{from: [{podSelector: *web}]}]
                """);
        assertThat(ManifestDirectory.read(directory))
                .singleElement()
                .isInstanceOfSatisfying(
                        Policy.class, policy -> assertThat(policy.problems()).isEmpty());
    }

    @Test
    void aPolicyThatIsNotUnderstoodIsNoErrorOfTheDirectory() throws Exception {
        write(
                "a.yaml",
                "{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: a}, spec: {mode: x}}");
        assertThat(ManifestDirectory.read(directory))
                .singleElement()
                .isInstanceOfSatisfying(
                        Policy.class, policy -> assertThat(policy.problems()).hasSize(1));
    }

    @Test
    void aSingleFileCanBeRead() throws Exception {
        Path file = write("a.yaml", "{apiVersion: v1, kind: Namespace, metadata: {name: a}}");
        assertThat(ManifestFile.read(file)).extracting(Fact::key).containsExactly(new NamespaceKey("a"));
        assertThatThrownBy(() -> ManifestFile.read(directory.resolve("b.yaml")))
                .isInstanceOf(ManifestException.class)
                .hasMessage(directory.resolve("b.yaml") + ": no such file");
    }

    @Test
    void aMissingDirectoryIsToldInOneLine() {
        Path missing = directory.resolve("missing");
        assertThatThrownBy(() -> ManifestDirectory.read(missing))
                .isInstanceOf(ManifestException.class)
                .hasMessage(missing + ": no such directory");
    }

    @Test
    void malformedYamlIsToldWithItsLine() throws Exception {
        write("bad.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: a\nspec: {}\n");
        assertRefused(directory.resolve("bad.yaml") + ":4: ");
    }

    @Test
    void malformedJsonIsToldWithItsLine() throws Exception {
        write("bad.json", "{\"apiVersion\": \"v1\",\n \"kind\": }");
        assertRefused(directory.resolve("bad.json") + ":2: ");
    }

    @Test
    void moreThanOneJsonDocumentIsRefused() throws Exception {
        write("bad.json", "{\"apiVersion\": \"v1\", \"kind\": \"X\"}\n{}");
        assertRefused(directory.resolve("bad.json") + ":2: ");
    }

    @Test
    void aKeyThatStandsTwiceIsRefused() throws Exception {
        write("bad.yaml", "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  name: b\n");
        assertRefused(directory.resolve("bad.yaml") + ":5: ", "duplicate key name");
        Files.delete(directory.resolve("bad.yaml"));
        write("bad.json", "{\"apiVersion\": \"v1\",\n\"kind\": \"Pod\", \"kind\": \"Node\"}");
        assertRefused(directory.resolve("bad.json") + ":2: ", "uplicate", "kind");
    }

    @Test
    void anObjectThatIsThereTwiceIsToldWithBothFiles() throws Exception {
        Path a = write("a.yaml", "{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}}");
        Path b = write("b.yaml", "{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}}");
        assertRefused(b + ": Pod shop/web is already in " + a);
    }

    @Test
    void anObjectThatCannotBeUsedIsToldWithItsFile() throws Exception {
        Path a = write("a.yaml", "{apiVersion: v1, kind: Pod, metadata: {name: web}, status: {podIP: ten}}");
        assertRefused(a + ": Pod default/web: status.podIP: must be an IP address, not ten");
    }

    @Test
    void whatIsNoObjectIsRefused() throws Exception {
        Path a = write("a.yaml", "just text");
        assertRefused(a + ": ", "must be an object");
        write("a.yaml", "kind: Pod");
        assertRefused(a + ": ", "apiVersion: is required");
    }

    @Test
    void whatIsNotUtf8IsRefused() throws Exception {
        Files.write(directory.resolve("a.yaml"), "name: \u00e4".getBytes(StandardCharsets.ISO_8859_1));
        assertRefused(directory.resolve("a.yaml") + ": not UTF-8");
    }

    @Test
    void aMountedConfigMapIsReadOnce() throws Exception {
        write("..2026_01/a.yaml", "{apiVersion: v1, kind: Namespace, metadata: {name: a}}");
        Files.createSymbolicLink(directory.resolve("..data"), Path.of("..2026_01"));
        Files.createSymbolicLink(directory.resolve("a.yaml"), Path.of("..data/a.yaml"));
        assertThat(ManifestDirectory.read(directory)).hasSize(1);
    }

    @Test
    void aLinkInACircleIsRefused() throws Exception {
        Files.createSymbolicLink(directory.resolve("self"), directory);
        assertRefused(directory.resolve("self") + ": a link to a directory above it");
    }

    @Test
    void aLinkToNothingIsRefused() throws Exception {
        Files.createSymbolicLink(directory.resolve("a.yaml"), directory.resolve("nothing"));
        assertRefused(directory.resolve("a.yaml") + ": no such file");
    }
}
