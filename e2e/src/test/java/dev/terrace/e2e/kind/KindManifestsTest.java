package dev.terrace.e2e.kind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.model.ClusterFacts;
import dev.terrace.e2e.example.ExampleFolder;
import dev.terrace.e2e.image.Overlay;
import dev.terrace.e2e.node.OvnNode;
import dev.terrace.k8s.manifest.ManifestDirectory;
import dev.terrace.k8s.server.ApiServerProcess;
import dev.terrace.k8s.server.Kubectl;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.MountableFile;

/** A real API server takes the manifests of {@code e2e/kind}, and both ends of its packets find each other. */
final class KindManifestsTest {

    private static final Path PROGRAM = Path.of("kind/peer.py");

    @Test
    void apiServerTakesOverlayAndPods() throws Exception {
        ExampleFolder folder = new ExampleFolder(Path.of("../deploy/examples"));
        PodManifests pods =
                new PodManifests(ClusterFacts.of(ManifestDirectory.read(folder.cluster())), folder.examples());
        try (ApiServerProcess server = ApiServerProcess.start("kind")) {
            Kubectl admin = server.admin();
            admin.run("apply", "--server-side", "--kustomize=../deploy/base");
            Overlay overlay = Overlay.render(admin, Path.of("kind/alongside"), "DaemonSet");
            assertThat(overlay.pod().at("/volumes/1/hostPath/path").stringValue())
                    .isEqualTo("/var/run/openvswitch");
            assertThat(overlay.container().at("/volumeMounts/1/mountPath").stringValue())
                    .isEqualTo("/var/run/ovn");

            admin.apply(folder.cluster().resolve("namespaces.yaml"));
            admin.apply(pods.manifests(OvnNode.IMAGE.asCanonicalNameString(), PROGRAM, List.of("one", "two")));
            String created = admin.run("get", "pods", "--all-namespaces", "--no-headers", "--output=name");
            assertThat(created.lines()).hasSize(7).contains("pod/web", "pod/orders", "pod/postgres");
            assertThat(admin.run("get", "pod", "orders", "--namespace=backend", "--output=jsonpath={..command}"))
                    .contains("serve", "8080/tcp", "9100/tcp");
        }
        assertThat(folder.examples())
                .anySatisfy(example -> assertThat(example.packets()).anyMatch(pods::holds));
    }

    @Test
    void askFindsWhoServesAndNobodyElse() throws Exception {
        try (GenericContainer<?> peer = new GenericContainer<>(OvnNode.IMAGE)
                .withImagePullPolicy(image -> false)
                .withLabel(OvnNode.LABEL, "true")
                .withCopyFileToContainer(MountableFile.forHostPath(PROGRAM), "/peer.py")
                .withCreateContainerCmdModifier(command -> {
                    command.withEntrypoint("python3", "/peer.py");
                    Objects.requireNonNull(command.getHostConfig())
                            .withSysctls(Map.of("net.ipv6.conf.all.disable_ipv6", "0"));
                })
                .withCommand("serve", "8080/tcp", "53/udp")
                .waitingFor(Wait.forLogMessage("ready\\n", 1))) {
            peer.start();
            for (String address : List.of("127.0.0.1", "::1")) {
                assertThat(ask(peer, "tcp", address, 8080)).isZero();
                assertThat(ask(peer, "udp", address, 53)).isZero();
                assertThat(ask(peer, "tcp", address, 8081)).isOne();
                assertThat(ask(peer, "udp", address, 54)).isOne();
            }
        }
    }

    private static int ask(GenericContainer<?> peer, String protocol, String address, int port) throws Exception {
        return peer.execInContainer("python3", "/peer.py", "ask", protocol, address, Integer.toString(port))
                .getExitCode();
    }
}
