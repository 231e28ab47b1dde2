package dev.terrace.e2e.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.verdict.Verdict;
import dev.terrace.e2e.live.GatewayProcess;
import dev.terrace.e2e.node.OvnNode;
import dev.terrace.e2e.packet.Packet;
import dev.terrace.e2e.packet.Testbed;
import dev.terrace.e2e.packet.Topology;
import java.nio.file.Path;

/** The cluster of a folder of examples on a node of OVN, with a gateway that watches its policies. */
public final class Bench implements AutoCloseable {

    private final OvnNode node = OvnNode.start();
    private final ManifestFolder folder;
    private final GatewayProcess gateway;
    private final Testbed testbed;
    private final String withoutPolicies;

    /** How a gateway is started. */
    public interface Start {
        GatewayProcess of(Path jar, OvnNode node, Path manifests, Path log);
    }

    /** @param log where the gateway's log goes */
    public Bench(ExampleFolder examples, Path log) {
        this(examples, log, GatewayProcess::start);
    }

    /**
     * One with a gateway that is started otherwise.
     *
     * @param log where the gateway's log goes
     */
    public Bench(ExampleFolder examples, Path log, Start start) {
        folder = ManifestFolder.of(examples.cluster());
        gateway = start.of(Path.of("../gateway/target/terrace.jar"), node, folder.path(), log);
        testbed = Testbed.lay(node, Topology.of(gateway.facts(), examples.outside()));
        gateway.awaitSync();
        withoutPolicies = groupsAndSets();
    }

    /** Everybody who sends and receives. */
    public Testbed testbed() {
        return testbed;
    }

    /** What the evaluator says of a packet now. */
    public Verdict verdict(Packet packet) {
        return Judgement.verdict(packet, gateway.facts());
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
            Judgement.agrees(example.packets(), gateway.facts(), testbed);
        } finally {
            withdraw();
        }
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

    @Override
    public void close() {
        gateway.close();
        folder.close();
        node.close();
    }
}
