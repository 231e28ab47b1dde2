package dev.terrace.e2e.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.e2e.example.ExampleFolder;
import dev.terrace.k8s.server.ApiServerProcess;
import dev.terrace.k8s.server.Kubectl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;

/**
 * What {@code kubectl} shows of the policies, while {@code terrace run} watches a real API server as the service
 * account of {@code deploy/base}, and writes into real Northbound databases.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ConditionsTest {

    private static final Path JAR = Path.of("../gateway/target/terrace.jar");
    private static final Path BASE = Path.of("../deploy/base");
    private static final Path EXAMPLES = Path.of("../deploy/examples");
    private static final Path CLUSTER = new ExampleFolder(EXAMPLES).cluster();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration GLANCE = Duration.ofMillis(200);
    private static final Pattern GROUP = Pattern.compile("terrace_pg_\\w+");

    private final ApiServerProcess api = ApiServerProcess.start("conditions");
    private final Kubectl admin = api.admin();
    private final Path kubeconfig;
    private final NorthboundServer northbound = NorthboundServer.start();
    private final List<TerraceProcess> gateways = new ArrayList<>();
    private String test = "";

    ConditionsTest() {
        admin.run("apply", "--kustomize=" + BASE);
        admin.run("wait", "--for=condition=Established", "crd", "--all");
        for (String file : List.of("namespaces", "nodes", "pods")) {
            admin.apply(CLUSTER.resolve(file + ".yaml"));
        }
        for (String file : List.of("nodes", "pods")) {
            admin.applyStatus(CLUSTER.resolve(file + ".yaml"));
        }
        kubeconfig = api.serviceAccount("terrace", "terrace").kubeconfig();
    }

    @BeforeEach
    void begin(TestInfo info) {
        test = info.getDisplayName().replaceAll("\\W+", "-");
        northbound.empty();
        northbound.nbctl("init");
    }

    @AfterEach
    void end() {
        gateways.forEach(TerraceProcess::close);
        gateways.clear();
        admin.run("delete", "dnp", "--all", "--all-namespaces");
        admin.run("delete", "leases", "--all", "--namespace=terrace");
        admin.run("delete", "events", "--all", "--all-namespaces");
    }

    @AfterAll
    void stop() {
        northbound.close();
        api.close();
    }

    private TerraceProcess run(NorthboundServer database, String... more) {
        List<String> arguments = new ArrayList<>(
                List.of("run", "--source", "kube", "--kubeconfig", kubeconfig.toString(), "--nb", database.endpoint()));
        arguments.addAll(List.of(more));
        Path log = Path.of("target", "conditions-%s-%d.log".formatted(test, gateways.size()));
        TerraceProcess gateway = TerraceProcess.start(JAR, log, arguments.toArray(String[]::new));
        gateways.add(gateway);
        return gateway;
    }

    /** A policy of the namespace of the examples that denies a network. */
    private void apply(String name, int priority, String action, String network) {
        admin.apply("""
                apiVersion: policy.terrace.dev/v1alpha1
                kind: DeveloperNetworkPolicy
                metadata: {namespace: backend, name: %s}
                spec:
                  priority: %d
                  subject: {pods: {podSelector: {}}}
                  egress: [{action: %s, to: [{networks: [%s]}]}]
                """.formatted(name, priority, action, network));
    }

    private void awaitCondition(String policy, String condition) {
        admin.run(
                "wait",
                "--for=condition=" + condition,
                "dnp/" + policy,
                "--namespace=backend",
                "--timeout=" + PATIENCE.toSeconds() + "s");
    }

    private String condition(String policy, String type) {
        return admin.run(
                "get",
                "dnp",
                policy,
                "--namespace=backend",
                "--output=jsonpath={range .status.conditions[?(@.type==\"%s\")]}".formatted(type)
                        + "{.observedGeneration} {.status} {.reason}: {.message}{end}");
    }

    private void awaitWords(String policy, String type, String words) {
        try {
            Await.until(words, PATIENCE, GLANCE, () -> condition(policy, type).contains(words));
        } catch (IllegalStateException late) {
            throw new AssertionError(condition(policy, type), late);
        }
    }

    private void awaitDescribed(String policy, String words) {
        Await.until(words, PATIENCE, GLANCE, () -> describe(policy).contains(words));
    }

    private String describe(String policy) {
        return admin.run("describe", "dnp", policy, "--namespace=backend");
    }

    /** The generations of a policy of which the database has rows. */
    private List<String> generations(NorthboundServer database, String policy) {
        return database.nbctl(
                        "--bare",
                        "--columns=external_ids",
                        "find",
                        "ACL",
                        "external_ids:\"terrace.dev/policy\"=" + policy)
                .lines()
                .flatMap(line -> Pattern.compile("terrace.dev/generation=(\\d+)")
                        .matcher(line)
                        .results()
                        .map(found -> found.group(1)))
                .distinct()
                .toList();
    }

    @Test
    void programmedMeansThatTheRowsAreCommitted() throws InterruptedException {
        run(northbound);
        apply("outside", 1, "Deny", "192.0.2.0/24");
        awaitCondition("outside", "Accepted");
        awaitCondition("outside", "Programmed");
        assertThat(generations(northbound, "outside")).containsExactly("1");

        northbound.down();
        apply("outside", 1, "Deny", "198.51.100.0/24");
        awaitWords("outside", "Programmed", "2 False Pending: The rows of the policy are being written.");
        Thread.sleep(Duration.ofSeconds(3));
        assertThat(condition("outside", "Programmed")).startsWith("2 False Pending");

        northbound.up();
        awaitCondition("outside", "Programmed");
        assertThat(generations(northbound, "outside")).containsExactly("2");
        assertThat(condition("outside", "Programmed"))
                .isEqualTo("2 True Programmed: All rows of the policy are in the Northbound database.");
    }

    @Test
    void restartChangesNoCondition() {
        TerraceProcess first = run(northbound);
        apply("outside", 1, "Deny", "192.0.2.0/24");
        awaitCondition("outside", "Programmed");
        String before = admin.run("get", "dnp", "outside", "--namespace=backend", "--output=yaml");
        first.terminate();
        assertThat(first.exitCode()).isZero();
        run(northbound);
        apply("later", 2, "Deny", "192.0.2.0/24");
        awaitCondition("later", "Programmed");
        assertThat(admin.run("get", "dnp", "outside", "--namespace=backend", "--output=yaml"))
                .isEqualTo(before);
    }

    @Test
    void whatIsUnsupportedInvalidOrOverlappingIsSaidOnceWherePeopleLook() {
        run(northbound);
        admin.apply(EXAMPLES.resolve("stories/3-external-allow-list/policy.yaml"));
        awaitWords("mail-allow-list", "Accepted", "1 False Unsupported: spec.egress[2].to[0].domainNames");
        awaitCondition("mail-allow-list", "Programmed");
        awaitDescribed("mail-allow-list", "Warning  Unsupported");

        apply("one", 7, "Deny", "192.0.2.0/24");
        apply("two", 7, "Accept", "192.0.2.0/25");
        for (String policy : List.of("one", "two")) {
            awaitWords(
                    policy,
                    "PriorityConflict",
                    "1 True EqualPriority: spec.egress[0]: has the priority of dnp/backend/");
            awaitDescribed(policy, "Warning  EqualPriority");
            assertThat(describe(policy)).containsOnlyOnce("Warning  EqualPriority");
        }
    }

    @Test
    void podsOfAUserDefinedNetworkAreSaidToBeLeftOutUntilTheyAreMadeAnewInTheClusterNetwork() {
        run(northbound);
        pod("infrastructure-locked");
        apply("outside", 1, "Deny", "192.0.2.0/24");
        awaitWords(
                "outside",
                "PodsLeftOut",
                "1 True UserDefinedNetwork: The policy does nothing for 1 pod that it selects, in a user-defined network as"
                        + " their primary one: backend/locked.");
        awaitCondition("outside", "PodsLeftOut");
        awaitCondition("outside", "Programmed");
        awaitDescribed("outside", "Warning  UserDefinedNetwork");

        admin.run("delete", "pod", "locked", "--namespace=backend", "--grace-period=0", "--force");
        pod("primary");
        Await.until(
                "nobody is left out",
                PATIENCE,
                GLANCE,
                () -> condition("outside", "PodsLeftOut").isEmpty());
        admin.run("delete", "pod", "locked", "--namespace=backend", "--grace-period=0", "--force");
    }

    /** Makes a pod in the namespace of the examples, with that role of the cluster's network. */
    private void pod(String role) {
        admin.apply("""
                apiVersion: v1
                kind: Pod
                metadata:
                  namespace: backend
                  name: locked
                  annotations:
                    k8s.ovn.org/pod-networks: '{"default":{"ip_addresses":["10.244.9.9/24"],"role":"%s"}}'
                spec: {containers: [{name: main, image: registry.example/main:1}]}
                """.formatted(role));
    }

    @Test
    void rowThatTheDatabaseDoesNotTakeIsSaidInItsWordsUntilItDoes() {
        run(northbound);
        apply("outside", 1, "Deny", "192.0.2.0/24");
        awaitCondition("outside", "Programmed");
        String group = GROUP.matcher(northbound.nbctl(
                        "--bare", "--columns=match", "find", "ACL", "external_ids:\"terrace.dev/policy\"=outside"))
                .results()
                .map(MatchResult::group)
                .findFirst()
                .orElseThrow();
        admin.run("delete", "dnp", "outside", "--namespace=backend");
        Await.until(
                "no rows",
                PATIENCE,
                GLANCE,
                () -> generations(northbound, "outside").isEmpty());
        northbound.nbctl("--", "--id=@g", "create", "Port_Group", "name=" + group, "external_ids:owner=somebody");
        apply("outside", 1, "Deny", "192.0.2.0/24");
        awaitWords(
                "outside", "Programmed", "1 False PartiallyProgrammed: The database does not take a row of the policy");
        assertThat(condition("outside", "Programmed")).contains("Port_Group " + group);
        awaitDescribed("outside", "Warning  PartiallyProgrammed");
        northbound.nbctl("destroy", "Port_Group", group);
        awaitCondition("outside", "Programmed");
    }

    @Test
    void agentThatIsKilledShowsWithinAMinute() {
        try (NorthboundServer another = NorthboundServer.start()) {
            TerraceProcess elected = run(northbound, "--zone", "node-a");
            Await.until(
                    "an election",
                    PATIENCE,
                    GLANCE,
                    () -> elected.log().toString().contains("writes the statuses"));
            TerraceProcess other = run(another, "--zone", "node-b");
            apply("everywhere", 1, "Deny", "192.0.2.0/24");
            awaitWords("everywhere", "Programmed", "1 True Programmed: All 2 zones have all rows of the policy.");
            awaitCondition("everywhere", "Programmed");
            assertThat(generations(northbound, "everywhere")).containsExactly("1");
            assertThat(generations(another, "everywhere")).containsExactly("1");
            assertThat(other.log().toString()).doesNotContain("writes the statuses");

            elected.kill();
            Duration took = Await.until(
                    "the silence of node-a",
                    PATIENCE,
                    GLANCE,
                    () -> condition("everywhere", "Programmed")
                            .contains("Nothing is heard of the gateway of zone node-a"));
            System.out.printf("an agent that was killed shows after %d ms%n", took.toMillis());
            assertThat(condition("everywhere", "Programmed"))
                    .startsWith("1 False PartiallyProgrammed: 1 of 2 zones have all rows of the policy.");
            awaitCondition("everywhere", "Programmed=False");
            apply("later", 2, "Deny", "192.0.2.0/24");
            awaitCondition("later", "Accepted");
            awaitWords("later", "Programmed", "1 of 2 zones have all rows of the policy.");

            run(northbound, "--zone", "node-a");
            awaitCondition("everywhere", "Programmed");
            awaitCondition("later", "Programmed");
        }
    }

    @Test
    void kindThatMayNotBeReadIsToldEverywhereAndStopsNothingElse() throws Exception {
        admin.run(
                "patch",
                "clusterrole",
                "terrace",
                "--type=json",
                "--patch=[{op: test, path: /rules/3/resources/0, value: networkpolicies}, {op: remove, path: /rules/3}]");
        String words = "we may not watch networkpolicies.networking.k8s.io: the verbs list and watch are needed";
        TerraceProcess gateway = run(northbound, "--listen", "127.0.0.1:0");
        apply("outside", 1, "Deny", "192.0.2.0/24");
        awaitCondition("outside", "Accepted");
        awaitCondition("outside", "Programmed");
        assertThat(gateway.log().toString()).contains(words);
        assertThat(page(gateway, "/readyz")).contains(words);
        assertThat(page(gateway, "/metrics")).contains("terrace_source_trouble{kind=\"NetworkPolicy\"} 1.0");

        admin.apply(BASE.resolve("rbac.yaml"));
        Await.until("ready", PATIENCE, GLANCE, () -> page(gateway, "/readyz").startsWith("ready"));
        assertThat(page(gateway, "/metrics")).contains("terrace_source_trouble{kind=\"NetworkPolicy\"} 0.0");
    }

    private static String page(TerraceProcess gateway, String path) {
        return gateway.page(path).body();
    }

    @Test
    void whereItIsAskedForProgrammedMeansInEveryDatapath() throws Exception {
        Path configuration =
                Files.writeString(Path.of("target", "wait-for-datapath.yaml"), "status: {wait-for-datapath: true}\n");
        run(northbound, "--config", configuration.toString());
        apply("outside", 1, "Deny", "192.0.2.0/24");
        Await.until(
                "committed",
                PATIENCE,
                GLANCE,
                () -> !generations(northbound, "outside").isEmpty());
        Await.until("asked", PATIENCE, GLANCE, () -> configuration("nb_cfg") > 0);
        awaitWords("outside", "Programmed", "1 False Pending");
        Thread.sleep(Duration.ofSeconds(2));
        assertThat(condition("outside", "Programmed")).startsWith("1 False Pending");
        // No ovn-northd and no hypervisor is here that would say it.
        northbound.nbctl("set", "NB_Global", ".", "hv_cfg=" + configuration("nb_cfg"));
        awaitCondition("outside", "Programmed");
    }

    private long configuration(String column) {
        return Long.parseLong(northbound.nbctl("get", "NB_Global", ".", column).strip());
    }
}
