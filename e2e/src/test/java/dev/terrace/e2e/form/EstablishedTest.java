package dev.terrace.e2e.form;

import dev.terrace.e2e.example.Bench;
import dev.terrace.e2e.example.Example;
import dev.terrace.e2e.example.ExampleFolder;
import dev.terrace.e2e.node.Held;
import dev.terrace.e2e.node.OvnNode;
import dev.terrace.e2e.packet.Packet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What becomes of connections that are established under {@code before.yaml} when {@code policy.yaml} takes its place:
 * in the table, {@code DROP} is one that stops and {@code ALLOW} one that goes on.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EstablishedTest {

    private static final ExampleFolder CHANGES = new ExampleFolder(Path.of("src/test/resources/established"));

    private static final Duration INTERVAL = Duration.ofMillis(50);

    /** The messages that are sent when the change is done: two seconds long. */
    private static final int AFTERWARDS = 40;

    private final Bench bench = new Bench(FormsTest.FORMS, Path.of("target/established-gateway.log"));

    static Stream<Example> changes() {
        return CHANGES.examples().stream();
    }

    @AfterAll
    void end() {
        bench.close();
    }

    @ParameterizedTest
    @MethodSource("changes")
    void stopsWhatIsDeniedAndNothingElse(Example change) {
        List<Packet> packets = bench.testbed().topology().packets(change.packets());
        OvnNode node = bench.testbed().node();
        node.serve(packets.stream().map(Packet::listener).toList());
        try {
            bench.apply(change.policy().resolveSibling("before.yaml"));
            Map<Packet, OvnNode.Holding> holdings = new LinkedHashMap<>();
            packets.forEach(packet -> holdings.put(packet, node.hold(packet.probe(), INTERVAL, AFTERWARDS)));
            bench.apply(change.policy());
            holdings.values().forEach(OvnNode.Holding::end);
            SoftAssertions all = new SoftAssertions();
            holdings.forEach((packet, holding) -> {
                Held held = holding.result();
                all.assertThat(held.established()).as("%s", packet).isTrue();
                all.assertThat(held.before()).as("%s at first", packet).matches("[!+].*");
                all.assertThat(held.afterwards())
                        .as("%s, after %s", packet, held)
                        .hasSize(AFTERWARDS)
                        .matches(packet.line().allowed() ? "[!+]+" : "\\.+");
            });
            all.assertThat(packets).isNotEmpty();
            all.assertAll();
        } finally {
            bench.withdraw();
        }
    }
}
