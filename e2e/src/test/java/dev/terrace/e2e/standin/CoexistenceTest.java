package dev.terrace.e2e.standin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.desired.TierLayout;
import dev.terrace.core.desired.Zone;
import dev.terrace.core.ovnkubernetes.OvnKubernetesRows;
import dev.terrace.core.ovnkubernetes.OvnKubernetesTranslator;
import dev.terrace.e2e.live.GatewayProcess;
import dev.terrace.e2e.node.OvnNode;
import dev.terrace.e2e.packet.Arrival;
import dev.terrace.e2e.packet.Outside;
import dev.terrace.e2e.packet.Packet;
import dev.terrace.e2e.packet.Testbed;
import dev.terrace.e2e.packet.Topology;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Terrace and OVN-Kubernetes in one database: policies of every kind at once, those that OVN-Kubernetes programs by the
 * stand-in, the others by {@code terrace run} with the layout {@code alongside}. What packets do is what the evaluator
 * says, before and after one of the two, or the database, has had an accident; and neither ever changes a row of the
 * other. The seed of each cluster is the name of its test; {@code -Dterrace.seed=N} begins with one.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CoexistenceTest {

    /** A third of what {@code -Dterrace.clusters} says: each is asked twice, and something happens in between. */
    private static final int CLUSTERS = Integer.getInteger("terrace.clusters", 20) / 3;

    private static final int FLOWS = 200;
    private static final int NODES = 2;
    private static final String NODE = "n1";
    private static final Zone ZONE = new Zone.Node(NODE);
    private static final Path JAR = Path.of("../gateway/target/terrace.jar");
    private static final Path MANIFESTS = Path.of("target/coexistence");

    /** A mix is tried if so many of its packets should pass, and so many should not: half deny nothing. */
    private static final int FEWEST = 4;

    /** Those that the flows speak of. */
    private static final Outside OUTSIDE = Outside.at("203.0.113.7", "198.51.100.1", "2001:db8::7", "3fff::1");

    private final OvnNode node = OvnNode.start(NODE);
    private final StandIn standIn = new StandIn(node.client(), NODE);
    private int processes;
    private GatewayProcess terrace = run(MANIFESTS);
    private boolean bothWrote;

    /** Each accident befalls as many as each other: it goes by the seed. */
    static LongStream seeds() {
        long first = Long.getLong("terrace.seed", System.nanoTime());
        return LongStream.range(first, first + CLUSTERS)
                .map(seed -> LongStream.iterate(seed, next -> next + (long) CLUSTERS * Accident.values().length)
                        .filter(CoexistenceTest::hasEnough)
                        .findFirst()
                        .orElseThrow());
    }

    private static boolean hasEnough(long seed) {
        Mix mix = Mix.of(seed, NODES, FLOWS, Path.of("target/coexistence-seeds"));
        return Packet.hasBoth(
                packets(mix).stream()
                        .filter(packet ->
                                mix.isolated(packet.source()) == null && mix.isolated(packet.destination()) == null)
                        .toList(),
                FEWEST);
    }

    private static List<Packet> packets(Mix mix) {
        return Expectation.in(ZONE, mix, mix.topology(OUTSIDE)).packets();
    }

    @AfterAll
    void end() {
        terrace.close();
        node.close();
        if (CLUSTERS >= 6) {
            assertThat(bothWrote).as("transactions of both").isTrue();
        }
    }

    /** What befalls them. */
    private enum Accident {
        OVN_KUBERNETES_RESTARTS,
        OVN_KUBERNETES_WRITES_ALL_AGAIN,
        TERRACE_IS_KILLED,
        DATABASE_RESTARTS,
        DATABASE_IS_EMPTIED
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void packetsDoWhatTheEvaluatorSays(long seed) {
        Mix mix = Mix.of(seed, NODES, FLOWS, MANIFESTS);
        Topology topology = mix.topology(OUTSIDE);
        OvnKubernetesRows theirs = OvnKubernetesTranslator.translate(mix.facts(), mix.own(), ZONE);
        List<Packet> packets = packets(mix);

        Testbed testbed = Testbed.lay(node, topology);
        standIn.turnTo(theirs);
        assertVerdicts(testbed, packets, "at first");

        Accident accident = Accident.values()[Math.floorMod(seed, Accident.values().length)];
        befall(accident, mix, topology, theirs);
        assertVerdicts(testbed, packets, "after " + accident);
        assertNobodyChangesWhatIsNotTheirs();
    }

    private GatewayProcess run(Path manifests) {
        try {
            Files.createDirectories(manifests);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Path log = Path.of("target/coexistence-" + ++processes + ".log");
        return GatewayProcess.start(JAR, node, manifests, log, TierLayout.ALONGSIDE, ZONE);
    }

    private void befall(Accident accident, Mix mix, Topology topology, OvnKubernetesRows theirs) {
        switch (accident) {
            case OVN_KUBERNETES_RESTARTS -> new StandIn(node.client(), NODE).start(theirs);
            case OVN_KUBERNETES_WRITES_ALL_AGAIN -> {
                standIn.turnTo(OvnKubernetesTranslator.translate(
                        mix.facts().only(_ -> false), mix.own().withoutPolicies(), ZONE));
                standIn.turnTo(theirs);
            }
            case TERRACE_IS_KILLED -> {
                terrace.kill();
                terrace = run(MANIFESTS);
            }
            case DATABASE_RESTARTS -> node.restartNorthbound();
            case DATABASE_IS_EMPTIED -> {
                assertNobodyChangesWhatIsNotTheirs();
                node.emptyNorthbound();
                node.create(topology.hosts());
                standIn.start(theirs);
            }
        }
    }

    private void assertVerdicts(Testbed testbed, List<Packet> packets, String when) {
        terrace.awaitSync();
        List<Arrival> arrivals = testbed.send(packets);
        assertThat(arrivals)
                .as(when)
                .filteredOn(arrival -> !arrival.asExpected())
                .isEmpty();
    }

    private void assertNobodyChangesWhatIsNotTheirs() {
        NorthboundLog log = NorthboundLog.of(node);
        assertThat(log.trespasses()).isEmpty();
        bothWrote |= log.hasBoth();
    }
}
