package dev.terrace.k8s.api;

import static dev.terrace.k8s.api.DeliveredFacts.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.core.model.Fact;
import dev.terrace.core.model.FactKey;
import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PolicyKey;
import dev.terrace.core.model.PolicyKind;
import dev.terrace.core.model.Problem;
import dev.terrace.core.model.ServiceKey;
import dev.terrace.k8s.crd.Crds;
import dev.terrace.k8s.manifest.ManifestDirectory;
import dev.terrace.k8s.object.ObjectKind;
import dev.terrace.k8s.server.ApiServerProcess;
import dev.terrace.k8s.server.Kubectl;
import dev.terrace.k8s.service.Services;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The source at a real API server, as the service account that {@code deploy/base/rbac.yaml} describes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RealApiServerTest {

    private static final Path RBAC = Path.of("../deploy/base/rbac.yaml");
    private static final Duration LOOK_EVERY = Duration.ofMillis(300);

    private static final String NOT_ACCEPTED = "the API server does not accept our credentials";

    private final ApiServerProcess server = ApiServerProcess.start("source");
    private final Kubectl admin = server.admin();
    private final Kubectl terrace;

    @TempDir
    private Path directory;

    private DeliveredFacts facts = new DeliveredFacts();
    private final BlockingQueue<String> malformed = new LinkedBlockingQueue<>();
    private @Nullable KubernetesSource source;

    RealApiServerTest() {
        admin.run("create", "namespace", "terrace");
        admin.apply(RBAC);
        terrace = server.serviceAccount("terrace", "terrace");
    }

    @BeforeEach
    void begin() {
        admin.apply(RBAC);
        installCrds();
    }

    private void installCrds() {
        for (Crds crd : Crds.values()) {
            admin.apply(crd.write(directory));
        }
        admin.run("wait", "--for=condition=Established", "crd", "--all");
    }

    @AfterEach
    void closeSource() {
        if (source != null) {
            source.close();
            source = null;
        }
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private KubernetesSource start() throws Exception {
        facts = new DeliveredFacts();
        KubernetesSource started = KubernetesSource.start(
                ClusterAccess.client(terrace.kubeconfig(), null), LOOK_EVERY, facts, malformed::add);
        source = started;
        await("synced", () -> facts.atSync() != null);
        return started;
    }

    private void createNamespace(String name) throws InterruptedException {
        admin.run("create", "namespace", name);
        await(name, () -> facts.has(name));
    }

    @Test
    void givesTheFactsThatTheManifestsOfEveryExampleGive() throws Exception {
        start();
        Set<FactKey> before = facts.known().keySet();
        admin.apply(Examples.cluster().resolve("namespaces.yaml"));
        Map<FactKey, Fact> expected = new HashMap<>();
        for (Path folder : Examples.folders()) {
            admin.apply(folder);
            ManifestDirectory.read(folder).forEach(fact -> expected.put(fact.key(), fact));
        }
        admin.applyStatus(Examples.cluster().resolve("nodes.yaml"));
        admin.applyStatus(Examples.cluster().resolve("pods.yaml"));
        assertThat(expected).hasSizeGreaterThan(30);
        await("the same facts", () -> given(before, expected.keySet()).equals(expected));
        assertThat(malformed).isEmpty();
    }

    @Test
    void listedOnceItIsWhatTheWatchGives() throws Exception {
        start();
        admin.run("delete", "crd", "adminnetworkpolicies.policy.networking.k8s.io");
        createNamespace("listed");
        admin.apply("""
                apiVersion: v1
                kind: Service
                metadata: {namespace: listed, name: web}
                spec: {clusterIP: 10.96.7.7, ports: [{port: 80}]}
                ---
                apiVersion: networking.k8s.io/v1
                kind: NetworkPolicy
                metadata: {namespace: listed, name: deny}
                spec: {podSelector: {}}
                """);
        PolicyKey deny = new PolicyKey(PolicyKind.NETWORK_POLICY, "listed", "deny");
        await("policy", () -> facts.known().containsKey(deny));
        await(
                "removed",
                () -> facts.known().values().stream()
                        .noneMatch(fact ->
                                fact.key() instanceof PolicyKey key && key.kind() == PolicyKind.ADMIN_NETWORK_POLICY));
        Services services = new Services();
        List<Fact> listed = ClusterListing.read(admin.kubeconfig(), null, services::learn);
        assertThat(listed)
                .allSatisfy(fact -> assertThat(fact).isEqualTo(facts.known().get(fact.key())))
                .hasSameSizeAs(facts.known().keySet());
        assertThat(services.at(IpAddress.parse("10.96.7.7"))).isEqualTo(new ServiceKey("listed", "web"));

        // The gateway's account may not list Services, and has no need to.
        assertThat(ClusterListing.read(terrace.kubeconfig(), null, _ -> {}))
                .containsExactlyInAnyOrderElementsOf(listed);
        assertThatThrownBy(() -> ClusterListing.read(directory.resolve("none"), null, _ -> {}))
                .isInstanceOf(KubernetesException.class)
                .hasMessageContaining("no such file");
    }

    /** What was given of some objects, and of all that are new. */
    private Map<FactKey, Fact> given(Set<FactKey> before, Set<FactKey> ofInterest) {
        Map<FactKey, Fact> given = new HashMap<>();
        facts.known().forEach((key, fact) -> {
            if (ofInterest.contains(key) || !before.contains(key)) {
                given.put(key, withoutOrigin(fact));
            }
        });
        return given;
    }

    /** Without what an API server gives to an object and a file does not. */
    private static Fact withoutOrigin(Fact fact) {
        if (!(fact instanceof Policy policy)) {
            return fact;
        }
        assertThat(policy.uid()).isNotEmpty();
        assertThat(policy.generation()).isPositive();
        return new Policy(
                policy.key(),
                "",
                0,
                policy.stage(),
                policy.priority(),
                policy.subject(),
                policy.ingress(),
                policy.egress(),
                policy.isolates(),
                policy.problems());
    }

    @Test
    void fieldsThatTheCrdDoesNotKnowArriveAndFailClosed() throws Exception {
        start();
        createNamespace("unknown");
        Path manifest = Files.writeString(directory.resolve("unknown.yaml"), """
                apiVersion: policy.terrace.dev/v1alpha1
                kind: DeveloperNetworkPolicy
                metadata: {namespace: unknown, name: unknown}
                spec:
                  priority: 1
                  subject: {pods: {podSelector: {matchLabel: {a: b}}}}
                  during: nights
                  ingress:
                    - {action: Accept, from: [{services: {}}], log: true}
                    - {action: Accept, from: [{localPods: {podSelector: {}, matching: any}}]}
                    - {action: Deny, from: [{wellKnown: All}], protocols: [{tcp: {destinationPort: {name: web}}}]}
                    - {action: Deny, from: [{wellKnown: All}], protocols: [{quic: {}}]}
                """);
        admin.apply(manifest);
        PolicyKey key = new PolicyKey(PolicyKind.DEVELOPER_NETWORK_POLICY, "unknown", "unknown");
        await("policy", () -> facts.known().containsKey(key));
        Policy policy = (Policy) Objects.requireNonNull(facts.known().get(key));
        assertThat(policy.problems())
                .filteredOn(problem -> problem.reason() == Problem.Reason.UNKNOWN_FIELD)
                .extracting(Problem::path)
                .containsExactlyInAnyOrder(
                        "spec.subject.pods.podSelector.matchLabel",
                        "spec.during",
                        "spec.ingress[0].from[0].services",
                        "spec.ingress[0].log",
                        "spec.ingress[1].from[0].localPods.matching",
                        "spec.ingress[2].protocols[0].tcp.destinationPort.name",
                        "spec.ingress[3].protocols[0].quic");
        assertThat(withoutOrigin(policy))
                .isEqualTo(ManifestDirectory.read(directory).stream()
                        .filter(fact -> fact.key().equals(key))
                        .findFirst()
                        .orElseThrow());
    }

    @Test
    void aKindIsPickedUpWhenItsCrdIsInstalledAndForgottenWhenItIsRemoved() throws Exception {
        String crd = "developernetworkpolicies.policy.terrace.dev";
        admin.run("delete", "crd", crd);
        KubernetesSource running = start();
        assertThat(running.states()).containsEntry(ObjectKind.DEVELOPER_NETWORK_POLICY, KubernetesSource.State.ABSENT);
        installCrds();
        createNamespace("late");
        admin.apply("""
                apiVersion: policy.terrace.dev/v1alpha1
                kind: DeveloperNetworkPolicy
                metadata: {namespace: late, name: late}
                spec: {priority: 1, subject: {pods: {podSelector: {}}}}
                """);
        PolicyKey key = new PolicyKey(PolicyKind.DEVELOPER_NETWORK_POLICY, "late", "late");
        await("installed", () -> facts.known().containsKey(key));
        admin.run("delete", "crd", crd);
        await("removed", () -> !facts.known().containsKey(key));
    }

    @Test
    void goesOnAfterTheServerWasAway() throws Exception {
        KubernetesSource running = start();
        createNamespace("before");
        server.stop();
        await("trouble", () -> running.troubles().size() == ObjectKind.values().length);
        assertThat(facts.has("before")).isTrue();
        server.resume();
        createNamespace("after");
        admin.run("delete", "namespace", "before", "--wait=false");
        await("no trouble", () -> running.troubles().isEmpty());
        assertThat(running.states()).doesNotContainValue(KubernetesSource.State.STARTING);
    }

    @Test
    void oneKindThatMayNotBeWatchedDoesNotStopTheOthers() throws Exception {
        KubernetesSource running = start();
        createNamespace("kept");
        admin.run(
                "patch",
                "clusterrole",
                "terrace",
                "--type=json",
                "--patch=[{op: test, path: /rules/0/resources/0, value: namespaces},"
                        + " {op: remove, path: /rules/0/resources/0}]");
        restart();
        Map<ObjectKind, String> trouble =
                Map.of(ObjectKind.NAMESPACE, "we may not watch namespaces: the verbs list and watch are needed");
        await("trouble", () -> running.troubles().equals(trouble));
        assertThat(facts.has("kept")).isTrue();
        admin.apply("{apiVersion: v1, kind: Node, metadata: {name: others-go-on}}");
        await("another kind", () -> facts.known().toString().contains("others-go-on"));

        admin.apply(RBAC);
        createNamespace("again");
        await("no trouble", () -> running.troubles().isEmpty());
    }

    @Test
    void aTokenThatIsNotAcceptedAnyMoreIsReadAgain() throws Exception {
        admin.apply("{apiVersion: v1, kind: Secret, metadata: {name: ends-the-token, namespace: terrace}}");
        Kubectl shortLived = server.serviceAccount(
                "terrace", "terrace", "--bound-object-kind=Secret", "--bound-object-name=ends-the-token");
        String kept = Files.readString(terrace.kubeconfig());
        Files.copy(shortLived.kubeconfig(), terrace.kubeconfig(), StandardCopyOption.REPLACE_EXISTING);
        KubernetesSource running = start();
        admin.run("delete", "secret", "ends-the-token", "--namespace=terrace");
        restart();
        await(
                "trouble",
                () -> running.troubles().size() == ObjectKind.values().length
                        && Set.copyOf(running.troubles().values()).equals(Set.of(NOT_ACCEPTED)));
        Files.writeString(terrace.kubeconfig(), kept);
        createNamespace("with-a-new-token");
    }

    /** Cuts all watches, as a server's upgrade does. */
    private void restart() {
        server.stop();
        server.resume();
    }
}
