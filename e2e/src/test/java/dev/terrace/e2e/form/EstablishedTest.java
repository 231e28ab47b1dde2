package dev.terrace.e2e.form;

import dev.terrace.core.desired.Anchor;
import dev.terrace.core.desired.TierLayout;
import dev.terrace.core.desired.Zone;
import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.Protocol;
import dev.terrace.core.ovnkubernetes.OvnKubernetesTranslator;
import dev.terrace.core.ovnkubernetes.OwnFacts;
import dev.terrace.core.verdict.SideVerdict;
import dev.terrace.core.verdict.Verdict;
import dev.terrace.e2e.example.Bench;
import dev.terrace.e2e.example.Example;
import dev.terrace.e2e.example.ExampleFolder;
import dev.terrace.e2e.live.GatewayProcess;
import dev.terrace.e2e.node.Held;
import dev.terrace.e2e.node.OvnNode;
import dev.terrace.e2e.packet.Packet;
import dev.terrace.e2e.standin.StandIn;
import dev.terrace.gateway.run.AnchorChoice;
import dev.terrace.ovn.NorthdVersion;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What becomes of connections that are established under {@code before.yaml} when {@code policy.yaml} takes its place:
 * in the table, {@code DROP} is one that stops and {@code ALLOW} one that goes on.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EstablishedTest {

    private static final ExampleFolder CHANGES = new ExampleFolder(Path.of("src/test/resources/established"));

    /** One change, of all kinds at once. */
    private static final ExampleFolder ALL_KINDS =
            new ExampleFolder(Path.of("src/test/resources/established-alongside"));

    private static final Duration INTERVAL = Duration.ofMillis(50);

    /** The messages that are sent when the change is done: two seconds long. */
    private static final int AFTERWARDS = 40;

    private static final String GOES_ON = "[!+]+";
    private static final String STOPS = "\\.+";
    private static final String COMES_AND_GOES = "[!+.]*([!+]\\.|\\.[!+])[!+.]*";

    private static final String WHATEVER = "[!+.]+";

    private static final Set<Path> TIERS = Stream.of(
                    "clusternetworkpolicy-admin",
                    "developernetworkpolicy",
                    "networkpolicy",
                    "baselineadminnetworkpolicy")
            .map(kind -> Path.of(kind, "denied"))
            .collect(Collectors.toUnmodifiableSet());

    private final Bench bench = new Bench(FormsTest.FORMS, Path.of("target/established-gateway.log"));

    private @Nullable Bench withoutAnchor;

    static Stream<Example> changes() {
        return CHANGES.examples().stream();
    }

    @AfterAll
    void end() {
        bench.close();
        if (withoutAnchor != null) {
            withoutAnchor.close();
        }
    }

    @ParameterizedTest
    @MethodSource("changes")
    void stopsWhatIsDeniedAndNothingElse(Example change) {
        assertAfterwards(change, bench, TierLayout.STANDALONE, true);
    }

    /** One for each tier. */
    static Stream<Example> changesInEachTier() {
        return changes()
                .filter(change ->
                        TIERS.contains(CHANGES.path().relativize(change.policy().getParent())));
    }

    /**
     * Without the anchor every second packet of a connection passes that an ACL {@code to-lport} begins to deny in a
     * tier above the first, in releases of OVN that do not stop it by themselves ({@code docs/facts.md}). UDP shows it:
     * TCP sends again what was lost, or gives up.
     */
    @ParameterizedTest
    @MethodSource("changesInEachTier")
    void withoutTheAnchorLaterTiersStopNotEveryPacket(Example change) {
        if (withoutAnchor == null) {
            withoutAnchor = bench(TierLayout.STANDALONE, AnchorChoice.OFF, _ -> _ -> {});
        }
        assertAfterwards(
                change,
                withoutAnchor,
                TierLayout.STANDALONE,
                stopsEstablished(withoutAnchor.testbed().node()));
    }

    /** In {@code alongside} no tier is the first, and the anchor is for the ACLs of both. */
    @ParameterizedTest
    @EnumSource
    void besideOvnKubernetesItIsTheSameWhoeverDenies(AnchorChoice choice) {
        try (Bench both = bench(TierLayout.ALONGSIDE, choice, EstablishedTest::ovnKubernetes)) {
            boolean stops = stopsEstablished(both.testbed().node());
            boolean anchored = choice.of(TierLayout.ALONGSIDE, stops) == Anchor.WHOLE;
            ALL_KINDS
                    .examples()
                    .forEach(change -> assertAfterwards(change, both, TierLayout.ALONGSIDE, stops || anchored));
        }
    }

    private static Bench bench(
            TierLayout layout, AnchorChoice choice, Function<OvnNode, Consumer<ClusterFacts>> neighbour) {
        return new Bench(
                FormsTest.FORMS,
                Path.of("target/established-%s-%s.log".formatted(layout, choice)),
                layout,
                (jar, node, manifests, log) -> GatewayProcess.start(
                        jar,
                        node,
                        manifests,
                        log,
                        layout,
                        choice.name().toLowerCase(Locale.ROOT),
                        choice.of(layout, stopsEstablished(node))),
                neighbour);
    }

    private static Consumer<ClusterFacts> ovnKubernetes(OvnNode node) {
        StandIn standIn = new StandIn(node.client(), node.name());
        return facts -> standIn.turnTo(OvnKubernetesTranslator.translate(facts, OwnFacts.NONE, Zone.WHOLE));
    }

    private static boolean stopsEstablished(OvnNode node) {
        String version = node.nbctl("get", "NB_Global", ".", "options:northd_internal_version");
        NorthdVersion northd = NorthdVersion.parse(version.replace("\"", "").strip());
        return northd != null && northd.stopsEstablished();
    }

    /** @param everywhere whether what is denied stops for good in every tier */
    private static String pattern(Packet packet, Verdict verdict, TierLayout layout, boolean everywhere) {
        if (verdict.allows()) {
            return GOES_ON;
        }
        if (everywhere || !isDeniedInLaterTier(verdict.ingress(), layout)) {
            return STOPS;
        }
        return packet.line().protocol() == Protocol.UDP ? COMES_AND_GOES : WHATEVER;
    }

    private static boolean isDeniedInLaterTier(SideVerdict ingress, TierLayout layout) {
        return ingress instanceof SideVerdict.Judged judged
                && !judged.allows()
                && layout.band(judged.walk().getLast().stage()).tier() > 0;
    }

    /** Holds connections while a change is made, and asserts what becomes of them afterwards. */
    private static void assertAfterwards(Example change, Bench bench, TierLayout layout, boolean everywhere) {
        List<Packet> packets = bench.testbed().topology().packets(change.packets());
        OvnNode node = bench.testbed().node();
        node.serve(packets.stream().map(Packet::listener).toList());
        try {
            bench.apply(change.policy().resolveSibling("before.yaml"));
            Map<Packet, OvnNode.Holding> holdings = packets.parallelStream()
                    .collect(Collectors.toConcurrentMap(
                            packet -> packet, packet -> node.hold(packet.probe(), INTERVAL, AFTERWARDS)));
            bench.apply(change.policy());
            holdings.values().forEach(OvnNode.Holding::end);
            SoftAssertions all = new SoftAssertions();
            holdings.forEach((packet, holding) -> {
                Held held = holding.result();
                Verdict verdict = bench.verdict(packet);
                all.assertThat(verdict.allows())
                        .as("%s", packet)
                        .isEqualTo(packet.line().allowed());
                all.assertThat(held.established()).as("%s", packet).isTrue();
                all.assertThat(held.before()).as("%s at first", packet).matches("[!+].*");
                all.assertThat(held.afterwards())
                        .as("%s, after %s", packet, held)
                        .hasSize(AFTERWARDS)
                        .matches(pattern(packet, verdict, layout, everywhere));
            });
            all.assertThat(packets).isNotEmpty();
            all.assertAll();
        } finally {
            bench.withdraw();
        }
    }
}
