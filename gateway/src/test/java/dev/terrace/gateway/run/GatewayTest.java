package dev.terrace.gateway.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.desired.Anchor;
import dev.terrace.core.desired.DesiredDelta;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.LogicalPort;
import dev.terrace.core.desired.TierLayout;
import dev.terrace.core.desired.Zone;
import dev.terrace.core.graph.PolicyGraph;
import dev.terrace.core.model.Action;
import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.Fact;
import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.NodeFact;
import dev.terrace.core.model.Peer;
import dev.terrace.core.model.Platform;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.PodKey;
import dev.terrace.core.model.PodNetwork;
import dev.terrace.core.model.PodSelection;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PolicyKey;
import dev.terrace.core.model.PolicyKind;
import dev.terrace.core.model.Rule;
import dev.terrace.core.model.Stage;
import dev.terrace.core.row.LogMeter;
import dev.terrace.core.selector.LabelSelector;
import dev.terrace.core.status.StatusSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The running gateway with a graph of its own and a receiver in the place of the writer. */
final class GatewayTest {

    private static final Translator TRANSLATOR = new Translator(
            "test", TierLayout.STANDALONE, Platform.DEFAULT, Zone.WHOLE, Anchor.WHOLE, LogMeter.DEFAULT_RATE);

    /** A graph as a bug could leave it: it does not know the rule for probes. */
    private static final Translator FAULTY = new Translator(
            "test", TierLayout.STANDALONE, new Platform(false), Zone.WHOLE, Anchor.WHOLE, LogMeter.DEFAULT_RATE);

    private static final Duration NEVER = Duration.ZERO;
    private static final Duration OFTEN = Duration.ofMillis(1);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final NodeFact NODE = new NodeFact("n", Map.of(), List.of(IpAddress.parse("192.168.0.1")));
    private static final Policy POLICY = new Policy(
            new PolicyKey(PolicyKind.DEVELOPER_NETWORK_POLICY, "a", "deny"),
            "",
            1,
            Stage.DEVELOPER,
            1,
            PodSelection.in("a", LabelSelector.EVERYTHING),
            List.of(new Rule(0, "", Action.DENY, List.of(new Peer.Anyone()), List.of())),
            List.of(),
            Set.of(),
            List.of());

    private final Received received = new Received();

    @Test
    void nothingIsHandedOverBeforeTheSourceIsSynced() throws InterruptedException {
        try (Gateway gateway = gateway(TRANSLATOR::graph, NEVER)) {
            gateway.start(StatusSink.NONE);
            deliver(gateway, NODE, POLICY, pod("one", "10.0.0.1"));
            await(() -> gateway.statistics().events() == 3);
            assertThat(received.images()).isZero();

            gateway.sink().synced(Set.of());
            await(() -> received.image().equals(expected(NODE, POLICY, pod("one", "10.0.0.1"))));
            assertThat(received.images()).isEqualTo(1);
        }
    }

    @Test
    void policiesThatMayNotBeReadHoldNoOtherUp() throws InterruptedException {
        try (Gateway gateway = gateway(TRANSLATOR::graph, NEVER)) {
            gateway.start(StatusSink.NONE);
            deliver(gateway, NODE, POLICY, pod("one", "10.0.0.1"));
            gateway.sink().synced(Set.of(PolicyKind.NETWORK_POLICY));
            await(() -> received.image().equals(expected(NODE, POLICY, pod("one", "10.0.0.1"))));
            assertThat(received.kept()).containsExactly(Set.of(PolicyKind.NETWORK_POLICY));

            gateway.sink().synced(Set.of());
            await(() -> received.kept().size() == 2);
            assertThat(received.kept()).last().isEqualTo(Set.of());
            assertThat(received.images()).isEqualTo(1);
        }
    }

    @Test
    void afterTheFirstImageOnlyChangesAreHandedOver() throws InterruptedException {
        try (Gateway gateway = gateway(TRANSLATOR::graph, NEVER)) {
            gateway.start(StatusSink.NONE);
            deliver(gateway, NODE, POLICY);
            gateway.sink().synced(Set.of());
            await(() -> received.images() == 1);
            deliver(gateway, pod("one", "10.0.0.1"));
            await(() -> received.image().equals(expected(NODE, POLICY, pod("one", "10.0.0.1"))));
            gateway.sink().remove(POLICY.key());
            await(() -> received.image().equals(expected(NODE, pod("one", "10.0.0.1"))));

            assertThat(received.images()).isEqualTo(1);
            assertThat(gateway.statistics().selfChecks()).isZero();
        }
    }

