package dev.terrace.e2e.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.e2e.example.ExampleFolder;
import dev.terrace.e2e.example.ManifestFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code terrace run} as a process of its own, on a real Northbound database that others use too. What the database
 * holds is asked with another client than the one that is tested.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LiveTest {

    private static final Path JAR = Path.of("../gateway/target/terrace.jar");
    private static final Path CLUSTER = new ExampleFolder(Path.of("../deploy/examples")).cluster();

    private static final Duration AT_ONCE = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration GLANCE = Duration.ofMillis(2);
    private static final int EDITS = 20;

    private static final String OURS = "external_ids:\"terrace.dev/owner\"=terrace";

    /** What another controller and an administrator have there. The names of the ports are those of pods. */
    private static final String ROWS_OF_OTHERS = """
            set -e
            ovn-nbctl ls-add node-a -- lsp-add node-a server_web -- lsp-add node-a backend_mail -- lsp-add node-a other
            ovn-nbctl acl-add node-a to-lport 1500 'outport == "other" && tcp.dst == 22' drop
            ovn-nbctl create Address_Set name=a4242 addresses='"10.9.8.7"' external_ids:owner=somebody
            ovn-nbctl pg-add someone other -- acl-add someone from-lport 1001 'inport == @someone' allow-related
            ovn-nbctl --id=@acl create ACL direction=to-lport priority=7 match=ip4 action=pass \
                external_ids:'"terrace.dev/owner"'=another external_ids:'"terrace.dev/id"'=x \
                -- create Port_Group name=theirs acls=@acl external_ids:'"terrace.dev/owner"'=another
            ovn-nbctl set NB_Global . options:somebody=says
            """;

    private final NorthboundServer server = NorthboundServer.start();
    private ManifestFolder folder;
    private Path log;
    private TerraceProcess terrace;

    @BeforeEach
    void begin(TestInfo test) {
        server.empty();
        server.nbctl("init");
        server.script(ROWS_OF_OTHERS);
        folder = ManifestFolder.of(CLUSTER);
        log = Path.of("target", "live-" + test.getDisplayName().replaceAll("\\W+", "-") + ".log");
        terrace = run();
        awaitLogged("in sync with");
    }

    @AfterEach
    void end() {
        terrace.close();
        folder.close();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private TerraceProcess run() {
        return TerraceProcess.start(JAR, log, "run", "--source", "dir:" + folder.path(), "--nb", server.endpoint());
    }

    @Test
    void editedManifestIsInTheDatabaseWithinOneSecond() throws IOException {
        List<Duration> took = new ArrayList<>();
        folder.apply(policy("192.0.2.0/24"));
        awaitNetwork("192.0.2.0/24", PATIENCE);
        for (int i = 0; i < EDITS; i++) {
            String network = "198.51.100." + i;
            if (i % 2 == 0) {
                folder.apply(policy(network + "/32"));
            } else {
                // As editors do that keep the file: it is empty for a moment.
                Files.writeString(policies(), policy(network + "/32"));
            }
            took.add(awaitNetwork(network, AT_ONCE));
        }
        took.sort(null);
        System.out.printf(
                "an edited manifest is in the Northbound: %d times, median %d ms, maximum %d ms%n",
                EDITS, took.get(EDITS / 2).toMillis(), took.getLast().toMillis());
        assertThat(terrace.log()).noneMatch(line -> line.contains("WARN") || line.contains("ERROR"));
    }

    @Test
    void restartWithNothingChangedWritesNothing() {
        folder.apply(policy("192.0.2.0/24"));
        awaitNetwork("192.0.2.0/24", PATIENCE);
        SortedMap<String, ?> before = server.everything();
        terrace.terminate();
        terrace.exitCode();
        int transactions = server.transactions();

        terrace = run();
        awaitLogged("in sync with");
        assertThat(server.everything()).isEqualTo(before);
        assertThat(server.transactions()).isEqualTo(transactions);
    }

    @Test
    void removedPolicyLeavesNoRowAndRowsOfOthersAreNeverWritten() {
        SortedMap<String, ?> before = server.everything();
        folder.apply(policy("192.0.2.0/24"));
        awaitNetwork("192.0.2.0/24", PATIENCE);
        assertThat(server.nbctl(
                        "--bare",
                        "--columns=ports",
                        "find",
                        "Port_Group",
                        "external_ids:\"terrace.dev/owner\"=terrace"))
                .as("ports of pods are in our groups")
                .isNotBlank();
        folder.apply(policy("198.51.100.0/24"));
        awaitNetwork("198.51.100.0/24", PATIENCE);

        folder.withdraw();
        Await.until(
                "no row of ours", PATIENCE, GLANCE, () -> server.everything().equals(before));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "set Address_Set %s addresses='\"192.0.2.99\"'",
                "clear Address_Set %s addresses",
                "destroy Address_Set %s",
                "set ACL %s action=allow-related priority=30000",
                "set ACL %s match=ip4",
                "set ACL %s name=mine tier=0",
                "remove ACL %s external_ids terrace.dev/rule",
                "clear ACL %s external_ids",
                "clear Port_Group %s acls",
                "clear Port_Group %s ports",
                "set Port_Group %s ports=[]",
                "destroy Port_Group %s",
            })
    void driftIsPutBack(String command) {
        folder.apply(policy("192.0.2.0/24"));
        awaitNetwork("192.0.2.0/24", PATIENCE);
        SortedMap<String, ?> before = server.policyRows();
        int transactions = server.transactions();
        String table = command.split(" ")[1];
        String row = ours(table).lines().findFirst().orElseThrow();

        server.script("ovn-nbctl --no-wait " + command.formatted(row));
        Await.until(
                "the rows as before", AT_ONCE, GLANCE, () -> server.policyRows().equals(before));
        assertThat(server.transactions()).as("it was drift").isGreaterThan(transactions + 1);
    }

    @Test
    void rowWhoseOwnerIsTakenAwayIsSomebodyElsesAndSaidOnce() {
        folder.apply(policy("192.0.2.0/24"));
        awaitNetwork("192.0.2.0/24", PATIENCE);
        String row = ours("Address_Set").lines().findFirst().orElseThrow();
        server.nbctl("clear", "Address_Set", row, "external_ids");
        awaitLogged("a row of this name exists that is not ours");
        assertThat(server.nbctl("get", "Address_Set", row, "external_ids").strip())
                .isEqualTo("{}");

        server.nbctl("destroy", "Address_Set", row);
        awaitLogged("is no longer rejected");
        assertThat(terrace.log())
                .filteredOn(line -> line.contains("that is not ours;"))
                .hasSize(1);
    }

    @Test
    void malformedManifestChangesNothingUntilItIsMended() throws IOException {
        folder.apply(policy("192.0.2.0/24"));
        awaitNetwork("192.0.2.0/24", PATIENCE);
        SortedMap<String, ?> before = server.everything();

        folder.apply("kind: [DeveloperNetworkPolicy\n");
        awaitLogged("policies.yaml:2");
        Files.writeString(
                folder.path().resolve("more.yaml"), policy("198.51.100.0/24").replace("live", "more"));
        folder.apply("apiVersion: v1\nkind: Pod\nmetadata: {name: p, name: p}\n");
        awaitLogged("policies.yaml:3");
        assertThat(terrace.log().stream().filter(line -> line.contains("WARN")))
                .hasSize(2)
                .allMatch(line -> line.contains("the rows stay as they are until it is mended"));
        assertThat(server.everything()).isEqualTo(before);

        folder.apply(policy("203.0.113.0/24"));
        awaitNetwork("203.0.113.0/24", PATIENCE);
        awaitNetwork("198.51.100.0/24", PATIENCE);
        assertThat(terrace.log()).filteredOn(line -> line.contains("WARN")).hasSize(2);
        assertThat(terrace.log()).noneMatch(line -> line.startsWith("\t") || line.contains("Exception"));
    }

    @Test
    void policyThatIsNotUnderstoodIsOneWarningAndOpensNothing() {
        folder.apply(policy("192.0.2.0/24").replace("networks:", "netwroks:"));
        awaitLogged("WARN");
        Await.until(
                "its rows",
                PATIENCE,
                GLANCE,
                () -> server.policyRows().toString().contains("nobody-else"));
        assertThat(terrace.log())
                .filteredOn(line -> line.contains("WARN"))
                .singleElement()
                .asString()
                .contains("dnp/backend/live", "netwroks");
        assertThat(server.policyRows().toString()).doesNotContain("partner", "192.0.2.0");
    }

    @Test
    void explanationNamesTheRowsOfTheDatabase() throws IOException {
        folder.apply(policy("192.0.2.0/24"));
        awaitNetwork("192.0.2.0/24", PATIENCE);
        try (TerraceProcess explain = TerraceProcess.start(
                JAR,
                log.resolveSibling("live-explain.log"),
                "explain",
                "flow",
                "192.0.2.7",
                "backend/orders:80",
                "--objects=" + folder.path(),
                "--nb=" + server.endpoint())) {
            String said = explain.out();
            assertThat(explain.exitCode()).isZero();
            String partner = server.nbctl(
                    "--bare",
                    "--columns=_uuid",
                    "find",
                    "ACL",
                    OURS,
                    "external_ids:\"terrace.dev/policy\"=live",
                    "external_ids:\"terrace.dev/rule-name\"=partner");
            assertThat(said).startsWith("ALLOW").contains(partner.strip());
        }
    }

    @Test
    void policiesOfEqualPriorityThatDisagreeAreOneWarning() throws IOException {
        folder.apply(policy("192.0.2.0/24"));
        awaitNetwork("192.0.2.0/24", PATIENCE);
        Files.writeString(
                folder.path().resolve("more.yaml"),
                policy("192.0.2.0/24").replace("live", "more").replace("action: Accept", "action: Deny"));
        awaitLogged("WARN");
        assertThat(terrace.log())
                .filteredOn(line -> line.contains("WARN"))
                .singleElement()
                .asString()
                .contains(
                        "dnp/backend/more: spec.ingress[1]: has the priority of dnp/backend/live, 100,",
                        "says Deny of",
                        "from backend/orders to backend/mail where that says Accept by spec.ingress[1]");
    }

    @Test
    void serverThatIsKilledIsWaitedFor() {
        folder.apply(policy("192.0.2.0/24"));
        awaitNetwork("192.0.2.0/24", PATIENCE);
        server.down();
        folder.apply(policy("198.51.100.0/24"));
        awaitLogged("lost " + server.endpoint());
        server.up();
        awaitNetwork("198.51.100.0/24", PATIENCE);
        assertThat(server.policyRows().toString()).doesNotContain("192.0.2.0/24");
        assertThat(terrace.log()).noneMatch(line -> line.contains("ERROR") || line.startsWith("\t"));

        folder.apply(policy("203.0.113.0/24"));
        awaitNetwork("203.0.113.0/24", PATIENCE);
    }

    @Test
    void databaseThatComesBackEmptyIsFilledAgain() {
        folder.apply(policy("192.0.2.0/24"));
        awaitNetwork("192.0.2.0/24", PATIENCE);
        server.empty();
        awaitNetwork("192.0.2.0/24", PATIENCE);
    }

    @Test
    void endsWhileTheServerIsAway() {
        server.down();
        awaitLogged("lost " + server.endpoint());
        terrace.terminate();
        Await.until("the end", Duration.ofSeconds(2), GLANCE, () -> !terrace.isAlive());
        assertThat(terrace.exitCode()).isEqualTo(0);
    }

    @Test
    void endsAtOnceWhenToldToAndLeavesTheRows() {
        endsAtOnceAndLeavesTheRows(TerraceProcess::terminate);
    }

    @Test
    void endsAtOnceWhenInterruptedAndLeavesTheRows() {
        endsAtOnceAndLeavesTheRows(TerraceProcess::interrupt);
    }

    private void endsAtOnceAndLeavesTheRows(Consumer<TerraceProcess> signal) {
        folder.apply(policy("192.0.2.0/24"));
        awaitNetwork("192.0.2.0/24", PATIENCE);
        SortedMap<String, ?> before = server.everything();

        signal.accept(terrace);
        Await.until("the end", Duration.ofSeconds(2), GLANCE, () -> !terrace.isAlive());
        assertThat(terrace.exitCode()).isEqualTo(0);
        assertThat(server.everything()).isEqualTo(before);
        assertThat(terrace.log()).anyMatch(line -> line.contains("rows stay as they are"));
    }

    private String ours(String table) {
        return server.nbctl("--bare", "--columns=_uuid", "find", table, OURS);
    }

    private Path policies() {
        return folder.path().resolve("policies.yaml");
    }

    private Duration awaitNetwork(String network, Duration patience) {
        return Await.until(
                network + " in the database",
                patience,
                GLANCE,
                () -> server.rows("Address_Set").stream()
                        .anyMatch(row -> row.get("addresses").toString().contains('"' + network + '"')));
    }

    private void awaitLogged(String words) {
        Await.until(
                "\"" + words + "\" in " + log,
                PATIENCE,
                GLANCE,
                () -> terrace.log().stream().anyMatch(line -> line.contains(words)));
    }

    /** A policy that has rows of every kind. */
    private static String policy(String network) {
        return """
                apiVersion: policy.terrace.dev/v1alpha1
                kind: DeveloperNetworkPolicy
                metadata: {namespace: backend, name: live}
                spec:
                  priority: 100
                  subject:
                    pods:
                      podSelector: {}
                  ingress:
                    - name: partner
                      action: Accept
                      from:
                        - networks: [%s]
                    - name: neighbours
                      action: Accept
                      from:
                        - localPods:
                            podSelector: {}
                    - name: nobody-else
                      action: Deny
                      from:
                        - wellKnown: All
                """.formatted(network);
    }
}
