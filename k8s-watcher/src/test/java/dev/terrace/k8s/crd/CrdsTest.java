package dev.terrace.k8s.crd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class CrdsTest {

    private static final Path DEPLOYED = Path.of("../deploy/crds/developernetworkpolicies.policy.terrace.dev-v1.yml");

    @Test
    void whatIsDeployedIsWhatTheClassesSay() throws IOException {
        Path generated = Crds.DEVELOPER_NETWORK_POLICY.write(Files.createDirectories(Path.of("target/crds")));
        assertThat(Files.readString(DEPLOYED))
                .as("where the classes are right, copy %s over it", generated)
                .isEqualTo(Files.readString(generated));
    }
}
