package dev.terrace.ovn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.DesiredDelta;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.Row;
import dev.terrace.ovn.WriterState.Phase;
import dev.terrace.ovn.plan.Bounds;
import dev.terrace.ovn.rpc.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a network and a single server do to a connection, while policies change. */
class NorthboundFaultTest {

    @RegisterExtension
    private static final NorthboundServer SERVER = new NorthboundServer();

    private Random random;
    private FaultProxy proxy;
    private SortedSet<String> foreign;

    @BeforeEach
    void empty(TestInfo test) throws Exception {
        random = Faults.random(test.getDisplayName());
        SERVER.clear();
        addForeignRows();
        proxy = new FaultProxy(SERVER.endpoint());
    }

    private void addForeignRows() throws Exception {
        try (Vandal other = new Vandal(SERVER.endpoint())) {
            other.addPorts(Turns.PORTS);
            other.act(PlainClient.insert("Address_Set", Map.of("name", "others", "addresses", "10.0.0.9")));
        }
        foreign = Contents.foreign(SERVER, Rows.OWNER);
    }

    @AfterEach
    void nothingForeignWasTouched() throws Exception {
        proxy.close();
        assertThat(Contents.foreign(SERVER, Rows.OWNER)).isEqualTo(foreign);
    }

    private WriterSettings settings() {
        return WriterSettings.of(List.of(proxy.endpoint()), Rows.OWNER);
    }

    private void trial(WriterSettings settings, Trial.Course course) throws Exception {
        Trial.run(SERVER, List.of(SERVER.endpoint()), settings, random, course);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void g4_aConnectionCutAtAnyByteIsMadeUpFor(boolean toServer) throws Exception {
        trial(settings(), trial -> {
            for (int i = 0; i < Faults.TIMES; i++) {
                trial.disturb(() -> {
                    long after = random.nextInt(random.nextBoolean() ? 300 : 6_000);
                    if (toServer) {
                        proxy.cutToServerAfter(after);
                    } else {
                        proxy.cutToClientAfter(after);
                    }
                    RunningWriter.await(proxy::hasCut);
                });
            }
        });
    }

    @Test
    void g4_aServerComesBackWithItsData() throws Exception {
        SortedSet<String> before = Contents.foreignContent(SERVER, Rows.OWNER);
        trial(settings(), trial -> {
            for (int i = 0; i < Faults.times(10); i++) {
                trial.disturb(SERVER::restart);
            }
            assertThat(trial.writer().state().driftHealed()).isZero();
        });
        assertThat(Contents.foreignContent(SERVER, Rows.OWNER)).isEqualTo(before);
        foreign = Contents.foreign(SERVER, Rows.OWNER);
    }

    @Test
    void g4_aServerComesBackEmptyAndIsFilled() throws Exception {
        trial(settings(), trial -> {
            for (int i = 0; i < Faults.times(10); i++) {
                trial.disturb(() -> {
                    SERVER.restartEmpty();
                    addForeignRows();
                });
            }
        });
    }

    @Test
    void g4_whatIsReferredToVanishes() throws Exception {
        trial(settings(), trial -> {
            try (Vandal vandal = new Vandal(SERVER.endpoint())) {
                for (int i = 0; i < Faults.TIMES; i++) {
                    trial.disturb(() -> {
                        for (int acts = 1 + random.nextInt(5); acts > 0; acts--) {
                            vandal.takeAway(random);
                        }
                    });
                }
            }
        });
        foreign = Contents.foreign(SERVER, Rows.OWNER);
    }

    @Test
    void g5_aSlowServerIsWaitedFor() throws Exception {
        trial(settings(), trial -> {
            for (int i = 0; i < Faults.TIMES; i++) {
                proxy.slow(10 + random.nextInt(90));
                trial.settle();
            }
            assertThat(trial.writer().state().connections()).isOne();
        });
    }

    @Test
    void g7_aServerThatSaysNothingIsLeftWithinTwoProbes() throws Exception {
        trial(settings().withLimits(quick()), trial -> {
            for (int i = 0; i < Faults.TIMES; i++) {
                trial.disturb(() -> {
                    proxy.stall(true);
                    assertNoticed(trial);
                    proxy.stall(false);
                });
            }
        });
    }

    @Test
    void g7_aServerThatIsStoppedIsLeftWithinTwoProbes() throws Exception {
        trial(settings().withLimits(quick()), trial -> {
            for (int i = 0; i < Faults.TIMES; i++) {
                trial.disturb(() -> {
                    SERVER.run("kill -STOP $(cat /nb/pid)");
                    assertNoticed(trial);
                    SERVER.run("kill -CONT $(cat /nb/pid)");
                });
            }
        });
    }

    private static final Duration PROBE = Duration.ofMillis(200);

    private static Limits quick() {
        Limits limits = Limits.DEFAULT;
        return new Limits(
                limits.messageBytes(), limits.depth(), limits.backlog(), limits.connect(), limits.call(), PROBE);
    }

    private static void assertNoticed(Trial trial) throws InterruptedException {
        Duration took = RunningWriter.await(() -> trial.writer().state().phase() == Phase.DISCONNECTED);
        assertThat(took).isLessThan(PROBE.multipliedBy(2).plusMillis(500));
    }

    @ParameterizedTest
    @ValueSource(strings = {"monitor_cond_since", "monitor_cond_since monitor_cond"})
    void g11_anOlderServerIsFollowedByOlderMethods(String unknown) throws Exception {
        for (String method : unknown.split(" ")) {
            proxy.forget(method);
        }
        trial(settings(), trial -> {
            for (int i = 0; i < Faults.TIMES; i++) {
                trial.disturb(random.nextInt(4) == 0 ? proxy::cut : () -> {});
            }
        });
    }

    @Test
    void g11_aSchemaIsConvertedUnderLoad() throws Exception {
        SERVER.run("sed 's/\"nb_cfg\": {\"type\": {\"key\": \"integer\"}},/&\"terrace_test\": {\"type\": \"string\"},/;"
                + "s/\"version\": \"[0-9.]*\"/\"version\": \"99.0.0\"/' " + NorthboundServer.SCHEMA
                + " > /tmp/other && ! cmp -s /tmp/other " + NorthboundServer.SCHEMA);
        trial(settings(), trial -> {
            for (int i = 0; i < Faults.times(10); i++) {
                for (String schema : List.of("/tmp/other", NorthboundServer.SCHEMA)) {
                    trial.disturb(() -> SERVER.run("ovsdb-client convert unix:/nb/sock " + schema));
                }
            }
        });
        // A conversion writes every row anew.
        foreign = Contents.foreign(SERVER, Rows.OWNER);
    }

    @Test
    void g10_plansOfManyTransactionsAreNeverMoreOpenThanBeforeAndAfter() throws Exception {
        Turns turns = Turns.ofWholePolicies(random);
        try (History history = new History(List.of(SERVER.endpoint())).begun()) {
            try (RunningWriter writer =
                    new RunningWriter(settings().withMassDelete(true).withBounds(new Bounds(4, 1 << 20)))) {
                for (int i = 0; i < 2 * Faults.TIMES; i++) {
                    CompletableFuture<Outcome> outcome = writer.wish(turns.next());
                    if (random.nextBoolean()) {
                        proxy.cutToServerAfter(random.nextInt(3_000));
                    }
                    assertThat(Trial.end(outcome)).isInstanceOf(Outcome.Committed.class);
                }
                Contents last = Contents.of(turns.newest(), Set.copyOf(Turns.PORTS));
                history.await(last);
            }
            Openness.assertNeverMoreOpen(history.recordings(), turns.images(), Set.copyOf(Turns.PORTS));
        }
    }

    @Test
    void g4_aServerThatIsBeingFilledIsCutOff() throws Exception {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            rows.addAll(Rows.policy("p" + i, Turns.PORTS.toArray(String[]::new)));
        }
        DesiredImage large = DesiredImage.of(rows);
        DesiredImage larger = Rows.image(rows, Rows.policy("another"));
        try (RunningWriter writer = new RunningWriter(settings().withMassDelete(true))) {
            for (int i = 0; i < Faults.times(5); i++) {
                boolean change = random.nextBoolean();
                CompletableFuture<Outcome> outcome = writer.wish(large);
                proxy.cutToServerAfter(random.nextInt(1_500_000));
                if (change) {
                    Thread.sleep(random.nextInt(300));
                    outcome = writer.wish(DesiredDelta.between(large, larger));
                }
                assertThat(Trial.end(outcome)).isInstanceOf(Outcome.Committed.class);
                assertThat(Contents.of(SERVER, Rows.OWNER))
                        .isEqualTo(Contents.of(change ? larger : large, Set.copyOf(Turns.PORTS)));
                assertThat(Trial.end(writer.wish(DesiredImage.EMPTY))).isInstanceOf(Outcome.Committed.class);
            }
        }
    }

