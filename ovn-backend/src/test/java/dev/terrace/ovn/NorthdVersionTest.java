package dev.terrace.ovn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NorthdVersionTest {

    @ParameterizedTest
    @CsvSource({
        "23.06.1-20.27.4-73.6, false",
        "25.03.0-20.41.0-78.8, false",
        "25.09.4-21.5.0-80.11, false",
        "26.03.2-21.5.0-83.14, false",
        "26.03.3-21.5.0-83.15, true",
        "26.03.10-21.5.0-83.15, true",
        "26.03.90-21.9.0-84.15, false",
        "26.09.0-21.9.0-84.15, true",
        "27.03.1-22.0.0-84.15, true"
    })
    void saysWhetherEstablishedConnectionsStop(String internal, boolean stops) {
        NorthdVersion version = Objects.requireNonNull(NorthdVersion.parse(internal));
        assertThat(version.stopsEstablished()).isEqualTo(stops);
    }

    @ParameterizedTest
    @CsvSource({"''", "26.09", "26.09.0", "main-21.5.0-83.14"})
    void isNoRelease(String internal) {
        assertThat(NorthdVersion.parse(internal)).isNull();
    }
}