    @Test
    void whoseAddressIsNotKnownIsTold() throws InterruptedException {
        try (Gateway gateway = gateway(TRANSLATOR::graph, NEVER)) {
            gateway.start(StatusSink.NONE);
            deliver(gateway, NODE, POLICY, pod("one"), pod("two"), pod("three", "10.0.0.3"));
            gateway.sink().remove(pod("two").key());
            gateway.sink().synced(Set.of());
            await(() -> received.addressless().equals(Set.of(new LogicalPort("a_one"))));
            deliver(gateway, pod("four"), pod("one", "10.0.0.1"));
            await(() -> received.addressless().equals(Set.of(new LogicalPort("a_four"))));
            gateway.sink().remove(pod("four").key());
            await(() -> received.addressless().isEmpty());
        }
    }

    @Test
    void stormIsHandedOverInBatches() throws InterruptedException {
        try (Gateway gateway = gateway(TRANSLATOR::graph, NEVER)) {
            gateway.start(StatusSink.NONE);
            deliver(gateway, NODE, POLICY);
            gateway.sink().synced(Set.of());
            await(() -> received.images() == 1);
            long before = gateway.statistics().flushes();
            List<Fact> facts = new ArrayList<>(List.of(NODE, POLICY));
            for (int i = 0; i < 5_000; i++) {
                PodFact pod = pod("pod-" + i, "10.1." + i / 250 + "." + i % 250);
                facts.add(pod);
                gateway.sink().upsert(pod);
            }
            await(() -> gateway.statistics().events() == facts.size());
            await(() -> received.image().equals(expected(facts.toArray(Fact[]::new))));

            assertThat(gateway.statistics().flushes() - before).isLessThan(500);
        }
    }

    @Test
    void selfCheckAgreesWithWhatIsRight() throws InterruptedException {
        try (Gateway gateway = gateway(TRANSLATOR::graph, OFTEN)) {
            gateway.start(StatusSink.NONE);
            deliver(gateway, NODE, POLICY, pod("one", "10.0.0.1"));
            gateway.sink().synced(Set.of());
            await(() -> gateway.statistics().selfChecks() >= 3);

            assertThat(gateway.statistics().divergences()).isZero();
            assertThat(gateway.statistics().recomputes()).isZero();
            assertThat(received.images()).isEqualTo(1);
        }
    }

    @Test
    void divergenceIsCountedAndAnsweredByARecompute() throws InterruptedException {
        Iterator<Supplier<PolicyGraph>> graphs =
                List.<Supplier<PolicyGraph>>of(FAULTY::graph, TRANSLATOR::graph).iterator();
        try (Gateway gateway = gateway(() -> graphs.next().get(), OFTEN)) {
            gateway.start(StatusSink.NONE);
            deliver(gateway, NODE, POLICY, pod("one", "10.0.0.1"));
            gateway.sink().synced(Set.of());
            await(() -> received.image().equals(expected(NODE, POLICY, pod("one", "10.0.0.1"))));
            await(() -> gateway.statistics().selfChecks() >= 3);

            assertThat(gateway.statistics().divergences()).isEqualTo(1);
            assertThat(gateway.statistics().recomputes()).isEqualTo(1);
            assertThat(received.images()).isEqualTo(2);

            deliver(gateway, pod("two", "10.0.0.2"));
            await(() ->
                    received.image().equals(expected(NODE, POLICY, pod("one", "10.0.0.1"), pod("two", "10.0.0.2"))));
            assertThat(received.images()).isEqualTo(2);
        }
    }

