package dev.terrace.e2e.standin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.desired.TierLayout;
import dev.terrace.core.desired.Zone;
import dev.terrace.core.model.Protocol;
import dev.terrace.core.ovnkubernetes.OvnKubernetesTranslator;
import dev.terrace.e2e.live.GatewayProcess;
import dev.terrace.e2e.node.Held;
import dev.terrace.e2e.node.Host;
import dev.terrace.e2e.node.Interconnect;
import dev.terrace.e2e.node.OvnNode;
import dev.terrace.e2e.node.Probe;
import dev.terrace.e2e.node.Seen;
import dev.terrace.e2e.packet.Arrival;
import dev.terrace.e2e.packet.Outside;
import dev.terrace.e2e.packet.Packet;
import dev.terrace.e2e.packet.Topology;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two and three zones, each with a database, a stand-in for OVN-Kubernetes and a {@code terrace run --node} of its own.
 * Packets between zones meet what the evaluator says while an older version has written everywhere, after each of its
 * agents was replaced, one by one, and after everything changed while an agent was away. Allowed connections go on
 * meanwhile. The number of zones and the seed are the name of each test; {@code -Dterrace.seed=N} begins with one.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ZonesTest {

    /** A twentieth of what {@code -Dterrace.clusters} says, for each number of zones. */
    private static final int CLUSTERS = Math.max(1, Integer.getInteger("terrace.clusters", 20) / 20);

    private static final int MOST_ZONES = 3;
    private static final int FLOWS = 120;
    private static final int CONNECTIONS = 4;
    private static final Duration INTERVAL = Duration.ofMillis(50);
    private static final int AFTERWARDS = 20;
    private static final TierLayout LAYOUT = TierLayout.ALONGSIDE;
    private static final Path JAR = Path.of("../gateway/target/terrace.jar");
    private static final Path MANIFESTS = Path.of("target/zones");

    private final Interconnect interconnect = Interconnect.of(MOST_ZONES);
    private final List<ZoneUnderTest> all =
            interconnect.nodes().stream().map(ZoneUnderTest::new).toList();

    static Stream<Arguments> clusters() {
        long first = Long.getLong("terrace.seed", System.nanoTime());
        return IntStream.rangeClosed(2, MOST_ZONES)
                .boxed()
                .flatMap(zones -> IntStream.range(0, CLUSTERS).mapToObj(i -> Arguments.of(zones, first + i)));
    }

    @AfterAll
    void end() {
        all.forEach(ZoneUnderTest::kill);
        interconnect.close();
    }

    @ParameterizedTest(name = "{0} zones, seed {1}")
    @MethodSource("clusters")
    void zonesTogetherDoWhatTheEvaluatorSays(int count, long seed) throws Exception {
        List<ZoneUnderTest> zones = all.subList(0, count);
        Cluster cluster = new Cluster(Mix.of(seed, count, FLOWS, MANIFESTS), zones);
        cluster.lay();
        for (ZoneUnderTest zone : zones) {
            OlderLook.write(zone.node, cluster.mix.facts(), LAYOUT, zone.zone);
        }
        cluster.assertVerdicts("with an older version everywhere");

        Map<Packet, OvnNode.Holding> held = cluster.hold();
        for (ZoneUnderTest zone : zones) {
            zone.start().awaitSync();
            cluster.assertVerdicts("with a new version in " + zone.name);
        }
        held.values().forEach(OvnNode.Holding::end);
        held.forEach((packet, holding) -> {
            Held result = holding.result();
            assertThat(result.before() + result.afterwards())
                    .as("%s, while agents are replaced: %s", packet, result)
                    .matches("[!+]+");
        });

        // What changes while an agent is away is what it finds.
        ZoneUnderTest away = zones.get((int) Math.floorMod(seed, (long) count));
        away.kill();
        Cluster changed = new Cluster(Mix.of(seed + Integer.MAX_VALUE, count, FLOWS, MANIFESTS), zones);
        changed.lay();
        away.start();
        for (ZoneUnderTest zone : zones) {
            zone.running().awaitSync();
        }
        changed.assertVerdicts("after a change that " + away.name + " was away for");
        for (ZoneUnderTest zone : zones) {
            zone.kill();
            assertThat(NorthboundLog.of(zone.node).trespasses()).as(zone.name).isEmpty();
        }
    }

    /** A mix laid out over zones. */
    private record Cluster(Mix mix, Topology topology, List<ZoneUnderTest> zones) {

        private Cluster(Mix mix, List<ZoneUnderTest> zones) {
            this(mix, mix.topology(new Outside(Map.of())), zones);
        }

        private void lay() {
            for (ZoneUnderTest zone : zones) {
                zone.node.create(hosts(zone));
                zone.standIn.turnTo(OvnKubernetesTranslator.translate(mix.facts(), mix.own(), zone.zone));
            }
            warmUp();
        }

        /** What is sent before a tunnel knows whom it leads to is lost. */
        private void warmUp() {
            for (ZoneUnderTest from : zones) {
                List<Probe> pings = mix.facts().nodes().values().stream()
                        .filter(to -> !to.name().equals(from.name))
                        .map(to -> new Probe(from.name, to.addresses().getFirst(), Protocol.ICMP, 0))
                        .toList();
                while (!from.node.probe(pings).stream().allMatch(seen -> seen.is(true))) {
                    from.node.sync();
                }
            }
        }

        private List<Host> hosts(ZoneUnderTest zone) {
            return topology.hosts().stream()
                    .filter(host ->
                            host.onSwitch().equals(zone.name) || host.netns().equals(zone.name))
                    .toList();
        }

        private OvnNode nodeOf(String netns) {
            return zones.stream()
                    .filter(zone ->
                            hosts(zone).stream().anyMatch(host -> host.netns().equals(netns)))
                    .findFirst()
                    .orElseThrow()
                    .node;
        }

        private List<Packet> packets() {
            return new Expectation(mix, topology, _ -> true).packets();
        }

        /** Some connections that are allowed. */
        private Map<Packet, OvnNode.Holding> hold() {
            Map<Packet, OvnNode.Holding> held = new LinkedHashMap<>();
            packets().stream()
                    .filter(packet -> packet.line().allowed())
                    .filter(packet -> packet.line().protocol() == Protocol.TCP
                            || packet.line().protocol() == Protocol.UDP)
                    .limit(CONNECTIONS)
                    .forEach(packet ->
                            held.put(packet, nodeOf(packet.fromNetns()).hold(packet.probe(), INTERVAL, AFTERWARDS)));
            return held;
        }

        private void assertVerdicts(String when) {
            List<Packet> packets = packets();
            for (ZoneUnderTest zone : zones) {
                zone.node.sync();
                zone.node.serve(packets.stream()
                        .filter(packet -> nodeOf(packet.toNetns()) == zone.node)
                        .map(Packet::listener)
                        .toList());
            }
            List<Arrival> arrivals = new ArrayList<>();
            for (ZoneUnderTest zone : zones) {
                List<Packet> from = packets.stream()
                        .filter(packet -> nodeOf(packet.fromNetns()) == zone.node)
                        .toList();
                List<Seen> seen =
                        zone.node.probe(from.stream().map(Packet::probe).toList());
                for (int i = 0; i < from.size(); i++) {
                    arrivals.add(new Arrival(from.get(i), seen.get(i)));
                }
            }
            assertThat(arrivals)
                    .as(when)
                    .filteredOn(arrival -> !arrival.asExpected())
                    .isEmpty();
        }
    }

    /** A node with who writes its database. */
    private static final class ZoneUnderTest {

        private final String name;
        private final OvnNode node;
        private final Zone zone;
        private final StandIn standIn;
        private int processes;
        private @Nullable GatewayProcess terrace;

        private ZoneUnderTest(OvnNode node) {
            this.node = node;
            name = node.name();
            zone = new Zone.Node(name);
            standIn = new StandIn(node.client(), name);
        }

        private GatewayProcess start() {
            Path log = Path.of("target/zone-" + name + "-" + ++processes + ".log");
            terrace = GatewayProcess.start(JAR, node, MANIFESTS, log, LAYOUT, zone);
            return terrace;
        }

        private GatewayProcess running() {
            return Objects.requireNonNull(terrace, name);
        }

        private void kill() {
            if (terrace != null) {
                terrace.kill();
            }
        }
    }
}
