package dev.terrace.ovn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.desired.DesiredImage;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A writer, and the members of a cluster that come and go. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NorthboundClusterTest {

    /** How often each fault happens. */
    private static final int TIMES = 20;

    private final NorthboundCluster cluster = new NorthboundCluster();
    private SortedSet<String> foreign;

    @BeforeAll
    void start() {
        cluster.start();
    }

    @BeforeEach
    void foreignRows() {
        cluster.nbctl("--may-exist ls-add sw -- --may-exist lsp-add sw shop_web -- --may-exist lsp-add sw shop_db");
        cluster.nbctl("--if-exists destroy Address_Set others -- create Address_Set name=others addresses=10.0.0.9");
        foreign = Contents.foreign(cluster, Rows.OWNER);
    }

    @AfterEach
    void foreignRowsAreUntouched() {
        assertThat(Contents.foreign(cluster, Rows.OWNER)).isEqualTo(foreign);
    }

    @AfterAll
    void stop() {
        cluster.close();
    }

    private RunningWriter writer() throws Exception {
        return new RunningWriter(
                WriterSettings.of(cluster.endpoints(), Rows.OWNER).withMassDelete(true));
    }

    /** A policy that is always there, and a set that tells the turns apart. */
    private static DesiredImage turn(int number) {
        return Rows.image(Rows.policy("web", "shop_web"), List.of(Rows.set("turn", "10.0.0." + number + "/32")));
    }

    private void assertHolds(DesiredImage image) {
        assertThat(Contents.of(cluster, Rows.OWNER)).isEqualTo(Contents.of(image, Set.of("shop_web", "shop_db")));
    }

    private static Outcome end(CompletableFuture<Outcome> outcome) throws Exception {
        return outcome.get(30, TimeUnit.SECONDS);
    }

    @Test
    void g1_noChangeIsLostWhenTheLeaderIsKilled() throws Exception {
        try (RunningWriter writer = writer()) {
            for (int i = 0; i < TIMES; i++) {
                int leader = cluster.leader();
                CompletableFuture<Outcome> outcome = writer.wish(turn(i));
                cluster.kill(leader);
                assertThat(end(outcome)).isInstanceOf(Outcome.Committed.class);
                assertHolds(turn(i));
                cluster.start(leader);
            }
        }
    }

    @Test
    void g7_aLeaderThatStopsInItsTracksIsLeftForAnother() throws Exception {
        try (RunningWriter writer = writer()) {
            writer.desire(turn(100));
            for (int i = 0; i < 3; i++) {
                int leader = cluster.leader();
                cluster.pause(leader);
                CompletableFuture<Outcome> outcome = writer.wish(turn(i));
                try {
                    assertThat(end(outcome)).isInstanceOf(Outcome.Committed.class);
                } finally {
                    cluster.resume(leader);
                }
                assertHolds(turn(i));
            }
        }
    }

    @Test
    void aFollowerThatIsKilledIsNotMissed() throws Exception {
        try (RunningWriter writer = writer()) {
            writer.desire(turn(100));
            long connections = writer.state().connections();
            int follower = cluster.follower();
            cluster.kill(follower);
            assertThat(writer.desire(turn(1))).isInstanceOf(Outcome.Committed.class);
            cluster.start(follower);
            assertThat(writer.state().connections()).isEqualTo(connections);
            assertHolds(turn(1));
        }
    }

    @Test
    void g4_allMembersComeBackWithTheirData() throws Exception {
        try (RunningWriter writer = writer()) {
            writer.desire(turn(100));
            long rows = writer.state().rowsWritten();
            cluster.restart();
            RunningWriter.await(() -> writer.state().connections() > 1 && writer.inSync());
            assertThat(writer.state().rowsWritten()).isEqualTo(rows);
            assertHolds(turn(100));
        }
    }

    @Test
    void anotherClusterInThePlaceOfAllIsFilled() throws Exception {
        try (RunningWriter writer = writer()) {
            writer.desire(turn(100));
            cluster.restartEmpty();
            foreignRows();
            RunningWriter.await(() -> writer.state().connections() > 1 && writer.inSync());
            RunningWriter.await(() -> writer.state().logicalPorts() == 2 && writer.inSync());
            assertHolds(turn(100));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 99, 100, 101, 150})
    void g4_changesThatWereMissedAreMadeUpFor(int missed) throws Exception {
        try (RunningWriter writer = writer()) {
            writer.desire(turn(100));
            int leader = cluster.leader();
            cluster.pause(leader);
            cluster.run("""
                    for i in $(seq %d); do
                        ovsdb-client transact unix:/nb/%d/sock '["OVN_Northbound",{"op":"update","table":"Address_Set",
                            "where":[["name","==","turn"]],"row":{"addresses":"10.1.0.'$i'"}}]' >/dev/null
                    done
                    """.formatted(missed, cluster.leaderOtherThan(leader)));
            cluster.resume(leader);
            RunningWriter.await(() -> writer.state().connections() > 1 && writer.inSync());
            assertHolds(turn(100));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "crash-before-sending-append-request",
                "crash-after-sending-append-request",
                "crash-before-sending-execute-command-reply",
                "crash-after-sending-execute-command-reply",
                "crash-before-sending-execute-command-request",
                "crash-after-sending-execute-command-request",
                "crash-after-receiving-append-request-update",
                "transfer-leadership"
            })
    void g2_unknownOutcomesAreResolvedByReading(String point) throws Exception {
        try (RunningWriter writer = writer()) {
            writer.desire(turn(100));
            for (int i = 0; i < 3; i++) {
                int leader = cluster.leader();
                cluster.failAt(leader, point);
                assertThat(end(writer.wish(turn(i)))).isInstanceOf(Outcome.Committed.class);
                assertHolds(turn(i));
                IntStream.rangeClosed(1, NorthboundCluster.MEMBERS).forEach(cluster::startIfEnded);
            }
        }
    }

    @Test
    void g12_aWriterThatWakesUpAfterAnotherTookOverWritesNothing() throws Exception {
        try (RunningWriter first = writer()) {
            first.desire(turn(1));
            try (RunningWriter second = writer()) {
                CompletableFuture<Outcome> outcome = second.wish(turn(2));
                RunningWriter.await(() -> second.state().phase() == WriterState.Phase.STANDING_BY);
                assertThat(outcome).isNotDone();
                assertHolds(turn(1));
                first.end();
                assertThat(end(outcome)).isInstanceOf(Outcome.Committed.class);
                assertHolds(turn(2));
                assertThat(second.state().epoch()).isGreaterThan(first.state().epoch());
            }
        }
    }

    @Test
    void tellsHowLongUntilTheDatapath() throws Exception {
        try (RunningWriter writer = writer()) {
            writer.desire(turn(1));
            // Nobody programs a datapath here: we are the hypervisor that answers.
            RunningWriter.await(() -> {
                cluster.nbctl("set NB_Global . hv_cfg=$(ovn-nbctl --db=unix:/nb/%d/sock get NB_Global . nb_cfg)"
                        .formatted(cluster.leader()));
                return writer.state().datapathDelay() != null;
            });
            assertThat(writer.state().datapathDelay()).isBetween(Duration.ZERO, Duration.ofSeconds(10));
        }
    }
}
