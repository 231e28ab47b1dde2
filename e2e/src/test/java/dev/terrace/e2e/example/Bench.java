package dev.terrace.e2e.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.acl.AclPipeline;
import dev.terrace.core.acl.AclVerdict;
import dev.terrace.core.desired.TierLayout;
import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.Platform;
import dev.terrace.core.verdict.Connection;
import dev.terrace.core.verdict.FlowResolution;
import dev.terrace.core.verdict.ReferenceEvaluator;
import dev.terrace.e2e.live.GatewayProcess;
import dev.terrace.e2e.node.OvnNode;
import dev.terrace.e2e.packet.Packet;
import dev.terrace.e2e.packet.PacketLine;
import dev.terrace.e2e.packet.Testbed;
import dev.terrace.e2e.packet.Topology;
import dev.terrace.k8s.manifest.ManifestDirectory;
import dev.terrace.k8s.manifest.ManifestException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.assertj.core.api.SoftAssertions;

/** The cluster of a folder of examples on a node of OVN, with a gateway that watches its policies. */
public final class Bench implements AutoCloseable {

    private static final TierLayout LAYOUT = TierLayout.STANDALONE;

    private final OvnNode node = OvnNode.start();
    private final ManifestFolder folder;
    private final GatewayProcess gateway;
    private final Testbed testbed;
    private final String withoutPolicies;

    /** @param log where the gateway's log goes */
    public Bench(ExampleFolder examples, Path log) {
        folder = ManifestFolder.of(examples.cluster());
        gateway = GatewayProcess.start(Path.of("../gateway/target/terrace.jar"), node, folder.path(), log);
        testbed = Testbed.lay(node, Topology.of(facts(), examples.outside()));
        gateway.awaitSync();
        withoutPolicies = groupsAndSets();
    }

    /** Everybody who sends and receives. */
    public Testbed testbed() {
        return testbed;
    }

    /** Makes these the policies, in place of those that were there, and waits until they are in force. */
    public void apply(Path policies) {
        folder.apply(policies);
        gateway.awaitSync();
    }

    /** Asserts that the evaluator, the ACLs and real packets do as the table of an example says. */
    public void judge(Example example) {
        try {
            apply(example.policy());
            judge(example.packets());
        } finally {
            withdraw();
        }
    }

    private void judge(Collection<PacketLine> lines) {
        List<Packet> packets = testbed.topology().packets(lines);
        ClusterFacts facts = facts();
        ReferenceEvaluator reference = new ReferenceEvaluator(facts, Platform.DEFAULT, LAYOUT.order());
        AclPipeline acls = new AclPipeline(gateway.desired());
        SoftAssertions all = new SoftAssertions();
        all.assertThat(packets).isNotEmpty();
        for (Packet packet : packets) {
            boolean expected = packet.line().allowed();
            Connection connection = resolve(packet, facts);
            all.assertThat(reference.judge(connection).allows())
                    .as("evaluator: %s", packet)
                    .isEqualTo(expected);
            all.assertThat(AclVerdict.of(acls, connection).allows())
                    .as("ACLs: %s", packet)
                    .isEqualTo(expected);
        }
        all.assertThat(testbed.send(packets))
                .filteredOn(arrival -> !arrival.asExpected())
                .isEmpty();
        all.assertAll();
    }

    private static Connection resolve(Packet packet, ClusterFacts facts) {
        return switch (FlowResolution.of(packet.flow(), facts)) {
            case FlowResolution.Resolved(Connection connection) -> connection;
            case FlowResolution.Unresolved(String reason) -> throw new IllegalArgumentException(packet + ": " + reason);
        };
    }

    /** Takes the policies away, and asserts that nothing of them stays in the database. */
    public void withdraw() {
        folder.withdraw();
        gateway.awaitSync();
        assertThat(groupsAndSets()).isEqualTo(withoutPolicies);
    }

    private String groupsAndSets() {
        return node.nbctl("--bare", "--columns=name,ports", "list", "Port_Group")
                + node.nbctl("--bare", "--columns=name", "list", "Address_Set");
    }

    private ClusterFacts facts() {
        try {
            return ClusterFacts.of(ManifestDirectory.read(folder.path()));
        } catch (ManifestException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        gateway.close();
        folder.close();
        node.close();
    }
}
