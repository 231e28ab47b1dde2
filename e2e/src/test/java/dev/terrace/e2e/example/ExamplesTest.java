package dev.terrace.e2e.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.acl.AclPipeline;
import dev.terrace.core.acl.AclVerdict;
import dev.terrace.core.desired.TierLayout;
import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.Platform;
import dev.terrace.core.verdict.Connection;
import dev.terrace.core.verdict.FlowResolution;
import dev.terrace.core.verdict.ReferenceEvaluator;
import dev.terrace.e2e.live.GatewayProcess;
import dev.terrace.e2e.node.OvnNode;
import dev.terrace.e2e.packet.Arrival;
import dev.terrace.e2e.packet.Packet;
import dev.terrace.e2e.packet.Testbed;
import dev.terrace.e2e.packet.Topology;
import dev.terrace.k8s.manifest.ManifestDirectory;
import dev.terrace.k8s.manifest.ManifestException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example does to real packets what its table says, and so say the evaluator and the ACLs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ExamplesTest {

    private static final ExampleFolder EXAMPLES = new ExampleFolder(Path.of("../deploy/examples"));
    private static final TierLayout LAYOUT = TierLayout.STANDALONE;

    private final OvnNode node = OvnNode.start(OvnNode.DEFAULT_SUITE);
    private final ManifestFolder folder = ManifestFolder.of(EXAMPLES.cluster());
    private final GatewayProcess gateway = GatewayProcess.start(
            Path.of("../gateway/target/terrace.jar"), node, folder.path(), Path.of("target/examples-gateway.log"));
    private final Testbed testbed;

    ExamplesTest() throws ManifestException {
        ClusterFacts cluster = ClusterFacts.of(ManifestDirectory.read(EXAMPLES.cluster()));
        testbed = Testbed.lay(node, Topology.of(cluster, EXAMPLES.outside()));
    }

    static Stream<Example> examples() {
        return EXAMPLES.examples().stream();
    }

    @BeforeAll
    void nothingIsThereBefore() {
        gateway.awaitSync();
    }

    @AfterAll
    void end() {
        gateway.close();
        folder.close();
        node.close();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void packetsEvaluatorAndAclsDoAsTheTableSays(Example example) throws ManifestException {
        folder.apply(example.policy());
        try {
            gateway.awaitSync();
            ClusterFacts facts = ClusterFacts.of(ManifestDirectory.read(folder.path()));
            ReferenceEvaluator reference = new ReferenceEvaluator(facts, Platform.DEFAULT, LAYOUT.order());
            AclPipeline acls = new AclPipeline(gateway.desired());
            for (Packet packet : testbed.topology().packets(example.packets())) {
                assertThat(FlowResolution.of(packet.flow(), facts)).isInstanceOf(FlowResolution.Resolved.class);
                if (FlowResolution.of(packet.flow(), facts) instanceof FlowResolution.Resolved(Connection connection)) {
                    boolean expected = packet.line().allowed();
                    assertThat(reference.judge(connection).allows())
                            .as("evaluator: %s", packet)
                            .isEqualTo(expected);
                    assertThat(AclVerdict.of(acls, connection).allows())
                            .as("ACLs: %s", packet)
                            .isEqualTo(expected);
                }
            }
            assertThat(testbed.send(testbed.topology().packets(example.packets())))
                    .isNotEmpty()
                    .allMatch(Arrival::asExpected);
        } finally {
            folder.withdraw();
            gateway.awaitSync();
        }
        assertThat(node.nbctl("--bare", "--columns=name", "list", "Port_Group")).isBlank();
        assertThat(node.nbctl("--bare", "--columns=name", "find", "Address_Set", "name!=terrace_epoch.terrace"))
                .isBlank();
    }
}
