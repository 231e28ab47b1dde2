package dev.terrace.e2e.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SamplesTest {

    @Test
    void aPercentileIsWhatThatPartDoesNotExceed() {
        Samples samples = new Samples();
        for (int i = 10_000; i > 0; i--) {
            samples.add(i * 1_000L);
        }
        assertThat(samples.count()).isEqualTo(10_000);
        assertThat(samples.medianMicros()).isEqualTo(5_000);
        assertThat(samples.p99Micros()).isEqualTo(9_900);
        assertThat(samples.micros(1)).isEqualTo(10_000);
        samples.add(1);
        assertThat(samples.micros(0)).isEqualTo(0.001);
    }
}