    @Test
    void g10_aFrameOfFiftyMegabytesIsRead() throws Exception {
        for (int i = 0; i < Faults.times(1); i++) {
            DesiredImage image = fiftyMegabytes();
            try (RunningWriter writer = new RunningWriter(settings().withMassDelete(true))) {
                assertThat(Trial.end(writer.wish(image))).isInstanceOf(Outcome.Committed.class);
            }
            try (RunningWriter writer = new RunningWriter(settings().withMassDelete(true))) {
                assertThat(Trial.end(writer.wish(image))).isEqualTo(new Outcome.Committed(Written.NOTHING));
                // Somewhere inside the frame.
                proxy.cutToClientAfter(random.nextInt(50_000_000));
                proxy.cut();
                RunningWriter.await(() -> proxy.hasCut() && writer.inSync());
                assertThat(Trial.end(writer.wish(DesiredImage.EMPTY))).isInstanceOf(Outcome.Committed.class);
            }
            assertThat(Contents.of(SERVER, Rows.OWNER).rows()).isEmpty();
        }
    }

    private static DesiredImage fiftyMegabytes() {
        List<Row> rows = new ArrayList<>();
        rows.add(Rows.group("pg_web", "shop_web"));
        for (int i = 0; i < 700; i++) {
            rows.add(Rows.acl("a" + i, "pg_web", 1, 1_000, "ip4 && " + i + "x".repeat(75_000), AclRow.Verb.DROP));
        }
        return DesiredImage.of(rows);
    }
}
