package dev.terrace.ovn;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.SelectStrategy;
import org.junit.jupiter.api.Test;

class WakefulnessTest {

    private long now;
    private final Wakefulness wakefulness = new Wakefulness(() -> now);

    private int next(int ready, boolean tasks) throws Exception {
        return wakefulness.calculateStrategy(() -> ready, tasks);
    }

    @Test
    void looksForMoreForAMomentAfterWorkAndThenSleeps() throws Exception {
        assertThat(next(3, false)).isEqualTo(3);
        now = 49_999;
        assertThat(next(0, false)).isEqualTo(SelectStrategy.CONTINUE);
        assertThat(next(0, true)).isZero();
        now = 99_998;
        assertThat(next(0, false)).isEqualTo(SelectStrategy.CONTINUE);
        now = 99_999;
        assertThat(next(0, false)).isEqualTo(SelectStrategy.SELECT);
    }

    @Test
    void isAwakeForAMomentAgainOnceItWasWoken() throws Exception {
        now = 1_000_000;
        assertThat(next(0, false)).isEqualTo(SelectStrategy.SELECT);
        now = 9_000_000;
        assertThat(next(0, false)).isZero();
        assertThat(next(0, false)).isEqualTo(SelectStrategy.CONTINUE);
        now = 9_050_000;
        assertThat(next(0, false)).isEqualTo(SelectStrategy.SELECT);
    }
}
