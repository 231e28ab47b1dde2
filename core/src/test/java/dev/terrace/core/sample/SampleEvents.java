package dev.terrace.core.sample;

import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.Fact;
import dev.terrace.core.model.FactKey;
import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.PodFact;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Makes things happen to a cluster, from a seed: facts that come, change and go, come again as they were, and are
 * removed before they come. Pods share three addresses, so that some have one in common.
 */
public final class SampleEvents {

    /**
     * A fact is as given, or gone.
     *
     * @param key of which fact
     * @param fact null where it is removed
     */
    public record Event(FactKey key, @Nullable Fact fact) {}

    private static final List<IpAddress> SHARED =
            List.of(IpAddress.parse("10.244.1.1"), IpAddress.parse("10.244.2.1"), IpAddress.parse("fd00:1::1"));
    private static final int CLUSTERS = 4;

    private SampleEvents() {}

    /**
     * @param seed decides everything
     * @param count how many events
     */
    public static List<Event> of(long seed, int count) {
        Random random = new Random(seed);
        List<Fact> facts = new ArrayList<>();
        for (int i = 0; i < CLUSTERS; i++) {
            for (Fact fact : factsOf(SampleClusters.of(random.nextLong(), 0).facts())) {
                facts.add(
                        fact instanceof PodFact pod && random.nextBoolean() ? withSharedAddresses(pod, random) : fact);
            }
        }
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Fact fact = facts.get(random.nextInt(facts.size()));
            events.add(new Event(fact.key(), random.nextInt(4) == 0 ? null : fact));
        }
        return events;
    }

    /** What is left after some events. */
    public static ClusterFacts after(List<Event> events) {
        Map<FactKey, Fact> facts = new HashMap<>();
        for (Event event : events) {
            Fact fact = event.fact();
            if (fact == null) {
                facts.remove(event.key());
            } else {
                facts.put(event.key(), fact);
            }
        }
        return ClusterFacts.of(facts.values());
    }

    /** All facts of a cluster. */
    public static List<Fact> factsOf(ClusterFacts cluster) {
        List<Fact> facts = new ArrayList<>();
        facts.addAll(cluster.pods().values());
        facts.addAll(cluster.namespaces().values());
        facts.addAll(cluster.nodes().values());
        facts.addAll(cluster.endpointSlices().values());
        facts.addAll(cluster.policies().values());
        return facts;
    }

    private static PodFact withSharedAddresses(PodFact pod, Random random) {
        List<IpAddress> addresses =
                SHARED.stream().filter(address -> random.nextInt(3) > 0).toList();
        return new PodFact(
                pod.key(),
                pod.labels(),
                pod.node(),
                addresses,
                pod.network(),
                pod.finished(),
                pod.namedPorts(),
                pod.probePorts());
    }
}
