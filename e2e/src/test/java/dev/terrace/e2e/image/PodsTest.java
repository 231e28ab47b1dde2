package dev.terrace.e2e.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.e2e.live.Await;
import dev.terrace.e2e.synthetic.ScaledShape;
import dev.terrace.k8s.server.Kubectl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The containers of {@code deploy/overlays}, started by Docker as a kubelet starts them, beside a real API server and
 * real Northbound databases. The image is what {@code bin/image --plain} has built, or with
 * {@code -Dterrace.image=trained} what {@code bin/image} has.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PodsTest {

    private static final Path ROOT = Path.of("..");
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration GLANCE = Duration.ofMillis(100);

    /** A Lease that nobody gives up is taken over after 15 s. */
    private static final Duration AT_ONCE = Duration.ofSeconds(10);

    private static final int PORT = 9641;
    private static final int OTHER_PORT = 9642;

    private final LoadedCluster cluster = new LoadedCluster("pods", ROOT, ScaledShape.of(100, 20));
    private final Kubectl admin = cluster.admin();
    private final List<PodContainer> pods = new ArrayList<>();

    @AfterEach
    void end() {
        pods.forEach(PodContainer::close);
        pods.clear();
        admin.run("delete", "leases", "--all", "--namespace=terrace");
    }

    @AfterAll
    void stop() {
        cluster.close();
    }

    private Overlay overlay(String name, String kind) {
        Overlay overlay = cluster.overlay(name, kind);
        String image = overlay.container().get("image").stringValue();
        assertThat(image).startsWith("terrace:");
        boolean trained = System.getProperty("terrace.image", "plain").equals("trained");
        return trained ? overlay : overlay.withImage(image + "-plain");
    }

    private PodContainer start(Kubelet kubelet, Overlay overlay, String... arguments) {
        PodContainer pod = kubelet.start("pod-" + pods.size(), overlay, List.of(), List.of(arguments));
        pods.add(pod);
        return pod;
    }

    private static void awaitProbes(PodContainer pod, int port) {
        for (String page : List.of("/healthz", "/readyz")) {
            Await.until(page, PATIENCE, GLANCE, () -> {
                assertThat(pod.isRunning()).as(pod.log().toString()).isTrue();
                return pod.probe(port, page) == 200;
            });
        }
    }

    /** Ends it as a kubelet does, who has the patience that the pod asks for. */
    private static void terminate(PodContainer pod, Overlay overlay) {
        assertThat(pod.stop(Duration.ofSeconds(
                        overlay.pod().get("terminationGracePeriodSeconds").asInt())))
                .as(pod.log().toString())
                .isZero();
    }

    private static Map<String, String> status(PodContainer pod) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(pod.pid()), "status")).stream()
                .map(line -> line.split(":\\s*", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    private static void assertMayDoNothingElse(PodContainer pod, int user) throws IOException {
        Map<String, String> status = status(pod);
        assertThat(status.get("Uid")).startsWith(user + "\t");
        assertThat(status.get("CapEff")).isEqualTo("0000000000000000");
        assertThat(status.get("CapBnd")).isEqualTo("0000000000000000");
        assertThat(status.get("NoNewPrivs")).isEqualTo("1");
        // Docker's own profile of seccomp is that of "RuntimeDefault".
        assertThat(status.get("Seccomp")).isEqualTo("2");
    }

    private static String rows(NodeDatabase database, String server) {
        return database.script("for table in ACL Port_Group Address_Set; do ovn-nbctl --no-wait " + server
                + " --format=csv --columns=_uuid list $table | sort; done");
    }

    private String lease(String field) {
        return admin.attempt(
                        "", "get", "lease", "terrace", "--namespace=terrace", "--output=jsonpath={.spec." + field + "}")
                .out();
    }

    private void awaitElection() {
        Await.until(
                "an election",
                PATIENCE,
                GLANCE,
                () -> lease("leaseDurationSeconds").equals("15"));
    }

    @Test
    void alongsideWritesRowsAndLeavesThemToTheNextOne() throws IOException {
        Overlay overlay = overlay("alongside", "DaemonSet");
        Kubelet kubelet = cluster.kubelet(Map.of());
        PodContainer first = start(kubelet, overlay);
        awaitProbes(first, PORT);
        assertMayDoNothingElse(first, 0);
        String rows = rows(cluster.database(), "");
        assertThat(rows.lines().count()).isGreaterThan(20);
        awaitElection();

        terminate(first, overlay);
        assertThat(rows(cluster.database(), "")).isEqualTo(rows);
        // So fabric8 gives a Lease back: it is good for another second.
        assertThat(lease("leaseDurationSeconds")).as(first.log().toString()).isEqualTo("1");

        PodContainer next = start(kubelet, overlay);
        awaitProbes(next, PORT);
        Await.until("another election", AT_ONCE, GLANCE, () -> next.said("writes the statuses"));
        assertThat(rows(cluster.database(), "")).isEqualTo(rows);
    }

    @Test
    void standaloneGivesUpLockAndLeaseWhenItIsToldToEnd() throws IOException {
        NodeDatabase database = cluster.database();
        Overlay overlay = overlay("standalone", "Deployment")
                .configured("ovn-northbound.ovn.svc:6641", database.address() + ":6642");
        Kubelet kubelet = cluster.kubelet(Map.of("terrace-northbound", serveTls(database)));
        PodContainer first = start(kubelet, overlay);
        awaitProbes(first, PORT);
        assertMayDoNothingElse(first, 65532);
        awaitElection();
        PodContainer second = start(kubelet, overlay, "--listen", "0.0.0.0:" + OTHER_PORT);
        awaitProbes(second, OTHER_PORT);
        String server = "--db=unix:/tls/sock";
        String rows = rows(database, server);
        assertThat(rows.lines().count()).isGreaterThan(20);
        assertThat(second.said("writes the statuses")).isFalse();

        terminate(first, overlay);
        long ended = System.nanoTime();
        assertThat(rows(database, server)).isEqualTo(rows);
        admin.apply("""
                apiVersion: policy.terrace.dev/v1alpha1
                kind: DeveloperNetworkPolicy
                metadata: {namespace: namespace-0, name: later}
                spec:
                  priority: 7
                  subject: {pods: {podSelector: {}}}
                  egress: [{action: Deny, to: [{networks: [192.0.2.0/24]}]}]
                """);
        Await.until(
                "rows of the other",
                AT_ONCE,
                GLANCE,
                () -> database.script("ovn-nbctl --no-wait " + server
                                + " find ACL external_ids:'\"terrace.dev/policy\"'=later")
                        .contains("terrace.dev/generation"));
        System.out.printf("the other gateway has written %d ms after the end%n", since(ended));
        admin.run(
                "wait",
                "--for=condition=Programmed",
                "dnp/later",
                "--namespace=namespace-0",
                "--timeout=" + AT_ONCE.toSeconds() + "s");
        System.out.printf("the other gateway has told statuses %d ms after the end%n", since(ended));
        admin.run("delete", "dnp", "later", "--namespace=namespace-0");
    }

    private static long since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos).toMillis();
    }

    /** Starts a second, empty database there that is reached over TLS; what its clients need. */
    private static Map<String, String> serveTls(NodeDatabase database) {
        database.script("""
                set -e
                mkdir -p /tls && cd /tls
                openssl req -x509 -newkey rsa:2048 -nodes -days 9 -subj /CN=authority -keyout ca-key.pem -out ca.pem 2>/dev/null
                for who in server client; do
                    openssl req -newkey rsa:2048 -nodes -subj /CN=$who -keyout $who-key.pem -out $who.csr 2>/dev/null
                    openssl x509 -req -in $who.csr -CA ca.pem -CAkey ca-key.pem -CAcreateserial -days 9 -out $who.pem 2>/dev/null
                done
                ovsdb-tool create db /usr/share/ovn/ovn-nb.ovsschema
                ovsdb-server --detach --pidfile=/tls/pid --unixctl=/tls/ctl --log-file=/tls/log --remote=punix:/tls/sock \
                    --remote=pssl:6642:0.0.0.0 --private-key=/tls/server-key.pem --certificate=/tls/server.pem \
                    --ca-cert=/tls/ca.pem db >/dev/null 2>&1
                ovn-nbctl --no-wait --db=unix:/tls/sock init
                """);
        return Map.of("tls.key", "client-key.pem", "tls.crt", "client.pem", "ca.crt", "ca.pem").entrySet().stream()
                .collect(Collectors.toMap(Entry::getKey, file -> database.script("cat /tls/" + file.getValue())));
    }
}
