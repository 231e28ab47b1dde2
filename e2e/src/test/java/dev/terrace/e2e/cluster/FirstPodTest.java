package dev.terrace.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.desired.TierLayout;
import dev.terrace.core.desired.Zone;
import dev.terrace.e2e.live.Await;
import dev.terrace.e2e.live.GatewayProcess;
import dev.terrace.e2e.node.Host;
import dev.terrace.e2e.node.OvnNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The only pod of its node is held too, though no pod's port is on the switch before: the node's own port is, and with
 * it in their group the rows are in force. Its interface is there before its port.
 */
final class FirstPodTest {

    private static final int TIMES = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration GLANCE = Duration.ofMillis(50);

    private static final String NODE = "node1";
    private static final String NODE_PORT = "k8s-" + NODE;
    private static final String NODE_ADDRESS = "10.244.1.2";

    private static final String POLICY = """
            apiVersion: v1
            kind: Namespace
            metadata: {name: shop}
            ---
            apiVersion: networking.k8s.io/v1
            kind: NetworkPolicy
            metadata: {namespace: shop, name: only-out}
            spec:
              podSelector: {}
              policyTypes: [Ingress, Egress]
              egress:
                - to: [{ipBlock: {cidr: 10.244.1.2/32}}]
            """;

    @Test
    void isHeldUntilItIsInItsGroups(@TempDir Path manifests) throws IOException {
        Files.writeString(manifests.resolve("policy.yaml"), POLICY);
        try (OvnNode node = OvnNode.start(NODE);
                GatewayProcess gateway = GatewayProcess.start(
                        Path.of("../gateway/target/terrace.jar"),
                        node,
                        manifests,
                        Path.of("target/first-pod-gateway.log"),
                        TierLayout.STANDALONE,
                        new Zone.Node(NODE))) {
            node.create(List.of(host("", NODE_PORT, NODE_ADDRESS, "02:00:00:00:00:01")));
            gateway.awaitSync();
            EarlyPackets packets = new EarlyPackets(node, FirstPackets.RESOURCES);
            for (int i = 0; i < TIMES; i++) {
                Host web = host("shop", "web" + i, "10.244.1." + (10 + i), "02:00:00:00:00:1" + i);
                Path manifest = manifests.resolve("pod.yaml");
                packets.begin(
                        web.netns(),
                        List.of(
                                new EarlyPackets.Leg("out", NODE_PORT, NODE_ADDRESS, true),
                                new EarlyPackets.Leg("in", NODE_PORT, NODE_ADDRESS, false)));
                Files.writeString(manifest, """
                        apiVersion: v1
                        kind: Pod
                        metadata: {namespace: shop, name: %s}
                        spec: {nodeName: %s, containers: [{name: web, image: registry.example/web:1}]}
                        status: {podIPs: [{ip: %s}]}
                        """.formatted(web.name(), NODE, web.ip4()));
                Await.until("held: " + web, PATIENCE, GLANCE, () -> held(node).contains('"' + web.netns() + '"'));
                node.plugIn(web);
                node.create(List.of(web));
                gateway.awaitSync();
                EarlyPackets.Report report = packets.end(web.netns());
                assertThat(report.arrived().get("out")).isNotEmpty();
                assertThat(report.arrived().get("in")).isEmpty();
                assertThat(held(node)).doesNotContain(web.netns());
                Files.delete(manifest);
                node.delete(List.of(web.netns()));
                gateway.awaitSync();
            }
        }
    }

    private static Host host(String namespace, String name, String address, String mac) {
        return new Host(namespace, name, NODE, address, null, mac);
    }

    private static String held(OvnNode node) {
        return node.run(
                "ovn-nbctl", "--bare", "--columns=match", "find", "ACL", "external_ids:\"terrace.dev/policy\"=hold");
    }
}
