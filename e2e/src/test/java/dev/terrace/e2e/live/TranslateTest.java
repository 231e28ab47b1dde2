package dev.terrace.e2e.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.e2e.example.Example;
import dev.terrace.e2e.example.ExampleFolder;
import dev.terrace.e2e.example.ManifestFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/** The commands that {@code terrace translate -o nbctl} prints do what {@code terrace run} does. */
final class TranslateTest {

    private static final Path JAR = Path.of("../gateway/target/terrace.jar");
    private static final ExampleFolder EXAMPLES = new ExampleFolder(Path.of("../deploy/examples"));

    /** The ports of some of the pods: the others are somewhere else. */
    private static final String SWITCH = """
            set -e
            ovn-nbctl init
            ovn-nbctl ls-add node-a -- lsp-add node-a server_web -- lsp-add node-a backend_mail -- lsp-add node-a other
            """;

    /** Names that mean something to a shell or to ovn-nbctl. */
    private static final String ODD_NAMES = """
            apiVersion: policy.terrace.dev/v1alpha1
            kind: DeveloperNetworkPolicy
            metadata: {namespace: backend, name: odd}
            spec:
              priority: 7
              subject:
                pods:
                  podSelector:
                    matchExpressions: [{key: app, operator: In, values: [mail, orders]}]
              egress:
                - name: it's "so", $HOME `id` \\\\ {a=b, c} [d] ü 100%
                  action: Deny
                  to:
                    - networks: [192.0.2.0/24, "2001:db8::/32"]
            """;

    @Test
    void commandsCreateTheRowsOfRun() throws IOException {
        try (NorthboundServer server = NorthboundServer.start();
                ManifestFolder folder = ManifestFolder.of(EXAMPLES.cluster())) {
            List<Example> examples = EXAMPLES.examples();
            for (int i = 0; i < examples.size(); i++) {
                Files.copy(examples.get(i).policy(), folder.path().resolve("policy" + i + ".yaml"));
            }
            folder.apply(ODD_NAMES);

            server.script(SWITCH + commands(folder.path()));
            SortedMap<String, List<String>> ofCommands = server.policyRows();
            server.empty();
            server.script(SWITCH);
            runUntilInSync(folder.path(), server.endpoint());

            SortedMap<String, List<String>> ofRun = server.policyRows();
            assertThat(ofRun.get("ACL")).hasSizeGreaterThan(examples.size());
            assertThat(ofCommands).isEqualTo(ofRun);
        }
    }

    private static String commands(Path objects) {
        try (TerraceProcess translate = TerraceProcess.start(
                JAR, Path.of("target/translate.log"), "translate", "--objects", objects.toString(), "-o", "nbctl")) {
            String commands = translate.out();
            assertThat(translate.exitCode()).isEqualTo(0);
            return commands;
        }
    }

    private static void runUntilInSync(Path objects, String northbound) {
        try (TerraceProcess run = TerraceProcess.start(
                JAR, Path.of("target/translate-run.log"), "run", "--source", "dir:" + objects, "--nb", northbound)) {
            Await.until(
                    "in sync",
                    Duration.ofSeconds(30),
                    Duration.ofMillis(20),
                    () -> run.log().stream().anyMatch(line -> line.contains("in sync with")));
        }
    }
}
