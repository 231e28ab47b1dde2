package dev.terrace.gateway.cli;

import static dev.terrace.gateway.cli.Shell.golden;
import static dev.terrace.gateway.cli.Shell.resource;
import static dev.terrace.gateway.cli.Shell.terrace;
import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.lint.LintRule;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code terrace lint} finds. */
final class LintTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final Set<String> LEVELS = Set.of("none", "note", "warning", "error");

    @ParameterizedTest
    @ValueSource(strings = {"text", "json", "sarif"})
    void everythingThatIsWrongWithSomePolicies(String format) {
        Shell said = lint("policies", "-o", format);
        assertThat(said.exitCode()).isEqualTo(2);
        assertThat(said.err()).isEmpty();
        assertThat(said.out()).isEqualTo(golden("lint." + format));
    }

    @Test
    void everyRuleIsInTheGoldenFiles() {
        Set<LintRule> found = EnumSet.noneOf(LintRule.class);
        Arrays.stream(LintRule.values())
                .filter(rule -> golden("lint.text").contains("[" + rule.id() + "]"))
                .forEach(found::add);
        // Without the built-in rule it is the other one.
        assertThat(found).isEqualTo(EnumSet.complementOf(EnumSet.of(LintRule.INGRESS_WITHOUT_PROBES)));
    }

    @Test
    void nothingIsFoundWhereTheAdviceWasTaken() {
        Shell said = lint("clean");
        assertThat(said.out()).isEqualTo("Nothing was found.\n");
        assertThat(said.exitCode()).isZero();
    }

    @Test
    void probesNeedARuleWhereTheBuiltInOneIsOff(@TempDir Path directory) throws IOException {
        Path off = Files.writeString(directory.resolve("off.yaml"), "platform: {kubelet-probes: false}\n");
        assertThat(lint("policies", "--config", off.toString()).out())
                .contains("warning dnp/shop/web spec.ingress[2]: denies the kubelet's probes of shop/{app=web}")
                .contains("[" + LintRule.INGRESS_WITHOUT_PROBES.id() + "]")
                .doesNotContain(LintRule.PROBES_BY_PLATFORM.id());
        assertThat(lint("clean", "--config", off.toString()).exitCode()).isZero();
    }

    @Test
    void notesAloneAreNoFailure(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("dnp.yaml"), """
                apiVersion: policy.terrace.dev/v1alpha1
                kind: DeveloperNetworkPolicy
                metadata: {namespace: shop, name: closed}
                spec:
                  priority: 1
                  subject: {pods: {podSelector: {}}}
                  ingress: [{action: Deny, from: [{wellKnown: All}]}]
                """);
        Shell said = terrace("lint", "--objects=" + directory);
        assertThat(said.out()).startsWith("note dnp/shop/closed").endsWith("\n1 note\n");
        assertThat(said.exitCode()).isZero();
    }

    /** Pods and endpoints that are there are asked, and nothing is assumed beside them. */
    @Test
    void podsThatAreThereAreTheOnesThatCount() {
        Shell said = lint("cluster");
        assertThat(said.out()).isEqualTo("""
                        warning np/a/closed spec.policyTypes: keeps 2 pods, a/one among them, from the cluster's DNS  \
                        [egress-without-dns]
                            accept 53/udp and 53/tcp to the pods of kube-system/kube-dns, or wellKnown: ClusterDNS  \
                        (src/test/resources/lint/cluster/cluster.yaml:37)
                        1 warning
                        """);
    }

    @Test
    void whatIsWrongIsNoFinding() {
        assertThat(terrace("lint").exitCode()).isEqualTo(1);
        assertThat(terrace("lint", "--objects=none").exitCode()).isEqualTo(1);
        assertThat(lint("clean", "-o", "xml").exitCode()).isEqualTo(1);
    }

    /** What sections 3.13 to 3.51 of SARIF 2.1.0 demand of the properties that are there. */
    @ParameterizedTest
    @ValueSource(strings = {"policies", "clean"})
    void sarifIsWhatItsStandardDemands(String directory) {
        JsonNode log = JSON.readTree(lint(directory, "-o", "sarif").out());
        assertThat(log.propertyNames()).containsOnly("$schema", "version", "runs");
        assertThat(log.get("version").stringValue()).isEqualTo("2.1.0");
        assertThat(URI.create(log.get("$schema").stringValue()).isAbsolute()).isTrue();
        assertThat(log.get("runs").isArray()).isTrue();
        for (JsonNode run : log.get("runs")) {
            assertThat(run.propertyNames()).containsOnly("tool", "columnKind", "results");
            assertThat(run.get("columnKind").stringValue()).isIn("utf16CodeUnits", "unicodeCodePoints");
            JsonNode driver = run.get("tool").get("driver");
            assertThat(driver.get("name").stringValue()).isNotBlank();
            List<String> rules = rules(driver.get("rules"));
            assertThat(rules).doesNotHaveDuplicates();
            assertThat(run.get("results").isArray()).isTrue();
            run.get("results").forEach(result -> result(result, rules));
        }
    }

    private static List<String> rules(JsonNode rules) {
        rules.forEach(rule -> {
            assertThat(rule.propertyNames()).containsOnly("id", "shortDescription", "help", "defaultConfiguration");
            assertThat(rule.get("shortDescription").get("text").stringValue()).isNotBlank();
            assertThat(rule.get("help").get("text").stringValue()).isNotBlank();
            assertThat(rule.get("defaultConfiguration").get("level").stringValue())
                    .isIn(LEVELS);
        });
        return rules.valueStream().map(rule -> rule.get("id").stringValue()).toList();
    }

    private static void result(JsonNode result, List<String> rules) {
        assertThat(result.propertyNames())
                .containsOnly("ruleId", "level", "message", "locations", "partialFingerprints");
        assertThat(result.get("ruleId").stringValue()).isIn(rules);
        assertThat(result.get("level").stringValue()).isIn(LEVELS);
        assertThat(result.get("message").get("text").stringValue()).isNotBlank();
        result.get("partialFingerprints")
                .valueStream()
                .forEach(print -> assertThat(print.stringValue()).isNotBlank());
        for (JsonNode location : result.get("locations")) {
            JsonNode physical = location.get("physicalLocation");
            URI uri = URI.create(physical.get("artifactLocation").get("uri").stringValue());
            assertThat(Files.exists(Path.of(uri.getPath()))).isTrue();
            assertThat(physical.get("region").get("startLine").intValue()).isPositive();
            location.get("logicalLocations")
                    .forEach(logical -> assertThat(Stream.of("name", "fullyQualifiedName", "kind")
                                    .map(logical::get))
                            .allMatch(JsonNode::isString));
        }
    }

    private static Shell lint(String directory, String... more) {
        return terrace(Stream.concat(Stream.of("lint", "--objects=" + resource("lint/" + directory)), Stream.of(more))
                .toArray(String[]::new));
    }
}
