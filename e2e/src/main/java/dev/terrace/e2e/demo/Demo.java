package dev.terrace.e2e.demo;

import dev.terrace.core.desired.PortGroupRow;
import dev.terrace.core.model.ClusterFacts;
import dev.terrace.e2e.example.Example;
import dev.terrace.e2e.example.ExampleFolder;
import dev.terrace.e2e.example.ManifestFolder;
import dev.terrace.e2e.live.GatewayProcess;
import dev.terrace.e2e.node.OvnNode;
import dev.terrace.e2e.packet.Arrival;
import dev.terrace.e2e.packet.Testbed;
import dev.terrace.e2e.packet.Topology;
import dev.terrace.k8s.manifest.ManifestDirectory;
import dev.terrace.k8s.manifest.ManifestException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/**
 * Lays the example cluster on a real OVN, applies one example after the other through a running gateway, and sends real
 * packets. The working directory is the project's root; {@code --check} ends without waiting for the reader.
 */
public final class Demo {

    private static final Path GATEWAY = Path.of("gateway/target/terrace.jar");
    private static final ExampleFolder EXAMPLES = new ExampleFolder(Path.of("deploy/examples"));

    private final PrintStream out;
    private int sent;
    private int asExpected;

    private Demo(PrintStream out) {
        this.out = out;
    }

    public static void main(String[] arguments) throws ManifestException, IOException {
        boolean check = List.of(arguments).contains("--check");
        System.exit(new Demo(System.out).run(!check) ? 0 : 1);
    }

    private boolean run(boolean stay) throws ManifestException, IOException {
        ClusterFacts cluster = ClusterFacts.of(ManifestDirectory.read(EXAMPLES.cluster()));
        Topology topology = Topology.of(cluster, EXAMPLES.outside());
        try (OvnNode node = OvnNode.start();
                ManifestFolder folder = ManifestFolder.of(EXAMPLES.cluster());
                GatewayProcess gateway =
                        GatewayProcess.start(GATEWAY, node, folder.path(), Path.of("e2e/target/demo-gateway.log"))) {
            out.printf("%nA node of OVN %s runs in container %s.%n", node.version(), node.containerName());
            Testbed testbed = Testbed.lay(node, topology);
            out.printf(
                    "%d pods in %d namespaces are on it, and `terrace run` watches %s.%n",
                    cluster.pods().size(), cluster.namespaces().size(), folder.path());
            for (Example example : EXAMPLES.examples()) {
                tell(example, testbed, folder, gateway);
            }
            lookAround(node, folder);
            if (stay) {
                out.println("Press Enter to take everything away.");
                System.in.read();
            }
        }
        out.printf("%d of %d packets as expected%n", asExpected, sent);
        return asExpected == sent;
    }

    private void tell(Example example, Testbed testbed, ManifestFolder folder, GatewayProcess gateway) {
        out.printf("%n=== %s: %s%n", example, example.title());
        out.printf("    %s%n%n", example.policy());
        folder.apply(example.policy());
        gateway.awaitSync();
        GatewayProcess.desired(gateway.facts()).rows().values().forEach(row -> {
            if (row instanceof PortGroupRow group) {
                out.print(testbed.node().nbctl("--type=port-group", "acl-list", group.name()));
            }
        });
        out.printf("%n  %-32s %-46s %-8s %s%n", "from -> to", "packet", "should", "did");
        for (Arrival arrival : testbed.send(testbed.topology().packets(example.packets()))) {
            sent++;
            if (arrival.asExpected()) {
                asExpected++;
            }
            out.printf(
                    "%s %-79s %-8s %s%n",
                    arrival.asExpected() ? "✓" : "✗",
                    arrival.packet(),
                    arrival.packet().line().allowed() ? "ALLOW" : "DROP",
                    arrival.seen());
        }
        folder.withdraw();
        gateway.awaitSync();
    }

    private void lookAround(OvnNode node, ManifestFolder folder) {
        out.printf("""

                To look around:
                  docker exec %s ovn-nbctl list Port_Group
                  docker exec %s ovn-nbctl find ACL 'external_ids:"terrace.dev/owner"=terrace'
                  cp deploy/examples/stories/1-isolate-ingress/policy.yaml %s/   # while this runs
                  bin/terrace translate --objects %s
                  bin/terrace verdict --help

                """.formatted(node.containerName(), node.containerName(), folder.path(), folder.path()));
    }
}
