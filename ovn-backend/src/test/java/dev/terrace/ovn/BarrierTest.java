package dev.terrace.ovn;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When the datapath is asked, and what becomes of a question that is not answered at once. */
final class BarrierTest {

    private static final Duration MORE_THAN_A_PERIOD = Duration.ofMillis(1_100);

    private long now = 1;
    private final Barrier barrier = new Barrier(() -> now);

    @Test
    void answerComesFromTheDatabaseAlsoAfterTheConnectionIsLost() {
        barrier.committed();
        assertThat(barrier.ask(false)).isTrue();
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
        assertThat(barrier.ask(false)).isTrue();
        barrier.lost();

        assertThat(barrier.isWaiting()).isTrue();
        Thread.sleep(MORE_THAN_A_PERIOD);
        assertThat(barrier.ask(false)).isTrue();
        now += 9;
        barrier.asked(6);
        assertThat(barrier.reached(6)).as("since the commit").isEqualTo(Duration.ofNanos(9));
    }

    @Test
    void hypervisorsThatDoNotAnswerAreAskedAgainOnlyForWhatIsNew() throws InterruptedException {
        barrier.committed();
        assertThat(barrier.ask(false)).isTrue();
        barrier.asked(5);
        now += Duration.ofMinutes(2).toNanos();
        Thread.sleep(MORE_THAN_A_PERIOD);
        assertThat(barrier.isWaiting() || barrier.ask(false)).isFalse();

        barrier.committed();
        assertThat(barrier.ask(false)).isTrue();
    }

    @Test
    void whoWaitsForAnAnswerNeedNotWaitForTheNextSecond() {
        barrier.committed();
        assertThat(barrier.ask(false)).isTrue();
        barrier.committed();
        assertThat(barrier.ask(true)).as("while a question is open").isFalse();
        barrier.asked(5);
        barrier.reached(5);
        assertThat(barrier.ask(false)).isFalse();
        assertThat(barrier.ask(true)).isTrue();
    }
}
