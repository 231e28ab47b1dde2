package dev.terrace.e2e.random;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.TierLayout;
import dev.terrace.core.full.FullTranslator;
import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.Platform;
import dev.terrace.core.sample.SampleCluster;
import dev.terrace.core.sample.SampleClusters;
import dev.terrace.core.verdict.Connection;
import dev.terrace.core.verdict.Flow;
import dev.terrace.core.verdict.FlowEnd;
import dev.terrace.core.verdict.FlowResolution;
import dev.terrace.core.verdict.ReferenceEvaluator;
import dev.terrace.e2e.node.OvnNode;
import dev.terrace.e2e.node.Traced;
import dev.terrace.e2e.packet.Arrival;
import dev.terrace.e2e.packet.Outside;
import dev.terrace.e2e.packet.Packet;
import dev.terrace.e2e.packet.PacketLine;
import dev.terrace.e2e.packet.Testbed;
import dev.terrace.e2e.packet.Topology;
import dev.terrace.ovn.NorthboundWriter;
import dev.terrace.ovn.Outcome;
import dev.terrace.ovn.WriterListener;
import dev.terrace.ovn.WriterSettings;
import dev.terrace.ovn.rpc.Endpoint;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The verdict of the evaluator, that of {@code ovn-trace} and what a packet does, for flows of clusters that nobody
 * thought of. The seed of each cluster is the name of its test; {@code -Dterrace.seed=N} begins with one, and
 * {@code -Dterrace.clusters=N} is how many there are.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RandomClustersTest {

    private static final String OWNER = "random";
    private static final int CLUSTERS = Integer.getInteger("terrace.clusters", 20);
    private static final int FLOWS = 90;

    /**
     * A cluster is tried if so many of its packets should pass, and so many should not: more than half deny nothing.
     */
    private static final int FEWEST = 5;

    /** Those that {@link SampleClusters} speaks of. */
    private static final Outside OUTSIDE = Outside.at("203.0.113.7", "198.51.100.1", "2001:db8::7", "3fff::1");

    private final OvnNode node = OvnNode.start();
    private final NorthboundWriter writer = new NorthboundWriter(
            WriterSettings.of(Endpoint.parseAll(node.northbound()), OWNER).withMassDelete(true), WriterListener.NONE);

    static LongStream seeds() {
        return LongStream.iterate(Long.getLong("terrace.seed", System.nanoTime()), seed -> seed + 1)
                .filter(seed -> Packet.hasBoth(Asked.of(seed).packets(), FEWEST))
                .limit(CLUSTERS);
    }

    @BeforeAll
    void begin() throws Exception {
        writer.start().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    @AfterAll
    void end() {
        writer.close();
        node.close();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void evaluatorSimulatorAndPacketsAgree(long seed) throws Exception {
        Asked asked = Asked.of(seed);
        // Who was there in an earlier cluster and is not in this one stays, and is in no group and no set.
        Testbed testbed = Testbed.lay(node, asked.topology());
        put(asked.facts());
        List<Packet> packets = asked.packets();
        List<Traced> traces = node.trace(packets.stream().map(Packet::trace).toList());
        List<Arrival> arrivals = testbed.send(packets);
        SoftAssertions all = new SoftAssertions();
        for (int i = 0; i < packets.size(); i++) {
            Packet packet = packets.get(i);
            boolean expected = packet.line().allowed();
            all.assertThat(traces.get(i).delivered())
                    .as("ovn-trace of %s: %s", packet, traces.get(i).detail())
                    .isEqualTo(expected);
            all.assertThat(arrivals.get(i).asExpected())
                    .as(
                            "%s should %s: %s",
                            packet,
                            expected ? "pass" : "be dropped",
                            arrivals.get(i).seen())
                    .isTrue();
        }
        all.assertAll();
    }

    private void put(ClusterFacts facts) throws Exception {
        DesiredImage image = new FullTranslator(OWNER, TierLayout.STANDALONE, Platform.DEFAULT)
                .translate(facts)
                .image();
        assertThat(writer.desire(image).toCompletableFuture().get(30, TimeUnit.SECONDS))
                .isInstanceOf(Outcome.Committed.class);
        node.sync();
    }

    /** A cluster, and the packets that are sent in it, each with the verdict that it should meet. */
    private record Asked(ClusterFacts facts, Topology topology, List<Packet> packets) {

        static Asked of(long seed) {
            SampleCluster sample = SampleClusters.of(seed, FLOWS);
            ClusterFacts facts = sample.facts();
            Topology topology =
                    Topology.of(facts, OUTSIDE, pod -> "pods-" + pod.key().namespace());
            ReferenceEvaluator reference =
                    new ReferenceEvaluator(facts, Platform.DEFAULT, TierLayout.STANDALONE.order());
            List<Packet> packets = sample.flows().stream()
                    .distinct()
                    .flatMap(flow -> packet(flow, facts, topology, reference))
                    .distinct()
                    .toList();
            return new Asked(facts, topology, packets);
        }
    }

    /** The flow as a packet with the verdict that it should meet; none where the cluster has no such flow. */
    private static Stream<Packet> packet(
            Flow flow, ClusterFacts facts, Topology topology, ReferenceEvaluator reference) {
        if (!(FlowResolution.of(flow, facts) instanceof FlowResolution.Resolved(Connection connection))
                || !topology.has(connection.source())
                || !topology.has(connection.destination())
                || connection.source().equals(connection.destination())) {
            return Stream.empty();
        }
        PacketLine line = new PacketLine(
                name(flow.from()),
                name(flow.to()),
                flow.protocol(),
                flow.port(),
                Set.of(connection.source().family()),
                reference.judge(connection).allows(),
                "");
        String from = topology.owner(connection.source());
        String to = topology.owner(connection.destination());
        // What stays inside of a network namespace never meets OVN.
        return from.equals(to)
                ? Stream.empty()
                : Stream.of(new Packet(line, connection.source(), connection.destination(), from, to));
    }

    private static String name(FlowEnd end) {
        return switch (end) {
            case FlowEnd.Pod(var key) -> key.toString();
            case FlowEnd.Address(var address) -> address.toString();
            case FlowEnd.Node(var node) -> "node:" + node;
        };
    }
}
