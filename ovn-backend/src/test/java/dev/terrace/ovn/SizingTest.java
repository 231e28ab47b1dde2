package dev.terrace.ovn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.ovn.plan.Bounds;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SizingTest {

    private static final Bounds MOST = new Bounds(2_000, 1 << 20);
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofMillis(400);

    private final Sizing sizing = new Sizing(MOST);

    @BeforeEach
    void inACluster() {
        sizing.opened(true);
    }

    @Test
    void doesNotMatterWhereThereIsNoCluster() {
        sizing.took(2_000, LONG);
        sizing.opened(false);
        assertThat(sizing.took(2_000, LONG)).isFalse();
        assertThat(sizing.bounds()).isEqualTo(MOST);
    }

    @Test
    void beginsWithTheMost() {
        assertThat(sizing.took(2_000, SHORT)).isFalse();
        assertThat(sizing.bounds()).isEqualTo(MOST);
    }

    @Test
    void halvesWhatTookTooLong() {
        assertThat(sizing.took(2_000, LONG)).isTrue();
        assertThat(sizing.bounds()).isEqualTo(new Bounds(1_000, 1 << 19));
        assertThat(sizing.took(1_000, LONG)).isTrue();
        assertThat(sizing.bounds()).isEqualTo(new Bounds(500, 1 << 18));
    }

    @Test
    void doesNotShrinkWithoutEnd() {
        for (int i = 0; i < 20; i++) {
            sizing.took(1, LONG);
        }
        assertThat(sizing.bounds()).isEqualTo(new Bounds(125, 1 << 16));
        assertThat(sizing.took(125, LONG)).isFalse();
    }

    @Test
    void growsAgainByTransactionsThatWereLargeAndQuick() {
        sizing.took(2_000, LONG);
        sizing.took(3, SHORT);
        assertThat(sizing.bounds().operations()).isEqualTo(1_000);
        for (int i = 0; i < 4; i++) {
            sizing.took(sizing.bounds().operations(), SHORT);
        }
        assertThat(sizing.bounds()).isEqualTo(MOST);
    }
}