    @Test
    void fullTranslatorStandsInWhileNoGraphCanBeMade() throws InterruptedException {
        Iterator<Supplier<PolicyGraph>> graphs = List.<Supplier<PolicyGraph>>of(
                        FAULTY::graph,
                        () -> {
                            throw new IllegalStateException("broken on purpose");
                        },
                        TRANSLATOR::graph)
                .iterator();
        try (Gateway gateway = gateway(() -> graphs.next().get(), OFTEN)) {
            gateway.start(StatusSink.NONE);
            deliver(gateway, NODE, POLICY, pod("one", "10.0.0.1"));
            gateway.sink().synced(Set.of());
            await(() -> gateway.statistics().recomputes() == 2);
            await(() -> received.image().equals(expected(NODE, POLICY, pod("one", "10.0.0.1"))));

            deliver(gateway, pod("two", "10.0.0.2"));
            await(() ->
                    received.image().equals(expected(NODE, POLICY, pod("one", "10.0.0.1"), pod("two", "10.0.0.2"))));
            assertThat(gateway.statistics().divergences()).isEqualTo(1);
        }
    }

    @Test
    void anchorFollowsWhatOvnNeeds() throws InterruptedException {
        AtomicReference<Anchor> needed = new AtomicReference<>(Anchor.WHOLE);
        try (Gateway gateway = new Gateway(
                new Rows(TRANSLATOR, Translator::graph), needed::get, received, new PolicyProgress(false), OFTEN)) {
            gateway.start(StatusSink.NONE);
            deliver(gateway, NODE, POLICY, pod("one", "10.0.0.1"));
            gateway.sink().synced(Set.of());
            await(() -> received.image().equals(expected(NODE, POLICY, pod("one", "10.0.0.1"))));

            needed.set(Anchor.TRACKING);
            DesiredImage fewer = TRANSLATOR
                    .with(Anchor.TRACKING)
                    .full()
                    .translate(ClusterFacts.of(List.of(NODE, POLICY, pod("one", "10.0.0.1"))))
                    .image();
            await(() -> received.image().equals(fewer));
            long before = gateway.statistics().selfChecks();
            await(() -> gateway.statistics().selfChecks() >= before + 2);
            assertThat(gateway.statistics().divergences()).isZero();
            assertThat(gateway.statistics().recomputes()).isZero();
        }
    }

    private Gateway gateway(Supplier<PolicyGraph> graphs, Duration selfCheckInterval) {
        return new Gateway(
                new Rows(TRANSLATOR, _ -> graphs.get()),
                () -> Anchor.WHOLE,
                received,
                new PolicyProgress(false),
                selfCheckInterval);
    }

    private static void deliver(Gateway gateway, Fact... facts) {
        Arrays.stream(facts).forEach(gateway.sink()::upsert);
    }

    private static DesiredImage expected(Fact... facts) {
        return TRANSLATOR.full().translate(ClusterFacts.of(List.of(facts))).image();
    }

    /** A pod that is probed, so that the rule for probes has rows. */
    private static PodFact pod(String name, String... addresses) {
        return new PodFact(
                new PodKey("a", name),
                Map.of(),
                "n",
                Arrays.stream(addresses).map(IpAddress::parse).toList(),
                PodNetwork.CLUSTER,
                false,
                Set.of(),
                Set.of(8080));
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(Duration.ofMillis(5));
        }
    }

    /** What a writer would desire. */
    private static final class Received implements RowReceiver {

        private DesiredImage image = DesiredImage.EMPTY;
        private int images;
        private final List<Set<PolicyKind>> kept = new ArrayList<>();
        private final Set<LogicalPort> addressless = new HashSet<>();

        @Override
        public synchronized void keep(Set<PolicyKind> kinds) {
            assertThat(images).as("before the rows without them").isEqualTo(kept.size());
            kept.add(kinds);
        }

        @Override
        public synchronized void image(DesiredImage whole) {
            image = whole;
            images++;
        }

        @Override
        public synchronized void change(DesiredDelta delta) {
            image = image.with(delta);
        }

        @Override
        public synchronized void addressless(Set<LogicalPort> more, Set<LogicalPort> fewer) {
            more.forEach(port ->
                    assertThat(addressless.add(port)).as("new: %s", port).isTrue());
            fewer.forEach(port ->
                    assertThat(addressless.remove(port)).as("known: %s", port).isTrue());
        }

        synchronized Set<LogicalPort> addressless() {
            return Set.copyOf(addressless);
        }

        synchronized DesiredImage image() {
            return image;
        }

        synchronized int images() {
            return images;
        }

        synchronized List<Set<PolicyKind>> kept() {
            return List.copyOf(kept);
        }
    }
}
