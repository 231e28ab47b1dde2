package dev.terrace.ovn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.Row;
import dev.terrace.ovn.rpc.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What networks and servers do to a connection, while policies change. */
class NorthboundFaultTest {

    private static final int TIMES = 20;
    private static final NorthboundServer SERVER = new NorthboundServer();

    /** {@code -Dterrace.seed=N} repeats a run. */
    private static final long SEED = Long.getLong("terrace.seed", System.nanoTime());

    private final Random random = new Random(SEED);
    private FaultProxy proxy;
    private SortedSet<String> foreign;

    @BeforeAll
    static void start() {
        System.out.println("NorthboundFaultTest: -Dterrace.seed=" + SEED);
        SERVER.start();
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @BeforeEach
    void empty() throws Exception {
        SERVER.clear();
        SERVER.nbctl("ls-add sw -- lsp-add sw shop_web -- lsp-add sw shop_db");
        SERVER.nbctl("create Address_Set name=others addresses=10.0.0.9 external_ids:terrace.dev/owner=other");
        foreign = Contents.foreign(SERVER, Rows.OWNER);
        proxy = new FaultProxy(SERVER.endpoint());
    }

    @AfterEach
    void nothingForeignWasTouched() throws Exception {
        proxy.close();
        assertThat(Contents.foreign(SERVER, Rows.OWNER)).isEqualTo(foreign);
    }

    /** Policies that come and go, and a set that tells the turns apart. */
    private DesiredImage turn(int number) {
        List<Row> rows = new ArrayList<>(Rows.policy("web", "shop_web"));
        for (int i = 0; i < 4; i++) {
            if (random.nextBoolean()) {
                rows.addAll(Rows.policy("p" + i + "\"\\ü", "shop_db"));
            }
        }
        rows.add(Rows.set("turn", "10.0." + number / 256 + "." + number % 256 + "/32"));
        return DesiredImage.of(rows);
    }

    private static void assertHolds(DesiredImage image) {
        assertThat(Contents.of(SERVER, Rows.OWNER)).isEqualTo(Contents.of(image, Set.of("shop_web", "shop_db")));
    }

    private static Outcome end(CompletableFuture<Outcome> outcome) throws Exception {
        return outcome.get(30, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void g4_aConnectionCutAtAnyByteIsMadeUpFor(boolean toServer) throws Exception {
        try (RunningWriter writer = new RunningWriter(proxy.endpoint())) {
            writer.desire(turn(0));
            for (int i = 1; i <= TIMES; i++) {
                long after = random.nextInt(random.nextBoolean() ? 300 : 6_000);
                if (toServer) {
                    proxy.cutToServerAfter(after);
                } else {
                    proxy.cutToClientAfter(after);
                }
                if (random.nextBoolean()) {
                    proxy.cut();
                }
                DesiredImage image = turn(i);
                assertThat(end(writer.wish(image))).isInstanceOf(Outcome.Committed.class);
                assertHolds(image);
            }
        }
    }

    @Test
    void g5_aSlowServerIsWaitedFor() throws Exception {
        try (RunningWriter writer = new RunningWriter(proxy.endpoint())) {
            writer.desire(turn(0));
            proxy.slow(7);
            for (int i = 1; i <= TIMES; i++) {
                DesiredImage image = turn(i);
                assertThat(end(writer.wish(image))).isInstanceOf(Outcome.Committed.class);
                assertHolds(image);
            }
            assertThat(writer.state().connections()).isOne();
        }
    }

    @Test
    void g7_aServerThatSaysNothingIsLeftWithinTwoProbes() throws Exception {
        WriterSettings settings = WriterSettings.of(List.of(proxy.endpoint()), Rows.OWNER)
                .withMassDelete(true)
                .withLimits(quick());
        try (RunningWriter writer = new RunningWriter(settings)) {
            writer.desire(turn(0));
            for (int i = 1; i <= TIMES; i++) {
                DesiredImage image = turn(i);
                proxy.stall(true);
                CompletableFuture<Outcome> outcome = writer.wish(image);
                Duration noticed = RunningWriter.await(() -> writer.state().phase() == WriterState.Phase.DISCONNECTED);
                assertThat(noticed).isLessThan(Duration.ofMillis(1_500));
                proxy.stall(false);
                assertThat(end(outcome)).isInstanceOf(Outcome.Committed.class);
                assertHolds(image);
            }
        }
    }

    private static Limits quick() {
        Limits limits = Limits.DEFAULT;
        return new Limits(
                limits.messageBytes(),
                limits.depth(),
                limits.backlog(),
                limits.connect(),
                limits.call(),
                Duration.ofMillis(500));
    }

    @ParameterizedTest
    @ValueSource(strings = {"monitor_cond_since", "monitor_cond_since monitor_cond"})
    void g11_anOlderServerIsFollowedByOlderMethods(String unknown) throws Exception {
        for (String method : unknown.split(" ")) {
            proxy.forget(method);
        }
        try (RunningWriter writer = new RunningWriter(proxy.endpoint())) {
            for (int i = 0; i < TIMES; i++) {
                DesiredImage image = turn(i);
                assertThat(end(writer.wish(image))).isInstanceOf(Outcome.Committed.class);
                assertHolds(image);
                if (i % 5 == 0) {
                    proxy.cut();
                }
            }
            SERVER.nbctl("set Address_Set turn addresses=10.9.9.9");
            RunningWriter.await(() -> writer.state().driftHealed() == 1 && writer.inSync());
        }
    }

    @Test
    void g11_aSchemaIsConvertedUnderLoad() throws Exception {
        SERVER.run("sed 's/\"nb_cfg\": {\"type\": {\"key\": \"integer\"}},/&\"terrace_test\": {\"type\": \"string\"},/;"
                + "s/\"version\": \"[0-9.]*\"/\"version\": \"99.0.0\"/' " + NorthboundServer.SCHEMA
                + " > /tmp/other && ! cmp -s /tmp/other " + NorthboundServer.SCHEMA);
        try (RunningWriter writer = new RunningWriter(SERVER.endpoint())) {
            for (int i = 0; i < TIMES; i++) {
                DesiredImage image = turn(i);
                CompletableFuture<Outcome> outcome = writer.wish(image);
                SERVER.run(
                        "ovsdb-client convert unix:/nb/sock " + (i % 2 == 0 ? "/tmp/other" : NorthboundServer.SCHEMA));
                assertThat(end(outcome)).isInstanceOf(Outcome.Committed.class);
                RunningWriter.await(writer::inSync);
                assertHolds(image);
            }
        }
        // A conversion writes every row anew.
        foreign = Contents.foreign(SERVER, Rows.OWNER);
    }

    @Test
    void g10_aFrameOfFiftyMegabytesIsRead() throws Exception {
        List<Row> rows = new ArrayList<>();
        rows.add(Rows.group("pg_web", "shop_web"));
        for (int i = 0; i < 700; i++) {
            rows.add(Rows.acl("a" + i, "pg_web", 1, 1_000, "ip4 && " + i + "x".repeat(75_000), AclRow.Verb.DROP));
        }
        DesiredImage image = DesiredImage.of(rows);
        try (RunningWriter writer = new RunningWriter(SERVER.endpoint())) {
            assertThat(end(writer.wish(image))).isInstanceOf(Outcome.Committed.class);
        }
        try (RunningWriter writer = new RunningWriter(SERVER.endpoint())) {
            assertThat(end(writer.wish(image))).isEqualTo(new Outcome.Committed(Written.NOTHING));
            assertThat(writer.desire(turn(1))).isInstanceOf(Outcome.Committed.class);
        }
    }
}
