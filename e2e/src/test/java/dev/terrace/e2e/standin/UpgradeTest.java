package dev.terrace.e2e.standin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.TierLayout;
import dev.terrace.core.desired.Zone;
import dev.terrace.core.model.Protocol;
import dev.terrace.core.ovnkubernetes.OvnKubernetesTranslator;
import dev.terrace.core.verdict.Flow;
import dev.terrace.e2e.live.GatewayProcess;
import dev.terrace.e2e.node.Held;
import dev.terrace.e2e.node.OvnNode;
import dev.terrace.e2e.packet.Outside;
import dev.terrace.e2e.packet.Packet;
import dev.terrace.e2e.packet.Testbed;
import dev.terrace.e2e.packet.Topology;
import dev.terrace.ovn.FaultProxy;
import dev.terrace.ovn.NorthboundWriter;
import dev.terrace.ovn.Outcome;
import dev.terrace.ovn.WriterListener;
import dev.terrace.ovn.WriterSettings;
import dev.terrace.ovn.plan.Bounds;
import dev.terrace.ovn.rpc.Endpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rows of an older look are in the database when {@code terrace run} begins, which replaces all of them; then it is
 * killed and begins again. All the while connections are opened, and others held: what is allowed is never dropped, and
 * what is denied never passes. The seed is the name of each test; {@code -Dterrace.seed=N} begins with one.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class UpgradeTest {

    /** A twentieth of what {@code -Dterrace.clusters} says. */
    private static final int CLUSTERS = Math.max(1, Integer.getInteger("terrace.clusters", 20) / 20);

    private static final int FLOWS = 400;
    private static final int MOST_STREAMS = 24;
    private static final int MOST_HELD = 4;
    private static final Duration INTERVAL = Duration.ofMillis(50);
    private static final int AFTERWARDS = 20;

    /** Of a transaction: those of one ACL. */
    private static final int OPERATIONS = 3;

    private static final int BYTES_IN_A_MILLISECOND = 32;
    private static final Zone ZONE = new Zone.Node("n1");
    private static final TierLayout LAYOUT = TierLayout.ALONGSIDE;
    private static final Path JAR = Path.of("../gateway/target/terrace.jar");
    private static final Path MANIFESTS = Path.of("target/upgrade");

    private final OvnNode node = OvnNode.start("n1");
    private final StandIn standIn = new StandIn(node.client(), "n1");

    static LongStream seeds() {
        long first = Long.getLong("terrace.seed", System.nanoTime());
        return LongStream.iterate(first, seed -> seed + 1)
                .filter(UpgradeTest::deniesAndAllows)
                .limit(CLUSTERS);
    }

    /** Whether there is UDP that Terrace denies, and some that is allowed. */
    private static boolean deniesAndAllows(long seed) {
        Mix mix = Mix.of(seed, 1, FLOWS, MANIFESTS);
        List<Packet> streamed = streamed(mix, topology(mix));
        return streamed.stream().anyMatch(packet -> packet.line().allowed())
                && streamed.stream().anyMatch(packet -> !packet.line().allowed());
    }

    private static Topology topology(Mix mix) {
        return mix.topology(new Outside(Map.of()));
    }

    /** UDP that is allowed, and UDP that only a policy of Terrace denies. */
    private static List<Packet> streamed(Mix mix, Topology topology) {
        Mix without = new Mix(
                mix.facts()
                        .only(policy -> OvnKubernetesTranslator.KINDS.contains(
                                policy.key().kind())),
                mix.own(),
                mix.flows());
        Set<Flow> otherwiseAllowed = new Expectation(without, topology, ZONE::holds)
                .packets().stream()
                        .filter(packet -> packet.line().allowed())
                        .map(Packet::flow)
                        .collect(Collectors.toSet());
        Map<Boolean, List<Packet>> byVerdict = new Expectation(mix, topology, ZONE::holds)
                .packets().stream()
                        .filter(packet -> packet.line().protocol() == Protocol.UDP)
                        .filter(packet -> packet.line().allowed() || otherwiseAllowed.contains(packet.flow()))
                        .collect(Collectors.partitioningBy(
                                packet -> packet.line().allowed()));
        return byVerdict.values().stream()
                .flatMap(packets -> packets.stream().limit(MOST_STREAMS / 2))
                .toList();
    }

    @AfterAll
    void end() {
        node.close();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void nothingIsDroppedAndNothingPasses(long seed) throws Exception {
        Mix mix = Mix.of(seed, 1, FLOWS, MANIFESTS);
        replace(mix, () -> runUntilInSync("target/upgrade-new.log"));
    }

    /** The same ACL by ACL, so slowly that packets meet what is between two transactions. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void norBetweenTransactions(long seed) throws Exception {
        Mix mix = Mix.of(seed, 1, FLOWS, MANIFESTS);
        DesiredImage image = OlderLook.newer(mix.facts(), LAYOUT, ZONE);
        replace(
                mix,
                () -> assertThat(writeSlowly(image).written().transactions())
                        .isGreaterThan(image.rows().size()));
    }

    private Outcome.Committed writeSlowly(DesiredImage image) throws Exception {
        try (FaultProxy slow = new FaultProxy(Endpoint.parse(node.northbound()));
                NorthboundWriter writer = new NorthboundWriter(
                        WriterSettings.of(List.of(slow.endpoint()), GatewayProcess.OWNER)
                                .withBounds(new Bounds(OPERATIONS, Bounds.DEFAULT.bytes())),
                        WriterListener.NONE)) {
            writer.start().toCompletableFuture().get(30, TimeUnit.SECONDS);
            slow.slow(BYTES_IN_A_MILLISECOND);
            return (Outcome.Committed)
                    writer.desire(image).toCompletableFuture().get(1, TimeUnit.MINUTES);
        }
    }

    /** What takes rows of one look out and puts those of the other in. */
    private interface Replacement {
        void make() throws Exception;
    }

    private void replace(Mix mix, Replacement replacement) throws Exception {
        Topology topology = topology(mix);
        Testbed testbed = Testbed.lay(node, topology);
        standIn.turnTo(OvnKubernetesTranslator.translate(mix.facts(), mix.own(), ZONE));
        OlderLook.write(node, mix.facts(), LAYOUT, ZONE);
        List<Packet> packets = new Expectation(mix, topology, ZONE::holds).packets();
        assertThat(testbed.send(packets))
                .as("with the older look")
                .allSatisfy(arrival ->
                        assertThat(arrival.asExpected()).as("%s", arrival).isTrue());

        List<Packet> streamed = streamed(mix, topology);
        ConnectionStream stream = ConnectionStream.of(node, streamed);
        Map<Packet, OvnNode.Holding> held = new LinkedHashMap<>();
        packets.stream()
                .filter(packet -> packet.line().protocol() == Protocol.TCP
                        && packet.line().allowed())
                .limit(MOST_HELD)
                .forEach(packet -> held.put(packet, node.hold(packet.probe(), INTERVAL, AFTERWARDS)));
        replacement.make();
        runUntilInSync("target/upgrade-again.log");
        assertThat(node.nbctl("list", "ACL")).as("the older look is gone").doesNotContain("terrace_old_");
        held.values().forEach(OvnNode.Holding::end);
        List<String> patterns = stream.end();

        for (int i = 0; i < streamed.size(); i++) {
            boolean passes = streamed.get(i).line().allowed();
            assertThat(patterns.get(i)).as("%s", streamed.get(i)).matches(passes ? "!+" : "\\.+");
        }
        held.forEach((packet, holding) -> {
            Held result = holding.result();
            assertThat(result.before() + result.afterwards())
                    .as("%s: %s", packet, result)
                    .matches("[!+]+");
        });
        assertThat(NorthboundLog.of(node).trespasses()).isEmpty();
    }

    /** Until it is killed. */
    private void runUntilInSync(String log) {
        try (GatewayProcess terrace = GatewayProcess.start(JAR, node, MANIFESTS, Path.of(log), LAYOUT, ZONE)) {
            terrace.awaitSync();
            terrace.kill();
        }
    }
}
