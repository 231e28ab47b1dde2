package dev.terrace.core.reach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.Protocol;
import dev.terrace.core.sample.SampleClusters;
import dev.terrace.core.space.World;
import dev.terrace.core.verdict.Connection;
import dev.terrace.core.verdict.ReferenceEvaluator;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;

/** The sums are those of asking about every pair of pods. */
final class ReachTest {

    private static final List<Probe> PROBES = List.of(
            new Probe(Protocol.TCP, 80),
            new Probe(Protocol.TCP, 8080),
            new Probe(Protocol.UDP, 53),
            new Probe(Protocol.ICMP, 0));

    private static int counted;

    @Property(tries = 340)
    void cellsCountEveryPairOfPods(@ForAll long seed) {
        ClusterFacts facts = SampleClusters.of(seed, 0).facts();
        World world = new World(facts, SampleClusters.platform(seed), Policy.BY_PRIORITY);
        ReferenceEvaluator reference = new ReferenceEvaluator(facts, world.platform(), world.order());

        for (Grouping grouping : Grouping.values()) {
            ReachMatrix matrix = Reach.of(world, grouping, pod -> true, PROBES);
            for (int probe = 0; probe < PROBES.size(); probe++) {
                for (int from = 0; from < matrix.groups().size(); from++) {
                    for (int to = 0; to < matrix.groups().size(); to++) {
                        List<Connection> all = connections(
                                facts,
                                grouping,
                                matrix.groups().get(from),
                                matrix.groups().get(to),
                                PROBES.get(probe));
                        Cell cell = matrix.cell(probe, from, to);
                        assertThat(cell.flows()).isEqualTo(all.size());
                        assertThat(cell.allowed())
                                .isEqualTo(all.stream()
                                        .filter(flow -> reference.judge(flow).allows())
                                        .count());
                        cell.reasons().forEach(reason -> assertThat(all).contains(reason.example()));
                        assertThat(cell.reasons())
                                .allMatch(reason ->
                                        reference.judge(reason.example()).allows() == reason.allows());
                        counted += all.size();
                    }
                }
            }
        }
    }

    @AfterContainer
    static void enoughWasCounted() {
        assertThat(counted).isGreaterThan(7_000);
    }

    private static List<Connection> connections(
            ClusterFacts facts, Grouping grouping, String from, String to, Probe probe) {
        List<Connection> connections = new ArrayList<>();
        for (PodFact source : pods(facts, grouping, from)) {
            for (PodFact destination : pods(facts, grouping, to)) {
                for (IpAddress sent : source.addresses()) {
                    for (IpAddress asked : destination.addresses()) {
                        Connection connection =
                                new Connection(sent, asked, source, destination, probe.protocol(), probe.port());
                        if (sent.family() == asked.family() && !connection.isHairpin()) {
                            connections.add(connection);
                        }
                    }
                }
            }
        }
        return connections;
    }

    private static List<PodFact> pods(ClusterFacts facts, Grouping grouping, String group) {
        return facts.pods().values().stream()
                .filter(pod -> pod.selectable() && grouping.groupOf(pod.key()).equals(group))
                .toList();
    }
}
