package dev.terrace.gateway.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.desired.Anchor;
import dev.terrace.core.desired.TierLayout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AnchorChoiceTest {

    @ParameterizedTest
    @CsvSource({
        "AUTO, STANDALONE, false, WHOLE",
        "AUTO, STANDALONE, true, TRACKING",
        "AUTO, ALONGSIDE, false, WHOLE",
        "AUTO, ALONGSIDE, true, NONE",
        "ON, STANDALONE, true, WHOLE",
        "ON, ALONGSIDE, true, WHOLE",
        "OFF, STANDALONE, false, TRACKING",
        "OFF, ALONGSIDE, false, NONE"
    })
    void rowsAreThereUnlessTheyAreKnownToBeOfNoUse(
            AnchorChoice choice, TierLayout layout, boolean stopsEstablished, Anchor anchor) {
        assertThat(choice.of(layout, stopsEstablished)).isEqualTo(anchor);
    }
}
