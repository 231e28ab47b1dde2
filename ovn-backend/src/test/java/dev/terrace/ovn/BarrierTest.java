package dev.terrace.ovn;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When the datapath is asked, and what becomes of a question that is not answered at once. */
final class BarrierTest {

    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final Duration MORE_THAN_A_PERIOD = INTERVAL.multipliedBy(2);

    private long now = 1;
    private final Barrier barrier = new Barrier(INTERVAL, () -> now);

    @Test
    void answerComesFromTheDatabaseAlsoAfterTheConnectionIsLost() {
        barrier.committed();
        assertThat(barrier.ask()).isTrue();
        barrier.asked(5);
        barrier.lost();

        assertThat(barrier.isWaiting()).as("another question").isFalse();
        now += 7;
        assertThat(barrier.reached(4)).isNull();
        assertThat(barrier.reached(5)).isEqualTo(Duration.ofNanos(7));
    }

    @Test
    void questionOfWhichNobodyKnowsTheNumberIsAskedAgain() throws InterruptedException {
        barrier.committed();
        assertThat(barrier.ask()).isTrue();
        barrier.lost();

        assertThat(barrier.isWaiting()).isTrue();
        Thread.sleep(MORE_THAN_A_PERIOD);
        assertThat(barrier.ask()).isTrue();
        now += 9;
        barrier.asked(6);
        assertThat(barrier.reached(6)).as("since the commit").isEqualTo(Duration.ofNanos(9));
    }

    @Test
    void hypervisorsThatDoNotAnswerAreAskedAgainOnlyForWhatIsNew() throws InterruptedException {
        barrier.committed();
        assertThat(barrier.ask()).isTrue();
        barrier.asked(5);
        now += Duration.ofMinutes(2).toNanos();
        Thread.sleep(MORE_THAN_A_PERIOD);
        assertThat(barrier.isWaiting() || barrier.ask()).isFalse();

        barrier.committed();
        assertThat(barrier.ask()).isTrue();
    }
}
