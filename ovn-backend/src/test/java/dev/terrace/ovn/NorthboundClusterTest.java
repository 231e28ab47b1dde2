package dev.terrace.ovn;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.ovn.WriterState.Phase;
import dev.terrace.ovn.rpc.Endpoint;
import dev.terrace.ovn.rpc.Limits;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A writer, policies that change, and members of a cluster that come, go and lose sight of each other. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NorthboundClusterTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final NorthboundCluster cluster = new NorthboundCluster();
    private Random random;
    private SortedSet<String> foreign;

    @BeforeAll
    void start() {
        cluster.start();
    }

    @AfterAll
    void stop() {
        cluster.close();
    }

    @BeforeEach
    void empty(TestInfo test) throws Exception {
        random = Faults.random(test.getDisplayName());
        try (PlainClient client = cluster.client(cluster.leader(), PATIENCE)) {
            client.transact(List.of(
                    PlainClient.delete("Port_Group", Map.of()),
                    PlainClient.delete("Address_Set", Map.of()),
                    PlainClient.delete("Meter", Map.of()),
                    PlainClient.delete("Logical_Switch", Map.of())));
        }
        addForeignRows();
    }

    private void addForeignRows() throws IOException {
        try (Vandal other = vandal(cluster.leader())) {
            other.addPorts(Turns.PORTS);
            other.act(PlainClient.insert("Address_Set", Map.of("name", "others", "addresses", "10.0.0.9")));
        }
        foreign = Contents.foreign(cluster, Rows.OWNER);
    }

    private Vandal vandal(int member) throws IOException {
        return new Vandal(cluster.endpoints().get(member - 1));
    }

    @AfterEach
    void nothingForeignWasTouched() {
        assertThat(Contents.foreign(cluster, Rows.OWNER)).isEqualTo(foreign);
    }

    private WriterSettings settings() {
        return WriterSettings.of(cluster.endpoints(), Rows.OWNER);
    }

    private void trial(WriterSettings settings, Trial.Course course) throws Exception {
        Trial.run(cluster, cluster.endpoints(), settings, random, course);
    }

    @Test
    void g1_noChangeIsLostWhenTheLeaderIsKilled() throws Exception {
        trial(settings(), trial -> {
            for (int i = 0; i < Faults.TIMES; i++) {
                trial.disturb(() -> {
                    int leader = cluster.leader();
                    cluster.kill(leader);
                    if (random.nextBoolean()) {
                        cluster.leaderOtherThan(leader);
                    }
                    cluster.start(leader);
                });
            }
        });
    }

    @Test
    void g1_noChangeIsLostWhenTheLeaderIsCutOffFromTheOthers() throws Exception {
        trial(settings(), trial -> {
            for (int i = 0; i < Faults.TIMES; i++) {
                trial.disturb(() -> {
                    int leader = cluster.leader();
                    cluster.partition(leader);
                    cluster.leaderOtherThan(leader);
                    cluster.reunite(leader);
                });
            }
        });
    }

    @Test
    void aFollowerThatIsCutOffIsNotMissed() throws Exception {
        trial(settings(), trial -> {
            for (int i = 0; i < Faults.TIMES; i++) {
                trial.disturb(() -> {
                    int follower = cluster.follower();
                    cluster.partition(follower);
                    Thread.sleep(random.nextInt(500));
                    cluster.reunite(follower);
                });
            }
        });
    }

    @Test
    void g7_aLeaderThatStopsInItsTracksIsLeftForAnother() throws Exception {
        Limits limits = Limits.DEFAULT;
        Limits quick = new Limits(
                limits.messageBytes(),
                limits.depth(),
                limits.backlog(),
                Duration.ofMillis(500),
                limits.call(),
                Duration.ofMillis(200));
        trial(settings().withLimits(quick), trial -> {
            for (int i = 0; i < Faults.times(10); i++) {
                trial.disturb(() -> {
                    int leader = cluster.leader();
                    cluster.pause(leader);
                    cluster.leaderOtherThan(leader);
                    cluster.resume(leader);
                });
            }
        });
    }

    @Test
    void g4_allMembersComeBackWithTheirData() throws Exception {
        trial(settings(), trial -> {
            for (int i = 0; i < Faults.times(10); i++) {
                trial.disturb(cluster::restart);
            }
            assertThat(trial.writer().state().driftHealed()).isZero();
        });
    }

    @Test
    void g4_anotherClusterInThePlaceOfAllIsFilled() throws Exception {
        trial(settings(), trial -> {
            for (int i = 0; i < Faults.times(10); i++) {
                trial.disturb(() -> {
                    cluster.restartEmpty();
                    addForeignRows();
                });
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 99, 100, 101, 150})
    void g4_changesThatWereMissedAreMadeUpFor(int missed) throws Exception {
        List<FaultProxy> proxies = proxies();
        trial(through(proxies), trial -> {
            try (Vandal vandal = vandal(cluster.leader())) {
                for (int i = 0; i < Faults.TIMES; i++) {
                    trial.disturb(() -> {
                        proxies.forEach(proxy -> proxy.stall(true));
                        for (int act = 0; act < missed; act++) {
                            vandal.act(changeOfOurs(act));
                        }
                        proxies.forEach(FaultProxy::cut);
                        proxies.forEach(proxy -> proxy.stall(false));
                    });
                }
            }
        });
        close(proxies);
        foreign = Contents.foreign(cluster, Rows.OWNER);
    }

    private ObjectNode changeOfOurs(int act) {
        return switch (random.nextInt(3)) {
            case 0 ->
                PlainClient.update("Address_Set", Map.of("name", "as_plain"), Map.of("addresses", "10.9.9." + act));
            case 1 -> PlainClient.update("ACL", Map.of("name", "plain.0"), Map.of("priority", act));
            default -> PlainClient.delete("Port_Group", Map.of("name", "pg_plain"));
        };
    }

    /** All that {@code cluster/failure-test} knows in OVS 3.5. */
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
                "crash-before-sending-install-snapshot-reply",
                "delay-election",
                "dont-send-vote-request",
                "stop-raft-rpc",
                "transfer-leadership",
                "transfer-leadership-after-sending-append-request",
                "transfer-leadership-after-starting-to-add"
            })
    void g2_unknownOutcomesAreResolvedByReading(String point) throws Exception {
        trial(settings(), trial -> {
            for (int i = 0; i < Faults.times(2); i++) {
                trial.disturb(() -> {
                    int leader = cluster.leader();
                    // Some points lie on the way of a change that comes by a follower.
                    int member = random.nextBoolean() ? leader : leader % NorthboundCluster.MEMBERS + 1;
                    try (Vandal vandal = new Vandal(cluster.endpoints().get(member - 1), Duration.ofSeconds(1))) {
                        cluster.failAt(member, point);
                        vandal.act();
                    } catch (IOException lost) {
                        // It crashed, or hears nothing of the others.
                    }
                    Thread.sleep(random.nextInt(300));
                    cluster.mend();
                });
            }
        });
        foreign = Contents.foreign(cluster, Rows.OWNER);
    }

    @Test
    void g3_aFollowerIsNeverBelieved() throws Exception {
        trial(settings(), trial -> {
            for (int i = 0; i < Faults.times(5); i++) {
                int follower = cluster.follower();
                Contents before = Contents.of(cluster, Rows.OWNER);
                WriterSettings toFollower =
                        WriterSettings.of(List.of(cluster.endpoints().get(follower - 1)), Rows.OWNER);
                try (NorthboundWriter writer = new NorthboundWriter(toFollower, WriterListener.NONE)) {
                    CompletableFuture<Void> started = writer.start().toCompletableFuture();
                    CompletableFuture<Outcome> outcome =
                            writer.desire(Rows.image()).toCompletableFuture();
                    RunningWriter.await(() -> writer.state().detail().contains("it is not the leader"));
                    Thread.sleep(random.nextInt(200));
                    assertThat(writer.state().phase()).isEqualTo(Phase.DISCONNECTED);
                    assertThat(writer.state().connections()).isZero();
                    assertThat(started).isNotDone();
                    assertThat(outcome).isNotDone();
                }
                assertThat(Contents.of(cluster, Rows.OWNER)).isEqualTo(before);
                trial.disturb(() -> cluster.failAt(cluster.leader(), "transfer-leadership"));
            }
        });
    }

    @Test
    void g3_aClusterThatIsBehindWhatWasSeenIsNotBelieved() throws Exception {
        trial(settings(), trial -> {
            for (int i = 0; i < Faults.times(2); i++) {
                cluster.backUp();
                Contents old = Contents.of(cluster, Rows.OWNER);
                for (int j = 0; j < 10; j++) {
                    trial.settle();
                }
                cluster.restore();
                CompletableFuture<Outcome> outcome =
                        trial.writer().wish(trial.turns().next());
                RunningWriter.await(() -> trial.writer().state().detail().contains("older than those"));
                assertThat(outcome).isNotDone();
                assertThat(Contents.of(cluster, Rows.OWNER)).isEqualTo(old);
                try (Vandal vandal = vandal(cluster.leader())) {
                    while (!outcome.isDone()) {
                        vandal.act();
                    }
                }
                assertThat(Trial.end(outcome)).isInstanceOf(Outcome.Committed.class);
                trial.assertHolds();
            }
        });
        foreign = Contents.foreign(cluster, Rows.OWNER);
    }

    /** The lock is each server's own, so only the fence keeps out what is still under way to a leader of yesterday. */
    @Test
    void g12_aWriterThatWakesUpAfterAnotherTookOverWritesNothing() throws Exception {
        Turns turns = new Turns(random);
        Authors authors = new Authors(turns);
        try (History history = new History(cluster.endpoints()).begunWith(cluster)) {
            for (int i = 0; i < Faults.TIMES; i++) {
                List<FaultProxy> proxies = proxies();
                try (RunningWriter sleeper = new RunningWriter(through(proxies).withMassDelete(true))) {
                    assertThat(sleeper.desire(authors.next(2 * i))).isInstanceOf(Outcome.Committed.class);
                    CompletableFuture<Outcome> late;
                    try (RunningWriter next = new RunningWriter(settings().withMassDelete(true))) {
                        DesiredImage taken = authors.next(2 * i + 1);
                        CompletableFuture<Outcome> outcome = next.wish(taken);
                        RunningWriter.await(() -> next.state().phase() == Phase.STANDING_BY);
                        proxies.forEach(proxy -> proxy.stall(true));
                        late = sleeper.wish(authors.next(2 * i));
                        cluster.failAt(cluster.leader(), "transfer-leadership");
                        assertThat(Trial.end(outcome)).isInstanceOf(Outcome.Committed.class);
                        Contents after = Contents.of(taken, Set.copyOf(Turns.PORTS));
                        // Right after a change of leaders, the member that is asked may be a moment behind.
                        RunningWriter.await(
                                () -> Contents.of(cluster, Rows.OWNER).equals(after));
                        proxies.forEach(proxy -> proxy.stall(false));
                        Thread.sleep(random.nextInt(50));
                        assertThat(Contents.of(cluster, Rows.OWNER)).isEqualTo(after);
                        assertThat(late).isNotDone();
                    }
                    assertThat(Trial.end(late)).isInstanceOf(Outcome.Committed.class);
                }
                close(proxies);
            }
            history.await(Contents.of(cluster, Rows.OWNER));
            authors.assertEachWroteInItsTime(history.recordings());
        }
    }

    private List<FaultProxy> proxies() throws IOException {
        List<FaultProxy> proxies = new ArrayList<>();
        for (Endpoint endpoint : cluster.endpoints()) {
            proxies.add(new FaultProxy(endpoint));
        }
        return proxies;
    }

    private static WriterSettings through(List<FaultProxy> proxies) {
        return WriterSettings.of(proxies.stream().map(FaultProxy::endpoint).toList(), Rows.OWNER);
    }

    private static void close(List<FaultProxy> proxies) throws IOException {
        for (FaultProxy proxy : proxies) {
            proxy.close();
        }
    }

    @Test
    void tellsHowLongUntilTheDatapath() throws Exception {
        trial(settings(), trial -> {
            // Nobody programs a datapath here: we are the hypervisor that answers.
            RunningWriter.await(() -> {
                cluster.nbctl("set NB_Global . hv_cfg=$(ovn-nbctl --db=unix:/nb/%d/sock get NB_Global . nb_cfg)"
                        .formatted(cluster.leader()));
                return trial.writer().state().datapathDelay() != null;
            });
            assertThat(trial.writer().state().datapathDelay()).isBetween(Duration.ZERO, Duration.ofSeconds(10));
        });
    }
}
