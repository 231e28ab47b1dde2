package dev.terrace.e2e.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.desired.TierLayout;
import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.verdict.Verdict;
import dev.terrace.e2e.live.GatewayProcess;
import dev.terrace.e2e.node.OvnNode;
import dev.terrace.e2e.packet.Packet;
import dev.terrace.e2e.packet.Testbed;
import dev.terrace.e2e.packet.Topology;
import dev.terrace.ovn.replica.Fence;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** The cluster of a folder of examples on a node of OVN, with a gateway that watches its policies. */
public final class Bench implements AutoCloseable {

    private final OvnNode node = OvnNode.start();
    private final ManifestFolder folder;
    private final GatewayProcess gateway;
    private final Testbed testbed;
    private final TierLayout layout;
    private final Consumer<ClusterFacts> neighbour;
    private final List<String> withoutPolicies;

    /** How a gateway is started. */
    public interface Start {
        GatewayProcess of(Path jar, OvnNode node, Path manifests, Path log);
    }

    /** @param log where the gateway's log goes */
    public Bench(ExampleFolder examples, Path log) {
        this(examples, log, TierLayout.STANDALONE, GatewayProcess::start, _ -> _ -> {});
    }

    /**
     * One with a gateway that is started otherwise.
     *
     * @param log where the gateway's log goes
     * @param layout that of the gateway
     * @param neighbour who else writes into a node's database, by the same facts
     */
    public Bench(
            ExampleFolder examples,
            Path log,
            TierLayout layout,
            Start start,
            Function<OvnNode, Consumer<ClusterFacts>> neighbour) {
        this.layout = layout;
        this.neighbour = neighbour.apply(node);
        folder = ManifestFolder.of(examples.cluster());
        gateway = start.of(Path.of("../gateway/target/terrace.jar"), node, folder.path(), log);
        testbed = Testbed.lay(node, Topology.byNode(gateway.facts(), examples.outside()));
        settle();
        withoutPolicies = groupsAndSets();
    }

    private void settle() {
        neighbour.accept(gateway.facts());
        gateway.awaitSync();
    }

    /** Everybody who sends and receives. */
    public Testbed testbed() {
        return testbed;
    }

    /** What the evaluator says of a packet now. */
    public Verdict verdict(Packet packet) {
        return Judgement.verdict(packet, gateway.facts(), layout);
    }

    /** Makes these the policies, in place of those that were there, and waits until they are in force. */
    public void apply(Path policies) {
        folder.apply(policies);
        settle();
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
        settle();
        assertThat(groupsAndSets()).isEqualTo(withoutPolicies);
    }

    private List<String> groupsAndSets() {
        return Stream.concat(list("Port_Group", "name,ports"), list("Address_Set", "name"))
                .filter(row -> !row.startsWith(Fence.NAME_PREFIX))
                .sorted()
                .toList();
    }

    private Stream<String> list(String table, String columns) {
        return node.nbctl("--format=csv", "--no-headings", "--columns=" + columns, "list", table)
                .lines();
    }

    @Override
    public void close() {
        gateway.close();
        folder.close();
        node.close();
    }
}
