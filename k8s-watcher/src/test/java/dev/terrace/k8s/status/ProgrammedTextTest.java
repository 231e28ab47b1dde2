package dev.terrace.k8s.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.model.PolicyKey;
import dev.terrace.core.model.PolicyKind;
import dev.terrace.core.status.Failure;
import dev.terrace.core.status.Programmed;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ProgrammedTextTest {

    private static final int ANNOTATIONS = 256 * 1024;

    private static PolicyKey key(int number) {
        return new PolicyKey(PolicyKind.DEVELOPER_NETWORK_POLICY, "n".repeat(63), "p%0200d".formatted(number));
    }

    private static Programmed failing(int count) {
        Map<PolicyKey, Failure> failed = new HashMap<>();
        for (int i = 0; i < count; i++) {
            failed.put(key(i), new Failure.Rejected(List.of("x".repeat(500), "y".repeat(500), "z")));
        }
        return new Programmed(Map.of(PolicyKind.DEVELOPER_NETWORK_POLICY, 5L), failed);
    }

    @Test
    void isReadAsItWasWritten() {
        Programmed programmed = new Programmed(
                Map.of(PolicyKind.CLUSTER_NETWORK_POLICY, 7L, PolicyKind.NETWORK_POLICY, 1L << 60),
                Map.of(
                        key(1),
                        new Failure.Exhausted(),
                        new PolicyKey(PolicyKind.CLUSTER_NETWORK_POLICY, "", "all"),
                        new Failure.Rejected(List.of("ACL x: \"no\""))));
        assertThat(ProgrammedText.read(ProgrammedText.write(programmed))).isEqualTo(programmed);
    }

    @Test
    void anyNumberOfFailuresFitsIntoAnAnnotation() {
        for (int count : new int[] {200, 201, 500, 501, 50_000}) {
            String text = ProgrammedText.write(failing(count));
            assertThat(text.getBytes(StandardCharsets.UTF_8).length).isLessThan(ANNOTATIONS);
        }
        assertThat(ProgrammedText.read(ProgrammedText.write(failing(500))).failed())
                .containsKey(key(499));
    }

    @Test
    void whatHasTooManyFailuresToNameThemHasNothing() {
        assertThat(ProgrammedText.read(ProgrammedText.write(failing(501))))
                .isEqualTo(new Programmed(Map.of(), Map.of()));
    }

    @Test
    void whatIsNotUnderstoodIsNotProgrammed() {
        for (String text : new String[] {"", "[", "[]", "{\"upTo\": {\"DeveloperNetworkPolicy\": \"5\"}}"}) {
            assertThat(ProgrammedText.read(text)).as(text).isEqualTo(new Programmed(Map.of(), Map.of()));
        }
    }
}
