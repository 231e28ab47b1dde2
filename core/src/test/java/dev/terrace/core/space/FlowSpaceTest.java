package dev.terrace.core.space;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.IpFamily;
import dev.terrace.core.model.Platform;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.Protocol;
import dev.terrace.core.sample.SampleClusters;
import dev.terrace.core.verdict.Connection;
import dev.terrace.core.verdict.ReferenceEvaluator;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;

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

        for (Connection connection : RandomConnections.of(space, world.facts(), FLOWS_PER_CLUSTER, random)) {
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
            for (Connection connection : RandomConnections.of(space, world.facts(), FLOWS_PER_CLUSTER, random)) {
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
        Platform platform = SampleClusters.platform(seed);
        return new World(
                SampleClusters.of(seed, 0).facts(),
                order.equals(Policy.BY_KIND) ? platform.besideOvnKubernetes() : platform,
                order);
    }

    private static ClusterFacts withPoliciesOf(ClusterFacts facts, ClusterFacts other) {
        return new ClusterFacts(
                facts.pods(), facts.namespaces(), facts.nodes(), facts.endpointSlices(), other.policies());
    }

    @AfterContainer
    static void enoughWasAsked() {
        assertThat(judged).isGreaterThanOrEqualTo(ENOUGH);
    }
}
