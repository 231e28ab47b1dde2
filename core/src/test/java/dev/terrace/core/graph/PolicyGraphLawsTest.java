package dev.terrace.core.graph;

import dev.terrace.core.desired.Anchor;
import dev.terrace.core.desired.TierLayout;
import dev.terrace.core.desired.Zone;
import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.Platform;
import dev.terrace.core.sample.SampleClusters;
import dev.terrace.core.sample.SampleEvents;
import dev.terrace.core.sample.SampleEvents.Event;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Law L8 of {@code docs/design/policy-semantics.md}: translating all objects equals the result of any order of
 * incremental events that leads to the same objects. With it the graph has every law that the full translator has.
 */
final class PolicyGraphLawsTest {

    private static final int EVENTS = 60;

    @Property(tries = 400)
    void l8GraphEqualsFullTranslatorAfterEveryEvent(
            @ForAll long seed, @ForAll TierLayout layout, @ForAll Anchor anchor) {
        Random random = new Random(seed);
        GraphUnderTest graph =
                new GraphUnderTest(layout, SampleClusters.platform(random.nextLong()), zone(random), anchor);
        List<Event> events = SampleEvents.of(seed, EVENTS);
        for (int i = 0; i < events.size(); i++) {
            graph.apply(events.get(i));
            ClusterFacts facts = SampleEvents.after(events.subList(0, i + 1));
            if (random.nextBoolean()) {
                graph.assertHandedOut(facts);
            } else {
                graph.assertRight(facts);
            }
        }
        graph.tearDown(random);
    }

    private static Zone zone(Random random) {
        int node = random.nextInt(1 + SampleClusters.NODES.size());
        return node == 0 ? Zone.WHOLE : new Zone.Node(SampleClusters.NODES.get(node - 1));
    }

    @Property(tries = 400)
    void l8AnyOrderOfEventsEndsAlike(@ForAll long seed, @ForAll TierLayout layout, @ForAll Anchor anchor) {
        Random random = new Random(seed);
        List<Event> events = new ArrayList<>(SampleEvents.of(seed, EVENTS));
        ClusterFacts facts = SampleEvents.after(events);
        Collections.shuffle(events, random);
        GraphUnderTest graph = new GraphUnderTest(layout, Platform.DEFAULT, zone(random), anchor);
        for (Event event : events) {
            graph.apply(event);
            if (random.nextInt(10) == 0) {
                graph.flush();
            }
        }
        // What the shuffled deliveries left is put right by newer ones, in any order.
        List<Event> newest = new ArrayList<>();
        SampleEvents.factsOf(graph.graph().facts()).forEach(fact -> newest.add(new Event(fact.key(), null)));
        SampleEvents.factsOf(facts)
                .forEach(fact -> newest.removeIf(event -> event.key().equals(fact.key())));
        SampleEvents.factsOf(facts).forEach(fact -> newest.add(new Event(fact.key(), fact)));
        Collections.shuffle(newest, random);
        newest.forEach(graph::apply);
        graph.assertHandedOut(facts);
        graph.tearDown(random);
    }
}
