package dev.terrace.e2e.kind;

import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.Protocol;
import dev.terrace.e2e.example.Example;
import dev.terrace.e2e.example.ExampleFolder;
import dev.terrace.e2e.live.Await;
import dev.terrace.e2e.node.OvnNode;
import dev.terrace.e2e.packet.PacketLine;
import dev.terrace.k8s.manifest.ManifestDirectory;
import dev.terrace.k8s.manifest.ManifestException;
import dev.terrace.k8s.server.Kubectl;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code KindSuite KUBECONFIG}: creates the pods of the examples in a cluster with OVN-Kubernetes and Terrace, sends
 * the packets of every table by {@code kubectl exec}, and prints what became of each. The exit code is 0 if all did as
 * their tables say.
 */
public final class KindSuite {

    private static final Path EXAMPLES = Path.of("deploy/examples");
    private static final Path PROGRAM = Path.of("e2e/kind/peer.py");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration GLANCE = Duration.ofMillis(500);

    /** OVN-Kubernetes does not know the kind, and the layout alongside leaves it to others. */
    private static final String FOREIGN = "clusternetworkpolicy";

    private final Kubectl kubectl;
    private final ExampleFolder folder = new ExampleFolder(EXAMPLES);
    private final PodManifests pods;
    private int wrong;

    private KindSuite(Kubectl kubectl) {
        this.kubectl = kubectl;
        pods = new PodManifests(facts(folder.cluster()), folder.examples());
    }

    public static void main(String[] arguments) {
        System.exit(new KindSuite(new Kubectl(Path.of(arguments[0]))).run() ? 0 : 1);
    }

    private static ClusterFacts facts(Path directory) {
        try {
            return ClusterFacts.of(ManifestDirectory.read(directory));
        } catch (ManifestException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean run() {
        create();
        for (Example example : folder.examples()) {
            if (example.name().startsWith(FOREIGN)) {
                System.out.printf("%s: left out%n", example);
            } else {
                play(example);
            }
        }
        System.out.printf("%d packets did not do as their tables say%n", wrong);
        return wrong == 0;
    }

    private void create() {
        kubectl.apply(folder.cluster().resolve("namespaces.yaml"));
        List<String> nodes = kubectl.run(
                        "get",
                        "nodes",
                        "--selector=!node-role.kubernetes.io/control-plane",
                        "--output=jsonpath={.items[*].metadata.name}")
                .lines()
                .flatMap(line -> List.of(line.split(" ")).stream())
                .toList();
        kubectl.apply(pods.manifests(OvnNode.IMAGE.asCanonicalNameString(), PROGRAM, nodes));
        for (String namespace : pods.namespaces()) {
            kubectl.run("wait", "--for=condition=Ready", "pods", "--all", "--namespace=" + namespace, "--timeout=3m");
        }
    }

    private void play(Example example) {
        kubectl.apply(example.policy());
        if (!kubectl.run("get", "dnp", "--all-namespaces", "--output=name").isBlank()) {
            kubectl.run("wait", "--for=condition=Programmed", "dnp", "--all", "--all-namespaces", "--timeout=60s");
        }
        for (PacketLine line : example.packets()) {
            if (pods.holds(line)) {
                play(example, line);
            } else {
                System.out.printf("%s: %s: left out%n", example, line);
            }
        }
        kubectl.run("delete", "--filename=" + example.policy());
    }

    private void play(Example example, PacketLine line) {
        for (IpAddress address : addresses(line)) {
            boolean right = true;
            try {
                Await.until(line.toString(), PATIENCE, GLANCE, () -> arrives(line, address) == line.allowed());
            } catch (IllegalStateException late) {
                right = false;
                wrong++;
            }
            System.out.printf(
                    "%s: %s at %s %s: %s%n",
                    example, line, address, line.allowed() ? "passes" : "is dropped", right ? "yes" : "NO");
        }
    }

    private List<IpAddress> addresses(PacketLine line) {
        String[] name = line.to().split("/", -1);
        List<IpAddress> addresses = new ArrayList<>();
        for (String address : kubectl.run(
                        "get", "pod", name[1], "--namespace=" + name[0], "--output=jsonpath={.status.podIPs[*].ip}")
                .split(" ")) {
            IpAddress parsed = IpAddress.parse(address);
            if (line.families().contains(parsed.family())) {
                addresses.add(parsed);
            }
        }
        return addresses;
    }

    private boolean arrives(PacketLine line, IpAddress address) {
        String[] name = line.from().split("/", -1);
        List<String> command = new ArrayList<>(List.of("exec", name[1], "--namespace=" + name[0], "--"));
        command.addAll(
                line.protocol() == Protocol.ICMP
                        ? List.of("ping", "-c1", "-W2", address.toString())
                        : List.of(
                                "python3",
                                "/peer/peer.py",
                                "ask",
                                line.protocol().word(),
                                address.toString(),
                                Integer.toString(line.port())));
        return kubectl.attempt("", command.toArray(String[]::new)).succeeded();
    }
}
