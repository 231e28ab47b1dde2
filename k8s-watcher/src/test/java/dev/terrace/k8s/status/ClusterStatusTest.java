package dev.terrace.k8s.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PolicyKey;
import dev.terrace.core.model.PolicyKind;
import dev.terrace.core.status.Failure;
import dev.terrace.core.status.Programmed;
import dev.terrace.core.status.Progress;
import dev.terrace.core.status.Remarks;
import dev.terrace.k8s.crd.Crds;
import dev.terrace.k8s.object.ObjectKind;
import dev.terrace.k8s.policy.PolicyDecoder;
import dev.terrace.k8s.server.ApiServerProcess;
import dev.terrace.k8s.server.Kubectl;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

/** Statuses in a real API server, written as the service account of {@code deploy/base}, read with kubectl. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ClusterStatusTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final StatusSettings.Pace PACE =
            new StatusSettings.Pace(Duration.ofMillis(300), Duration.ofSeconds(3), Duration.ofSeconds(3));

    private final ApiServerProcess server = ApiServerProcess.start("status");
    private final Kubectl admin = server.admin();
    private final KubernetesClient client;
    private final PolicyVersions versions = new PolicyVersions();
    private @Nullable ClusterStatus ours;

    ClusterStatusTest(@TempDir Path directory) {
        admin.run("create", "namespace", "terrace");
        admin.apply(Path.of("../deploy/base/rbac.yaml"));
        for (Crds crd : Crds.values()) {
            admin.apply(crd.write(directory));
        }
        admin.run("wait", "--for=condition=Established", "crd", "--all");
        client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(
                        server.serviceAccount("terrace", "terrace").kubeconfig().toFile()))
                .build();
    }

    @AfterEach
    void close() {
        if (ours != null) {
            ours.close();
            ours = null;
        }
        admin.run("delete", "leases", "--all", "--namespace=terrace");
    }

    @AfterAll
    void stop() {
        client.close();
        server.close();
    }

    private ClusterStatus zone(String name) {
        ClusterStatus status = new ClusterStatus(client, new StatusSettings(name, "terrace", PACE), versions, List::of);
        status.start();
        return status;
    }

    private ClusterStatus ours() {
        ClusterStatus status = ours == null ? zone("ours") : ours;
        ours = status;
        return status;
    }

    /** Creates or changes a policy; what a source would make of it. */
    private Policy apply(ObjectKind kind, String name, String spec) {
        admin.apply("apiVersion: %s\nkind: %s\nmetadata: {name: %s, namespace: default}\nspec: {%s}\n"
                .formatted(kind.apiVersion(), kind.kind(), name, spec));
        Map<?, ?> object = JSON.readValue(get(kind, name), Map.class);
        Policy policy = PolicyDecoder.decode((PolicyKey) kind.key("default", name), object);
        versions.delivered(
                policy, (String) ((Map<?, ?>) Objects.requireNonNull(object.get("metadata"))).get("resourceVersion"));
        return policy;
    }

    private Policy applyDeveloperPolicy(String name, int priority) {
        return apply(
                ObjectKind.DEVELOPER_NETWORK_POLICY,
                name,
                "priority: %d, subject: {pods: {podSelector: {}}}".formatted(priority));
    }

    private String get(ObjectKind kind, String name) {
        return admin.run("get", kind.plural() + "." + kind.group(), name, "--namespace=default", "--output=json");
    }

    /** What a database holds that has everything that was delivered. */
    private Programmed everything(Map<PolicyKey, Failure> failed) {
        return new Programmed(versions.newest(), failed);
    }

    private Progress all(Policy... policies) {
        return new Progress(List.of(policies), Remarks.NONE, everything(Map.of()));
    }

    private static Progress nothing(Policy... policies) {
        Map<PolicyKind, Long> upTo = new EnumMap<>(PolicyKind.class);
        Arrays.stream(PolicyKind.values()).forEach(kind -> upTo.put(kind, 0L));
        return new Progress(List.of(policies), Remarks.NONE, new Programmed(upTo, Map.of()));
    }

    private void awaitCondition(ObjectKind kind, String name, String condition) {
        admin.run(
                "wait",
                "--for=condition=" + condition,
                kind.plural() + "." + kind.group() + "/" + name,
                "--timeout=60s");
    }

    private void awaitDeveloperCondition(String name, String condition) {
        awaitCondition(ObjectKind.DEVELOPER_NETWORK_POLICY, name, condition);
    }

    private String condition(String name, String type) {
        return admin.run(
                "get", "dnp", name, "--output=jsonpath={.status.conditions[?(@.type==\"%s\")]}".formatted(type));
    }

    private String events(String name) {
        return admin.run(
                "get",
                "events",
                "--field-selector=involvedObject.name=" + name,
                "--output=jsonpath={range .items[*]}{.type} {.reason} {.message}|{end}");
    }

    private void awaitEvent(String name, String words) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!events(name).contains(words)) {
            assertThat(System.nanoTime()).as(events(name)).isLessThan(deadline);
            Thread.sleep(Duration.ofMillis(100));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CLUSTER_NETWORK_POLICY", "ADMIN_NETWORK_POLICY", "BASELINE_ADMIN_NETWORK_POLICY"})
    void conditionsOnKindsThatAreNotOursSayWhoseTheyAre(ObjectKind kind) {
        String spec = switch (kind) {
            case CLUSTER_NETWORK_POLICY -> "tier: Admin, priority: 1, subject: {namespaces: {}}";
            case ADMIN_NETWORK_POLICY -> "priority: 1, subject: {namespaces: {}}";
            default -> "subject: {namespaces: {}}";
        };
        ours().report(all(apply(kind, "default", spec)));
        awaitCondition(kind, "default", "policy.terrace.dev/Accepted");
        awaitCondition(kind, "default", "policy.terrace.dev/Programmed");
    }

    @Test
    void kubectlWaitsForTheGenerationThatIsAsked() {
        Policy first = applyDeveloperPolicy("waited-for", 1);
        ours().report(all(first));
        awaitDeveloperCondition("waited-for", "Programmed");
        Programmed before = everything(Map.of());
        Policy second = applyDeveloperPolicy("waited-for", 2);
        assertThat(second.generation()).isGreaterThan(first.generation());
        assertThat(admin.attempt("", "wait", "--for=condition=Programmed", "dnp/waited-for", "--timeout=1s")
                        .succeeded())
                .as("the condition is about the generation before")
                .isFalse();
        ours().report(new Progress(List.of(second), Remarks.NONE, before));
        awaitDeveloperCondition("waited-for", "Programmed=False");
        assertThat(condition("waited-for", "Programmed")).contains("\"reason\":\"Pending\"");
        ours().report(all(second));
        awaitDeveloperCondition("waited-for", "Programmed");
    }

    @Test
    void whatIsNotUnderstoodIsInTheConditionAndInAnEventOnce() throws InterruptedException {
        Policy policy = apply(
                ObjectKind.DEVELOPER_NETWORK_POLICY,
                "misread",
                "priority: 1, subject: {pods: {podSelector: {}}}, during: nights");
        ours().report(nothing(policy));
        awaitDeveloperCondition("misread", "Accepted=False");
        assertThat(condition("misread", "Accepted"))
                .contains("\"reason\":\"UnknownField\"", "spec.during: unknown", "\"observedGeneration\":1");
        awaitEvent("misread", "Warning UnknownField spec.during: unknown");
        ours().report(all(policy));
        awaitDeveloperCondition("misread", "Programmed");
        assertThat(events("misread")).containsOnlyOnce("Warning");
        assertThat(admin.run("describe", "dnp", "misread")).contains("UnknownField");
    }

    @Test
    void overlappingAndFailedPoliciesHaveEvents() throws InterruptedException {
        Policy one = applyDeveloperPolicy("one", 1);
        Policy two = applyDeveloperPolicy("two", 1);
        String words = "spec.ingress[0]: has the priority of dnp/default/two";
        ours().report(new Progress(
                List.of(one, two),
                new Remarks(Map.of(one.key(), List.of(words)), Map.of(), Map.of()),
                everything(Map.of(
                        one.key(),
                        new Failure.Exhausted(),
                        two.key(),
                        new Failure.Rejected(List.of("ACL x: constraint violation"))))));
        awaitEvent("one", "Warning EqualPriority " + words);
        awaitEvent("one", "Warning Failed No priority is left");
        awaitEvent("two", "Warning PartiallyProgrammed The database does not take a row of the policy: ACL x");
        awaitDeveloperCondition("one", "PriorityConflict");
        assertThat(condition("one", "Accepted")).contains("\"reason\":\"Valid\"");
        awaitDeveloperCondition("one", "Programmed=False");
        awaitDeveloperCondition("two", "Programmed=False");
        ours().report(all(one, two));
        awaitDeveloperCondition("one", "Programmed");
        assertThat(condition("one", "PriorityConflict"))
                .as("it is gone with the conflict")
                .isEmpty();
    }

    @Test
    void whatIsThereAlreadyIsNotWrittenAgain() {
        Policy policy = applyDeveloperPolicy("quiet", 1);
        ours().report(all(policy));
        awaitDeveloperCondition("quiet", "Programmed");
        String before = get(ObjectKind.DEVELOPER_NETWORK_POLICY, "quiet");
        close();
        // As after a restart, when nobody remembers what was written, and it is not known yet how far the database is.
        Policy last = applyDeveloperPolicy("last", 1);
        ours().report(nothing(policy, last));
        awaitDeveloperCondition("last", "Programmed=False");
        ours().report(all(policy, last));
        awaitDeveloperCondition("last", "Programmed");
        assertThat(get(ObjectKind.DEVELOPER_NETWORK_POLICY, "quiet")).isEqualTo(before);
    }

    @Test
    void aNetworkPolicyHasNoStatusButEvents() throws InterruptedException {
        Policy policy = apply(ObjectKind.NETWORK_POLICY, "numeral", "podSelector: {}");
        ours().report(new Progress(
                List.of(policy), Remarks.NONE, everything(Map.of(policy.key(), new Failure.Exhausted()))));
        awaitEvent("numeral", "Warning Failed No priority is left");
    }

    @Test
    void zonesAreFoldedByOneOfThemAndSilenceShows() {
        Policy policy = applyDeveloperPolicy("everywhere", 1);
        ours().report(all(policy));
        ClusterStatus second = zone("second");
        second.report(nothing(policy));
        awaitMessage("everywhere", "1 of 2 zones have all rows of the policy.");
        second.report(all(policy));
        awaitMessage("everywhere", "All 2 zones have all rows of the policy.");
        awaitDeveloperCondition("everywhere", "Programmed");
        // Whichever of the two is elected, the one that is left says it.
        ours().close();
        ours = null;
        awaitMessage("everywhere", "Nothing is heard of the gateway of zone ours");
        ours().report(all(policy));
        awaitDeveloperCondition("everywhere", "Programmed");
        second.close();
    }

    private void awaitMessage(String name, String words) {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition(name, "Programmed").contains(words)) {
            assertThat(System.nanoTime()).as(condition(name, "Programmed")).isLessThan(deadline);
            try {
                Thread.sleep(Duration.ofMillis(100));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Test
    void zoneOfANodeBelongsToTheNode() {
        String node = "n-" + UUID.randomUUID();
        admin.apply("{apiVersion: v1, kind: Node, metadata: {name: %s}}".formatted(node));
        try (ClusterStatus ofNode = zone(node)) {
            Policy policy = applyDeveloperPolicy("on-a-node", 1);
            ofNode.report(all(policy));
            awaitDeveloperCondition("on-a-node", "Programmed");
        }
        assertThat(admin.run(
                        "get",
                        "lease",
                        "terrace-zone-" + node,
                        "--namespace=terrace",
                        "--output=jsonpath={.metadata.ownerReferences[*].name}"))
                .isEqualTo(node);
    }

    @Test
    void goesOnAfterTheServerWasAway() {
        Policy policy = applyDeveloperPolicy("patient", 1);
        ours().report(nothing(policy));
        awaitDeveloperCondition("patient", "Programmed=False");
        server.stop();
        ours().report(all(policy));
        server.resume();
        awaitDeveloperCondition("patient", "Programmed");
    }
}
