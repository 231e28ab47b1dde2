package dev.terrace.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.model.ClusterFacts;
import dev.terrace.e2e.bench.Samples;
import dev.terrace.e2e.example.Example;
import dev.terrace.e2e.example.ExampleFolder;
import dev.terrace.e2e.example.Judgement;
import dev.terrace.e2e.live.Await;
import dev.terrace.e2e.packet.Arrival;
import dev.terrace.e2e.packet.Packet;
import dev.terrace.e2e.packet.PacketLine;
import dev.terrace.e2e.packet.Testbed;
import dev.terrace.k8s.server.AuditedRequest;
import dev.terrace.k8s.server.Kubectl;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Policies applied with {@code kubectl} to a real API server, pods that are created through it, and real packets
 * between them; the gateway runs as the service account of {@code deploy/base}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ClusterTest {

    private static final ExampleFolder EXAMPLES = new ExampleFolder(Path.of("../deploy/examples"));
    /** In each of two orders. */
    private static final int PODS = Integer.getInteger("terrace.first-packets", 20) / 2;

    /** A pod is held until its port is in its groups, which it may notice on a busy machine. */
    private static final double MILLISECONDS_CLOSED = 500;

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration AT_ONCE = Duration.ofMillis(200);
    private static final Duration GLANCE = Duration.ofMillis(20);

    private final KubernetesCluster cluster = new KubernetesCluster(EXAMPLES, Path.of("target/cluster-gateway.log"));
    private final Kubectl admin = cluster.admin();
    private final Testbed testbed = cluster.testbed();

    static Stream<Example> examples() {
        return EXAMPLES.examples().stream();
    }

    @AfterAll
    void end() {
        cluster.close();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void packetsDoAsTheTableSays(Example example) {
        try {
            ClusterFacts facts = cluster.enforce(example.policy());
            Judgement.agrees(example.packets(), facts, testbed);
        } finally {
            admin.run("delete", "--filename=" + example.policy());
        }
    }

    @Test
    void verdictsFollowWhatIsEdited() {
        admin.apply("""
                apiVersion: policy.terrace.dev/v1alpha1
                kind: DeveloperNetworkPolicy
                metadata: {namespace: backend, name: public-web-only}
                spec:
                  priority: 1
                  subject: {pods: {podSelector: {matchLabels: {app: orders}}}}
                  ingress:
                    - action: Accept
                      from:
                        - pods:
                            namespaceSelector: {matchLabels: {exposure: public}}
                            podSelector: {matchLabels: {app: web}}
                    - {action: Deny, from: [{wellKnown: All}]}
                """);
        cluster.awaitProgrammed();
        become("server/web backend/orders 8080/tcp ALLOW", "backend/mail backend/orders 8080/tcp DROP");

        admin.run("label", "pod", "web", "--namespace=server", "--overwrite", "app=another");
        become("server/web backend/orders 8080/tcp DROP");
        admin.run("label", "pod", "web", "--namespace=server", "--overwrite", "app=web");
        become("server/web backend/orders 8080/tcp ALLOW");

        admin.run("label", "namespace", "server", "exposure-");
        become("server/web backend/orders 8080/tcp DROP");
        admin.run("label", "namespace", "server", "exposure=public");
        become("server/web backend/orders 8080/tcp ALLOW");

        admin.run("label", "pod", "orders", "--namespace=backend", "--overwrite", "app=another");
        become("backend/mail backend/orders 8080/tcp ALLOW");
        admin.run("label", "pod", "orders", "--namespace=backend", "--overwrite", "app=orders");
        become("backend/mail backend/orders 8080/tcp DROP");

        admin.run("delete", "dnp", "public-web-only", "--namespace=backend");
        become("backend/mail backend/orders 8080/tcp ALLOW");
    }

    @ParameterizedTest
    @EnumSource
    void newPodIsUnderItsPoliciesFromItsFirstPacketOn(FirstPackets.Order order) {
        cluster.create(FirstPackets.RESOURCES.resolve("first.yaml"));
        cluster.awaitProgrammed();
        List<FirstPackets.Trial> trials = new ArrayList<>();
        try (FirstPackets packets = new FirstPackets(cluster.client(), cluster.node())) {
            for (int i = 0; i < PODS; i++) {
                trials.add(packets.pod(order.pod(i), order));
            }
        }
        admin.run("delete", "dnp,pods", "--all", "--namespace=first");
        System.out.printf("new pods, %s%n", order);
        tell("created to in its groups", trials, trial -> trial.moments().complete() - trial.created());
        tell(
                "port row to in its groups",
                trials,
                trial -> trial.moments().complete() - trial.moments().row());
        tell("installed to reported to run", trials, trial -> trial.running() - trial.installed());
        tell(
                "in its groups to installed",
                trials,
                trial -> trial.installed() - trial.moments().complete());
        tell("created to all that is allowed", trials, trial -> trial.connected() - trial.created());
        tell("reported to run to all that is allowed", trials, trial -> trial.connected() - trial.running());
        List<FirstPackets.Trial> held =
                trials.stream().filter(trial -> trial.moments().held()).toList();
        tellEarly("pods", trials);
        tellEarly("pods that were held before they had a port", held);
        assertThat(trials)
                .allSatisfy(trial -> assertThat(trial.connected() - trial.running())
                        .as("from when it is reported to run until all that is allowed goes through: %s", trial)
                        .isLessThan(MILLISECONDS_CLOSED));
        // On a busy machine a pod may have its port before the gateway was given the time to hear of it.
        assertThat(held)
                .hasSizeGreaterThan(PODS / 2)
                .allSatisfy(trial -> assertThat(trial.early())
                        .as("packets that the policies of either end deny: %s", trial)
                        .isEmpty());
    }

    private static void tellEarly(String what, List<FirstPackets.Trial> trials) {
        System.out.printf(
                Locale.ROOT,
                "%d of %d %s got or sent what they should not; at most %.0f ms after their port was installed%n",
                trials.stream().filter(trial -> !trial.early().isEmpty()).count(),
                trials.size(),
                what,
                trials.stream().mapToDouble(FirstPackets.Trial::openFor).max().orElse(0));
    }

    /**
     * After all others: what nobody asks for was granted in vain, and what is refused should be granted or not be asked
     * for.
     */
    @Test
    @Order(Integer.MAX_VALUE)
    void serviceAccountAsksForAllThatIsGrantedToItAndForNothingElse() {
        List<AuditedRequest> requests = cluster.requests();
        assertThat(requests).isNotEmpty().noneMatch(AuditedRequest::refused);
        Set<String> asked = requests.stream()
                .filter(request -> !request.resource().isEmpty())
                .map(request -> request.verb() + " " + request.resource())
                .collect(Collectors.toSet());
        assertThat(asked).isEqualTo(cluster.granted());
    }

    private static void tell(
            String what, List<FirstPackets.Trial> trials, ToDoubleFunction<FirstPackets.Trial> milliseconds) {
        Samples samples = new Samples();
        trials.forEach(trial -> samples.add(Math.round(milliseconds.applyAsDouble(trial) * 1e6)));
        System.out.printf(
                Locale.ROOT,
                "%s, %d pods: minimum %.0f, p50 %.0f, p99 %.0f, maximum %.0f ms%n",
                what,
                samples.count(),
                samples.micros(0) / 1e3,
                samples.medianMicros() / 1e3,
                samples.p99Micros() / 1e3,
                samples.micros(1) / 1e3);
    }

    /** Waits until packets do so, and asserts that this is what the objects of the API mean. */
    private void become(String... table) {
        List<PacketLine> lines = PacketLine.table(List.of(table));
        List<Packet> packets = testbed.topology().packets(lines);
        Await.until(
                String.join(", ", table),
                PATIENCE,
                GLANCE,
                () -> testbed.send(packets, AT_ONCE).stream().allMatch(Arrival::asExpected));
        Judgement.agrees(lines, cluster.facts(), testbed);
    }
}
