package dev.terrace.core.space;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.IpFamily;
import dev.terrace.core.model.Platform;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PortRange;
import dev.terrace.core.model.Protocol;
import dev.terrace.core.sample.SampleClusters;
import dev.terrace.core.verdict.Connection;
import dev.terrace.core.verdict.ReferenceEvaluator;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import org.jspecify.annotations.Nullable;

/** A class is judged as every flow in it is, and every flow is in one class. */
final class FlowSpaceTest {

    private static final int FLOWS_PER_CLUSTER = 100;
    private static final int ENOUGH = 100_000;
    private static final int MAX_PORT = 65535;

    private static int judged;

    @Property(tries = 1200)
    void classesAreJudgedAsTheirFlows(@ForAll long seed) {
        Random random = new Random(seed);
        World world = world(seed, random.nextBoolean() ? Policy.BY_PRIORITY : Policy.BY_KIND);
        FlowSpace space = new FlowSpace(List.of(world));
        ClassJudge judge = space.judge(0);
        ReferenceEvaluator reference = new ReferenceEvaluator(world.facts(), world.platform(), world.order());

        for (Connection connection : connections(space, world.facts(), random)) {
            FlowClass flows = space.classOf(connection, 0);
            assertThat(judge.judge(flows)).as("%s in %s", connection, flows).isEqualTo(reference.judge(connection));
            judged++;
        }
    }

    /** Of two worlds, the common classes are fine enough for each. */
    @Property(tries = 300)
    void commonClassesAreJudgedAsTheirFlowsInEachWorld(@ForAll long seed) {
        Random random = new Random(seed);
        World before = world(seed, Policy.BY_PRIORITY);
        World after = new World(
                withPoliciesOf(before.facts(), SampleClusters.of(seed + 1, 0).facts()),
                before.platform(),
                before.order());
        FlowSpace space = new FlowSpace(List.of(before, after));

        for (int which = 0; which < 2; which++) {
            World world = which == 0 ? before : after;
            ClassJudge judge = space.judge(which);
            ReferenceEvaluator reference = new ReferenceEvaluator(world.facts(), world.platform(), world.order());
            for (Connection connection : connections(space, world.facts(), random)) {
                assertThat(judge.judge(space.classOf(connection, which))).isEqualTo(reference.judge(connection));
                judged++;
            }
        }
    }

    @Property(tries = 200)
    void everyEndAndEveryPortIsInOneClass(@ForAll long seed) {
        FlowSpace space = new FlowSpace(List.of(world(seed, Policy.BY_PRIORITY)));

        Set<End> seen = new HashSet<>();
        for (EndClass ends : space.endClasses()) {
            ends.known().forEach(end -> {
                assertThat(seen.add(end)).as("%s is in two classes", end).isTrue();
                assertThat(space.classOf(end)).isSameAs(ends);
            });
        }
        for (IpFamily family : IpFamily.values()) {
            assertCovered(
                    BigInteger.ONE.shiftLeft(family.bits()),
                    space.endClasses().stream()
                            .filter(ends -> ends.family() == family)
                            .flatMap(ends -> ends.elsewhere().stream())
                            .sorted(Comparator.comparing(AddressRange::first))
                            .map(range ->
                                    List.of(range.first().value(), range.last().value()))
                            .toList(),
                    BigInteger.ZERO);
        }
        for (Protocol protocol : List.of(Protocol.TCP, Protocol.UDP, Protocol.SCTP)) {
            assertCovered(
                    BigInteger.valueOf(MAX_PORT + 1),
                    space.trafficClasses().stream()
                            .filter(traffic -> traffic.protocol() == protocol)
                            .flatMap(traffic -> traffic.ports().stream())
                            .sorted()
                            .map(range -> List.of(BigInteger.valueOf(range.start()), BigInteger.valueOf(range.end())))
                            .toList(),
                    BigInteger.ONE);
        }
    }

    private static void assertCovered(BigInteger end, List<List<BigInteger>> ranges, BigInteger start) {
        BigInteger next = start;
        for (List<BigInteger> range : ranges) {
            assertThat(range.getFirst()).isEqualTo(next);
            next = range.getLast().add(BigInteger.ONE);
        }
        assertThat(next).isEqualTo(end);
    }

    private static World world(long seed, Comparator<Policy> order) {
        return new World(SampleClusters.of(seed, 0).facts(), new Platform(seed % 3 != 0), order);
    }

    private static ClusterFacts withPoliciesOf(ClusterFacts facts, ClusterFacts other) {
        return new ClusterFacts(
                facts.pods(), facts.namespaces(), facts.nodes(), facts.endpointSlices(), other.policies());
    }

    /** Random flows: between any two ends of the space, known or not, at the edges of ranges and anywhere. */
    private static List<Connection> connections(FlowSpace space, ClusterFacts facts, Random random) {
        List<Connection> connections = new ArrayList<>();
        while (connections.size() < FLOWS_PER_CLUSTER) {
            EndClass from = pick(space.endClasses(), random);
            EndClass to = pick(space.endClasses(), random);
            if (from.family() == to.family()) {
                End source = member(from, facts, random);
                End destination = random.nextInt(20) == 0 ? source : member(to, facts, random);
                TrafficClass traffic = pick(space.trafficClasses(), random);
                connections.add(new Connection(
                        source.address(),
                        destination.address(),
                        podOf(source, facts),
                        podOf(destination, facts),
                        traffic.protocol(),
                        port(traffic, random)));
            }
        }
        return connections;
    }

    private static @Nullable PodFact podOf(End end, ClusterFacts facts) {
        return end.pod() == null ? null : facts.pods().get(end.pod());
    }

    private static End member(EndClass ends, ClusterFacts facts, Random random) {
        int chosen = random.nextInt(ends.known().size() + ends.elsewhere().size());
        if (chosen < ends.known().size()) {
            return ends.known().get(chosen);
        }
        AddressRange range = ends.elsewhere().get(chosen - ends.known().size());
        BigInteger size = range.last().value().subtract(range.first().value()).add(BigInteger.ONE);
        BigInteger step = switch (random.nextInt(3)) {
            case 0 -> BigInteger.ZERO;
            case 1 -> size.subtract(BigInteger.ONE);
            default -> new BigInteger(size.bitLength() + 8, random).mod(size);
        };
        return at(IpAddress.of(range.first().family(), range.first().value().add(step)), facts);
    }

    private static End at(IpAddress address, ClusterFacts facts) {
        return new End(
                address,
                facts.pods().values().stream()
                        .filter(pod -> pod.selectable() && pod.addresses().contains(address))
                        .map(PodFact::key)
                        .min(Comparator.naturalOrder())
                        .orElse(null));
    }

    private static int port(TrafficClass traffic, Random random) {
        if (traffic.ports().isEmpty()) {
            return 0;
        }
        PortRange range = pick(traffic.ports(), random);
        return switch (random.nextInt(3)) {
            case 0 -> range.start();
            case 1 -> range.end();
            default -> range.start() + random.nextInt(range.end() - range.start() + 1);
        };
    }

    private static <T> T pick(List<T> from, Random random) {
        return from.get(random.nextInt(from.size()));
    }

    @AfterContainer
    static void enoughWasAsked() {
        assertThat(judged).isGreaterThanOrEqualTo(ENOUGH);
    }
}
