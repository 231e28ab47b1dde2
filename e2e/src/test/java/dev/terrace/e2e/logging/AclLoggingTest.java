package dev.terrace.e2e.logging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.Logging;
import dev.terrace.core.model.Protocol;
import dev.terrace.core.row.LogMeter;
import dev.terrace.e2e.example.ManifestFolder;
import dev.terrace.e2e.live.GatewayProcess;
import dev.terrace.e2e.node.Host;
import dev.terrace.e2e.node.Listener;
import dev.terrace.e2e.node.OvnNode;
import dev.terrace.e2e.node.Probe;
import dev.terrace.e2e.node.Seen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What ovn-controller writes down of packets that policies allow, deny and pass, as annotations ask for it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AclLoggingTest {

    private static final IpAddress WEB = IpAddress.parse("10.244.1.1");
    private static final int PORT = 8080;
    private static final Path LOG = Path.of("target/acl-logging.log");

    private static final String PODS = """
            {apiVersion: v1, kind: Pod, metadata: {namespace: shop, name: web, labels: {app: web}},
             status: {podIPs: [{ip: 10.244.1.1}]}}
            ---
            {apiVersion: v1, kind: Pod, metadata: {namespace: shop, name: client, labels: {app: client}},
             status: {podIPs: [{ip: 10.244.1.2}]}}
            ---
            {apiVersion: v1, kind: Pod, metadata: {namespace: shop, name: stranger, labels: {app: stranger}},
             status: {podIPs: [{ip: 10.244.1.3}]}}
            """;

    /** The client may, nobody else. */
    private static final String DEVELOPER = """
            {apiVersion: policy.terrace.dev/v1alpha1, kind: DeveloperNetworkPolicy, metadata: {namespace: shop, name: dnp},
             spec: {priority: 5, subject: {pods: {podSelector: {matchLabels: {app: web}}}}, ingress: [
               {action: Accept, from: [{localPods: {podSelector: {matchLabels: {app: client}}}}]},
               {action: Deny, from: [{wellKnown: All}]}]}}
            """;

    private static final String NETWORK = """
            {apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {namespace: shop, name: np},
             spec: {podSelector: {matchLabels: {app: web}}, policyTypes: [Ingress], ingress: [
               {from: [{podSelector: {matchLabels: {app: client}}}]}]}}
            """;

    /** What the client sends is for somebody else to decide, in its pass. */
    private static final String CLUSTER = """
            {apiVersion: policy.networking.k8s.io/v1alpha2, kind: ClusterNetworkPolicy,
             metadata: {name: cnp, annotations: {k8s.ovn.org/acl-logging: '{"pass": "info", "deny": "warning"}'}},
             spec: {tier: Admin, priority: 5, subject: {pods: {podSelector: {matchLabels: {app: web}}}}, ingress: [
               {action: Pass, from: [{pods: {podSelector: {matchLabels: {app: client}}}}]},
               {action: Deny, from: [{pods: {podSelector: {}}}]}]}}
            """;

    @TempDir
    private static Path cluster;

    private final OvnNode node = OvnNode.start();
    private ManifestFolder folder;
    private GatewayProcess gateway;

    @BeforeAll
    void begin() throws IOException {
        Files.writeString(cluster.resolve("pods.yaml"), PODS);
        folder = ManifestFolder.of(cluster);
        node.create(Stream.of("web", "client", "stranger")
                .map(name -> new Host("shop", name, "shop", address(name), null, null))
                .toList());
        node.serve(List.of(new Listener("shop_web", Protocol.TCP, PORT)));
        gateway = GatewayProcess.start(Path.of("../gateway/target/terrace.jar"), node, folder.path(), LOG);
    }

    private static String address(String name) {
        return "10.244.1." + (List.of("web", "client", "stranger").indexOf(name) + 1);
    }

    @AfterEach
    void withdraw() {
        apply("{}");
        assertThat(node.nbctl("--bare", "--columns=name", "list", "Meter")).isBlank();
    }

    @AfterAll
    void end() throws IOException {
        gateway.close();
        assertThat(Files.readAllLines(LOG))
                .as("what it costs is told once")
                .filteredOn(line -> line.contains("ACLs log from now on"))
                .hasSize(1);
        folder.close();
        node.close();
    }

    /** Makes these the policies, in the namespace {@code shop} with this annotation. */
    private void apply(String annotation, String... policies) {
        String namespace = "{apiVersion: v1, kind: Namespace, metadata: {name: shop, annotations: {"
                + Logging.ANNOTATION + ": '" + annotation + "'}}}\n";
        folder.apply(Stream.concat(Stream.of(namespace), Stream.of(policies)).collect(Collectors.joining("---\n")));
        gateway.awaitSync();
    }

    /** What is logged of one connection of each of the others to the web pod. */
    private Set<String> logged(Seen.Outcome client, Seen.Outcome stranger) {
        int before = lines().size();
        List<Seen> seen = node.probe(Stream.of("shop_client", "shop_stranger")
                .map(from -> new Probe(from, WEB, Protocol.TCP, PORT))
                .toList());
        assertThat(seen).extracting(Seen::outcome).containsExactly(client, stranger);
        return lines().stream().skip(before).map(AclLoggingTest::told).collect(Collectors.toSet());
    }

    /** The lines of {@code acl_log} so far. */
    private List<String> lines() {
        return node.run("cat", "/var/log/testbed/ovn-controller.log")
                .lines()
                .filter(line -> line.contains("acl_log"))
                .toList();
    }

    /** Name, verdict and severity in the manner of {@code DNP:shop:dnp:Ingress:0 allow notice}. */
    private static String told(String line) {
        return line.replaceFirst(".*name=\"([^\"]*)\", verdict=(\\w+), severity=(\\w+),.*", "$1 $2 $3");
    }

    @Test
    void logsWhatTheAnnotationOfTheNamespaceAsksFor() throws IOException {
        apply("{}", DEVELOPER);
        assertThat(logged(Seen.Outcome.ALLOW, Seen.Outcome.DROP)).isEmpty();

        apply("{\"deny\": \"alert\", \"allow\": \"notice\"}", DEVELOPER);
        assertThat(logged(Seen.Outcome.ALLOW, Seen.Outcome.DROP))
                .containsExactlyInAnyOrder("DNP:shop:dnp:Ingress:0 allow notice", "DNP:shop:dnp:Ingress:1 drop alert");

        apply("{\"deny\": \"debug\", \"allow\": \"loud\"}", DEVELOPER);
        assertThat(logged(Seen.Outcome.ALLOW, Seen.Outcome.DROP)).containsExactly("DNP:shop:dnp:Ingress:1 drop debug");
        assertThat(Files.readAllLines(LOG))
                .filteredOn(line -> line.contains("Namespace shop: metadata.annotations"))
                .singleElement()
                .asString()
                .contains("not loud; what it asks for is not logged");

        apply("{}", DEVELOPER);
        assertThat(logged(Seen.Outcome.ALLOW, Seen.Outcome.DROP)).isEmpty();
    }

    @Test
    void logsTheDefaultDenyOfNetworkPolicies() {
        apply("{\"deny\": \"alert\", \"allow\": \"notice\"}", NETWORK);
        assertThat(logged(Seen.Outcome.ALLOW, Seen.Outcome.DROP))
                .containsExactlyInAnyOrder(
                        "NP:shop:np:Ingress:0 allow notice", "NP:shop:np:Ingress:isolation drop alert");
    }

    @Test
    void logsWhatTheAnnotationOfAPolicyOfTheClusterAsksFor() {
        apply("{\"allow\": \"notice\"}", CLUSTER, DEVELOPER);
        assertThat(logged(Seen.Outcome.ALLOW, Seen.Outcome.DROP))
                .containsExactlyInAnyOrder(
                        "CNP:cnp:Ingress:0 pass info",
                        "CNP:cnp:Ingress:1 drop warning",
                        "DNP:shop:dnp:Ingress:0 allow notice");
    }

    @Test
    void meterCutsWhatIsTooMuch() {
        apply("{\"deny\": \"info\"}", DEVELOPER);
        int before = lines().size();
        int seconds = 3;
        node.script("ip netns exec shop_stranger python3 - <<'END'\n" + """
                import socket, time
                s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                begin = time.time()
                for i in range(1500):
                    s.sendto(b"x", ("%s", %d))
                    time.sleep(max(0, begin + i / 500 - time.time()))
                """.formatted(WEB, PORT) + "END\n");
        int logged = lines().size() - before;
        System.out.printf("of 1,500 denied packets in %d s, %d were logged%n", seconds, logged);
        // A band may be full at the beginning, and time that is counted from second to second has two ends.
        assertThat(logged).isBetween(LogMeter.DEFAULT_RATE, LogMeter.DEFAULT_RATE * (seconds + 3));
    }
}
