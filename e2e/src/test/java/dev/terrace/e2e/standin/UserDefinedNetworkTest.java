package dev.terrace.e2e.standin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.desired.TierLayout;
import dev.terrace.core.desired.Zone;
import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.IpPrefix;
import dev.terrace.core.model.PodKey;
import dev.terrace.core.model.Protocol;
import dev.terrace.core.ovnkubernetes.AdvertisedNetwork;
import dev.terrace.core.ovnkubernetes.OpenPort;
import dev.terrace.core.ovnkubernetes.OvnKubernetesTranslator;
import dev.terrace.core.ovnkubernetes.OwnFacts;
import dev.terrace.e2e.live.GatewayProcess;
import dev.terrace.e2e.node.Host;
import dev.terrace.e2e.node.OvnNode;
import dev.terrace.e2e.packet.Outside;
import dev.terrace.e2e.packet.PacketLine;
import dev.terrace.e2e.packet.Testbed;
import dev.terrace.e2e.packet.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A pod that lives in a user-defined network, {@code blue/db}, beside pods of the cluster's: what OVN-Kubernetes
 * isolates in tier 0 stays so, whatever the policies of Terrace allow, and Terrace leaves the pod alone as long as it
 * lives there. And networks that are advertised, of which none reaches another.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class UserDefinedNetworkTest {

    private static final String NODE = "n1";
    private static final Zone ZONE = new Zone.Node(NODE);
    private static final Path MANIFESTS = Path.of("target/user-defined-network");
    private static final String OWNED = "external_ids:\"terrace.dev/owner\"=" + GatewayProcess.OWNER;
    private static final PodKey DB = new PodKey("blue", "db");

    private static final String CLUSTER = """
            {apiVersion: v1, kind: Namespace, metadata: {name: shop}}
            ---
            {apiVersion: v1, kind: Namespace, metadata: {name: blue, labels: {k8s.ovn.org/primary-user-defined-network: ""}}}
            ---
            apiVersion: v1
            kind: Node
            metadata: {name: n1, annotations: {k8s.ovn.org/node-subnets: '{"default":["10.244.1.0/24","fd00:1::/64"]}'}}
            status: {addresses: [{type: InternalIP, address: 192.168.1.1}, {type: InternalIP, address: "fd01:1::1"}]}
            """ + pod("shop", "web", 1, 10, "primary")
            + pod("shop", "client", 1, 11, "primary") + pod("shop", "far", 2, 10, "primary");

    private static final String ISOLATED = pod("blue", "db", 1, 20, "infrastructure-locked");
    private static final String RECREATED = pod("blue", "db", 1, 20, "primary");

    private static final String EVERYTHING = """
            ---
            apiVersion: policy.networking.k8s.io/v1alpha2
            kind: ClusterNetworkPolicy
            metadata: {name: open}
            spec:
              tier: Admin
              priority: 10
              subject: {namespaces: {}}
              ingress: [{action: Accept, from: [{namespaces: {}}]}]
              egress: [{action: Accept, to: [{namespaces: {}}, {networks: [0.0.0.0/0, "::/0"]}]}]
            """ + open("shop") + open("blue");

    private static final Host MANAGEMENT_PORT = new Host("", "k8s-n1", NODE, "10.244.1.2", "fd00:1::2", null);

    private final OvnNode node = OvnNode.start(NODE);
    private final StandIn standIn = new StandIn(node.client(), NODE);
    private final GatewayProcess terrace;

    UserDefinedNetworkTest() throws IOException {
        Files.createDirectories(MANIFESTS);
        terrace = GatewayProcess.start(
                Path.of("../gateway/target/terrace.jar"),
                node,
                MANIFESTS,
                Path.of("target/user-defined-network.log"),
                TierLayout.ALONGSIDE,
                ZONE);
    }

    private static String pod(String namespace, String name, int node, int place, String role) {
        return """
                ---
                apiVersion: v1
                kind: Pod
                metadata:
                  namespace: %1$s
                  name: %2$s
                  annotations:
                    k8s.ovn.org/pod-networks: '{"default":{"ip_addresses":["10.244.%3$d.%4$d/24","fd00:%3$d::%4$d/64"],"role":"%5$s"}}'
                spec: {nodeName: n%3$d, containers: [{name: main, image: registry.example/main:1}]}
                status: {phase: Running, podIPs: [{ip: 10.244.%3$d.%4$d}, {ip: "fd00:%3$d::%4$d"}]}
                """.formatted(namespace, name, node, place, role);
    }

    private static String open(String namespace) {
        return """
                ---
                apiVersion: policy.terrace.dev/v1alpha1
                kind: DeveloperNetworkPolicy
                metadata: {namespace: %s, name: open}
                spec:
                  priority: 10
                  subject: {pods: {podSelector: {}}}
                  ingress: [{action: Accept, from: [{wellKnown: All}]}]
                  egress: [{action: Accept, to: [{wellKnown: All}]}]
                """.formatted(namespace);
    }

    @AfterEach
    void nobodyChangesWhatIsNotTheirs() {
        assertThat(NorthboundLog.of(node).trespasses()).isEmpty();
    }

    @AfterAll
    void end() {
        terrace.close();
        node.close();
    }

    /** Makes these the pods and policies, and what hosts there are beside. */
    private Testbed lay(String manifests, OwnFacts own, Host... more) throws IOException {
        Files.writeString(MANIFESTS.resolve("cluster.yaml"), manifests);
        ClusterFacts facts = terrace.facts();
        Topology topology = Topology.byNode(facts, Outside.at("203.0.113.7"))
                .with(Stream.concat(Stream.of(MANAGEMENT_PORT), Stream.of(more)).toList());
        Testbed testbed = Testbed.lay(node, topology);
        standIn.turnTo(OvnKubernetesTranslator.translate(facts, own, ZONE));
        terrace.awaitSync();
        return testbed;
    }

    private static void assertPackets(Testbed testbed, String table) {
        List<PacketLine> lines = PacketLine.table(table.lines().toList());
        assertThat(testbed.send(testbed.topology().packets(lines)))
                .filteredOn(arrival -> !arrival.asExpected())
                .isEmpty();
    }

    /** Asserts that no row of Terrace names the pod, be it by its port, by the port's name or by an address. */
    private void assertLeftAlone() {
        assertThat(rowsOfTerrace())
                .contains(portOf("shop_web"), "10.244.1.10", "fd00:1::10")
                .doesNotContain(portOf("blue_db"), "blue_db", "10.244.1.20", "fd00:1::20");
    }

    private String rowsOfTerrace() {
        return node.nbctl("--bare", "--columns=ports", "find", "Port_Group", OWNED)
                + node.nbctl("--bare", "--columns=addresses", "find", "Address_Set", OWNED)
                + node.nbctl("--bare", "--columns=match", "find", "ACL", OWNED);
    }

    private String portOf(String name) {
        return node.nbctl("get", "Logical_Switch_Port", name, "_uuid").strip();
    }

    @Test
    void isReachedByItsNodeAloneWhateverPoliciesAllow() throws IOException {
        Testbed testbed = lay(CLUSTER + ISOLATED + EVERYTHING, OwnFacts.NONE);
        String isolated = """
                shop/web   shop/client  8080/tcp  ALLOW
                k8s-n1     shop/web     8080/tcp  ALLOW
                k8s-n1     blue/db      8080/tcp  ALLOW
                k8s-n1     blue/db      53/udp    ALLOW
                k8s-n1     blue/db      icmp      ALLOW
                node:n1    blue/db      8080/tcp  DROP  # by another address than that of its management port
                shop/web   blue/db      8080/tcp  DROP
                shop/web   blue/db      53/udp    DROP
                shop/web   blue/db      icmp      DROP
                shop/far   blue/db      8080/tcp  DROP
                outside0   blue/db      8080/tcp  DROP
                blue/db    shop/web     8080/tcp  DROP
                blue/db    shop/far     8080/tcp  DROP
                blue/db    k8s-n1       8080/tcp  DROP  # its node talks to it, not it to its node
                blue/db    outside0     8080/tcp  DROP
                """;
        assertPackets(testbed, isolated);
        assertThat(hardwareAddress("10.244.1.2")).isNotEmpty();
        for (String another : List.of("10.244.1.10", "10.244.1.254")) {
            assertThat(hardwareAddress(another))
                    .as("nobody else answers its ARP")
                    .isEmpty();
        }
        assertThat(hardwareAddress("fd00:1::10"))
                .as("neighbour discovery is nothing that tier 0 drops")
                .isNotEmpty();

        // With ARP out of the way it is IP that does not pass.
        for (String neighbour : List.of("shop_web", "k8s-n1")) {
            tell(testbed, neighbour, node.run("ip", "netns", "exec", neighbour, "cat", "/sys/class/net/eth0/address"));
        }
        node.run("ip", "-n", "blue_db", "neigh", "replace", "10.244.1.254", "lladdr", routerPort(), "dev", "eth0");
        assertPackets(testbed, isolated);
        assertLeftAlone();
    }

    private void tell(Testbed testbed, String neighbour, String hardwareAddress) {
        String address = testbed.topology().hosts().stream()
                .filter(host -> host.netns().equals(neighbour))
                .map(Host::ip4)
                .findFirst()
                .orElseThrow();
        node.run("ip", "-n", "blue_db", "neigh", "replace", address, "lladdr", hardwareAddress.strip(), "dev", "eth0");
    }

    private String routerPort() {
        return node.nbctl("get", "Logical_Router_Port", "router-" + NODE, "mac")
                .replace("\"", "")
                .strip();
    }

    /** What the pod knows of a neighbour; empty where that does not answer. */
    private String hardwareAddress(String address) {
        return node.run("ip", "-n", "blue_db", "neigh", "show", address)
                .lines()
                .filter(line -> line.contains("lladdr"))
                .findFirst()
                .orElse("");
    }

    @Test
    void opensPortsToEverybodyByItsAnnotation() throws IOException {
        Set<OpenPort> open = Set.of(new OpenPort(Protocol.TCP, 8080), new OpenPort(Protocol.ICMP, 0));
        OwnFacts own = new OwnFacts(List.of(), Map.of(DB, open), List.of());
        String atItsPorts = """
                k8s-n1    blue/db   8081/tcp  ALLOW
                shop/web  blue/db   8080/tcp  %1$s
                shop/web  blue/db   icmp      %1$s
                shop/far  blue/db   8080/tcp  ALLOW  # its own zone judges it
                outside0  blue/db   8080/tcp  ALLOW
                shop/web  blue/db   8081/tcp  DROP
                shop/web  blue/db   8080/udp  DROP
                shop/far  blue/db   8081/tcp  DROP
                blue/db   shop/web  8080/tcp  DROP
                """;
        assertPackets(lay(CLUSTER + ISOLATED + EVERYTHING, own), atItsPorts.formatted("ALLOW"));
        assertLeftAlone();

        // Those that open connections to it are in the cluster's network, where their policies judge.
        Testbed denied = lay(CLUSTER + ISOLATED + """
                ---
                apiVersion: policy.networking.k8s.io/v1alpha2
                kind: ClusterNetworkPolicy
                metadata: {name: closed}
                spec:
                  tier: Admin
                  priority: 0
                  subject: {namespaces: {matchLabels: {kubernetes.io/metadata.name: shop}}}
                  egress: [{action: Deny, to: [{networks: [10.244.1.20/32, "fd00:1::20/128"]}]}]
                """, own);
        assertPackets(denied, atItsPorts.formatted("DROP"));
    }

    @Test
    void isJudgedAsEveryPodOnceItIsMadeAnewInTheClusterNetwork() throws IOException {
        lay(CLUSTER + ISOLATED + EVERYTHING, OwnFacts.NONE);
        assertLeftAlone();
        node.delete(List.of("blue_db"));
        String judged = """
                k8s-n1    blue/db   8080/tcp  ALLOW
                shop/web  blue/db   8080/tcp  ALLOW
                shop/web  blue/db   8081/tcp  %1$s
                shop/far  blue/db   8081/tcp  %1$s
                blue/db   shop/web  8080/tcp  ALLOW
                blue/db   shop/web  8081/tcp  %1$s
                """;
        assertPackets(lay(CLUSTER + RECREATED + EVERYTHING, OwnFacts.NONE), judged.formatted("ALLOW"));
        assertThat(rowsOfTerrace()).contains(portOf("blue_db"), "10.244.1.20", "fd00:1::20");
        assertPackets(lay(CLUSTER + RECREATED + """
                ---
                apiVersion: policy.terrace.dev/v1alpha1
                kind: DeveloperNetworkPolicy
                metadata: {namespace: blue, name: guard}
                spec:
                  priority: 10
                  subject: {pods: {podSelector: {}}}
                  ingress: [{action: Deny, from: [{wellKnown: All}], protocols: [{tcp: {destinationPort: {number: 8081}}}]}]
                  egress: [{action: Deny, to: [{wellKnown: All}], protocols: [{tcp: {destinationPort: {number: 8081}}}]}]
                """, OwnFacts.NONE), judged.formatted("DROP"));
        node.delete(List.of("blue_db"));
    }

    /** Why no rule of Terrace is in tier 0 beside OVN-Kubernetes. */
    @Test
    void allowInTierZeroAloneWouldOpenIt() throws IOException {
        Testbed testbed = lay(CLUSTER + ISOLATED + EVERYTHING, OwnFacts.NONE);
        for (String tier : List.of("1", "0")) {
            node.nbctl(
                    "--tier=" + tier, "acl-add", NODE, "to-lport", "32766", "outport == \"blue_db\"", "allow-related");
            node.nbctl(
                    "--tier=" + tier, "acl-add", NODE, "from-lport", "32766", "inport == \"blue_db\"", "allow-related");
            node.sync();
            assertPackets(testbed, """
                    shop/web  blue/db   8080/tcp  %1$s
                    blue/db   shop/web  8080/tcp  %1$s
                    """.formatted(tier.equals("0") ? "ALLOW" : "DROP"));
        }
        node.nbctl("clear", "Logical_Switch", NODE, "acls");
    }

    @Test
    void advertisedNetworksAreKeptApartAndPoliciesJudgeInsideOfTheClusters() throws IOException {
        Host[] hosts = {
            new Host("", "blue-a", "blue_n1", "10.100.1.5", "fd10:1::5", null),
            new Host("", "blue-b", "blue_n1", "10.100.1.6", "fd10:1::6", null),
            new Host("", "red-a", "red_n1", "10.101.1.5", "fd11:1::5", null)
        };
        String manifests = CLUSTER + EVERYTHING + """
                ---
                apiVersion: policy.networking.k8s.io/v1alpha2
                kind: ClusterNetworkPolicy
                metadata: {name: closed}
                spec:
                  tier: Admin
                  priority: 0
                  subject: {namespaces: {}}
                  egress: [{action: Deny, to: [{namespaces: {}}], protocols: [{tcp: {destinationPort: {number: 8081}}}]}]
                """;
        String table = """
                shop/web  shop/client  8080/tcp  ALLOW
                shop/web  shop/client  53/udp    ALLOW
                shop/web  shop/client  8081/tcp  DROP   # by Terrace
                shop/web  shop/far     8080/tcp  ALLOW
                shop/web  shop/far     8081/tcp  DROP   # by Terrace
                shop/far  shop/web     8081/tcp  ALLOW  # its own zone judges it
                shop/web  outside0     8080/tcp  ALLOW
                k8s-n1    shop/web     8080/tcp  ALLOW
                blue-a    blue-b       8080/tcp  ALLOW
                blue-a    outside0     8080/tcp  ALLOW
                blue-a    red-a        8080/tcp  %1$s
                red-a     blue-b       icmp      %1$s
                shop/web  blue-a       8080/tcp  %1$s
                blue-a    shop/web     8080/tcp  %1$s
                red-a     shop/web     53/udp    %1$s
                """;
        assertPackets(lay(manifests, OwnFacts.NONE, hosts), table.formatted("ALLOW"));
        OwnFacts advertised = new OwnFacts(
                List.of(),
                Map.of(),
                List.of(
                        AdvertisedNetwork.DEFAULT,
                        network("blue", 1, "10.100.0.0/16", "fd10::/16"),
                        network("red", 2, "10.101.0.0/16", "fd11::/16")));
        assertPackets(lay(manifests, advertised, hosts), table.formatted("DROP"));
    }

    private static AdvertisedNetwork network(String name, int id, String... subnets) {
        return new AdvertisedNetwork(
                name, id, Stream.of(subnets).map(IpPrefix::parse).toList());
    }
}
