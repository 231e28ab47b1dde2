package dev.terrace.e2e.synthetic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.Direction;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PortMatch;
import dev.terrace.k8s.manifest.ManifestDirectory;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Manifests of a made-up cluster are read as that cluster. */
final class ManifestsTest {

    @Test
    void areReadAsTheClusterThatTheyAreOf(@TempDir Path directory) throws Exception {
        SyntheticCluster cluster = new ScaledShape(20, 5, 2, 400, 1).cluster();
        Manifests.write(cluster, directory);
        ClusterFacts read = ClusterFacts.of(ManifestDirectory.read(directory));
        ClusterFacts made = cluster.facts();
        assertThat(read.pods()).isEqualTo(made.pods());
        assertThat(read.nodes()).isEqualTo(made.nodes());
        assertThat(read.namespaces()).containsOnlyKeys(made.namespaces().keySet());
        assertThat(read.policies()).containsOnlyKeys(made.policies().keySet());
        assertThat(read.policies().values()).allMatch(Policy::isUnderstood);
        // Of a named port, the kinds with actions cannot say the protocol.
        assertThat(read.policies().values().stream().filter(ManifestsTest::hasNoNamedPort))
                .hasSizeGreaterThan(300)
                .allSatisfy(
                        policy -> assertThat(policy).isEqualTo(made.policies().get(policy.key())));
    }

    private static boolean hasNoNamedPort(Policy policy) {
        return Stream.of(Direction.values())
                .flatMap(direction -> policy.rules(direction).stream())
                .flatMap(rule -> rule.ports().stream())
                .noneMatch(PortMatch.Named.class::isInstance);
    }
}
