package dev.terrace.gateway.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.ovn.WriterState;
import dev.terrace.ovn.WriterState.Phase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ReadinessTest {

    private static final Duration LATELY = Duration.ofSeconds(3);

    private final AtomicLong now = new AtomicLong();

    private static WriterState writer(Phase phase, int rejected) {
        return new WriterState(phase, "in words", 1, 1, 1, 0, 1, 1, rejected, 1, null, 0, 0);
    }

    private static Health ready(boolean synced, Phase phase, @Nullable Duration behind) {
        return Readiness.of(synced, List.of(), writer(phase, 0), behind);
    }

    @Test
    void isReadyInSyncStandingByAndWhileItWritesForAMoment() {
        assertThat(ready(true, Phase.IN_SYNC, null).missing()).isEmpty();
        assertThat(ready(true, Phase.STANDING_BY, null).missing()).isEmpty();
        assertThat(ready(true, Phase.WRITING, LATELY).missing()).isEmpty();
    }

    @Test
    void isNotReadyBeforeTheSourceIsRead() {
        assertThat(ready(false, Phase.WRITING, null).missing())
                .containsExactly(
                        "the source has not been read whole yet",
                        "the Northbound database has not been brought to what is desired yet");
    }

    @Test
    void isNotReadyWhileAKindCannotBeRead() {
        String forbidden = "we may not watch pods: the verbs list and watch are needed";
        assertThat(Readiness.of(true, List.of(forbidden, forbidden), writer(Phase.IN_SYNC, 0), null)
                        .missing())
                .containsExactly(forbidden);
    }

    @Test
    void isNotReadyWithoutAConnection() {
        for (Phase phase : new Phase[] {Phase.NEW, Phase.CONNECTING, Phase.DISCONNECTED, Phase.CLOSED}) {
            assertThat(ready(true, phase, LATELY).missing())
                    .as("%s", phase)
                    .containsExactly("no connection to the Northbound database: in words");
        }
    }

    @Test
    void isNotReadyAtTheDatabaseOfAnotherNode() {
        assertThat(ready(true, Phase.ELSEWHERE, LATELY).missing())
                .containsExactly("not the Northbound database for us, in words");
    }

    @Test
    void isNotReadyWhenItIsBehindForLong() {
        assertThat(ready(true, Phase.WRITING, null).isGood()).isFalse();
        assertThat(ready(true, Phase.WRITING, Duration.ofSeconds(31)).missing())
                .containsExactly("the Northbound database has not been as desired for 31 s");
    }

    @Test
    void isNotReadyWhileRowsAreRejected() {
        assertThat(Readiness.of(true, List.of(), writer(Phase.IN_SYNC, 2), null).missing())
                .containsExactly("rows that are rejected or held back, the log says why: 2");
    }

    @Test
    void theClockCountsFromWhenTheDatabaseWasLastAsDesiredOnThisConnection() {
        PhaseClock clock = new PhaseClock(now::get);
        clock.phaseChanged(writer(Phase.WRITING, 0));
        assertThat(clock.behind()).as("before the first time").isNull();
        clock.phaseChanged(writer(Phase.IN_SYNC, 0));
        now.addAndGet(Duration.ofMinutes(5).toNanos());
        clock.phaseChanged(writer(Phase.WRITING, 0));
        now.addAndGet(LATELY.toNanos());
        assertThat(clock.behind()).isEqualTo(LATELY);
        clock.phaseChanged(writer(Phase.DISCONNECTED, 0));
        clock.phaseChanged(writer(Phase.WRITING, 0));
        assertThat(clock.behind()).as("on a new connection").isNull();
    }

    @Test
    void aLoopThatDoesNotMoveIsNotAlive() {
        Heartbeats heartbeats = new Heartbeats(now::get);
        assertThat(heartbeats.liveness().missing()).isEmpty();
        now.addAndGet(Duration.ofSeconds(61).toNanos());
        heartbeats.beat(Heartbeats.Loop.GATEWAY);
        assertThat(heartbeats.liveness().missing()).containsExactly("the loop of the writer has not moved for 61 s");
        heartbeats.beat(Heartbeats.Loop.WRITER);
        assertThat(heartbeats.liveness().isGood()).isTrue();
    }
}
