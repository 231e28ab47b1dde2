package dev.terrace.e2e.example;

import dev.terrace.core.acl.AclPipeline;
import dev.terrace.core.acl.AclVerdict;
import dev.terrace.core.desired.TierLayout;
import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.Platform;
import dev.terrace.core.verdict.Connection;
import dev.terrace.core.verdict.FlowResolution;
import dev.terrace.core.verdict.ReferenceEvaluator;
import dev.terrace.core.verdict.Verdict;
import dev.terrace.e2e.live.GatewayProcess;
import dev.terrace.e2e.packet.Packet;
import dev.terrace.e2e.packet.PacketLine;
import dev.terrace.e2e.packet.Testbed;
import java.util.Collection;
import java.util.List;
import org.assertj.core.api.SoftAssertions;

/** What the evaluator, the ACLs and real packets make of the packets of a table. */
public final class Judgement {

    private static final TierLayout LAYOUT = TierLayout.STANDALONE;

    private Judgement() {}

    /** Asserts that all three do as a table says, where these facts are in force. */
    public static void agrees(Collection<PacketLine> table, ClusterFacts facts, Testbed testbed) {
        List<Packet> packets = testbed.topology().packets(table);
        ReferenceEvaluator reference = new ReferenceEvaluator(facts, Platform.DEFAULT, LAYOUT.order());
        AclPipeline acls = new AclPipeline(GatewayProcess.desired(facts));
        SoftAssertions all = new SoftAssertions();
        all.assertThat(packets).isNotEmpty();
        for (Packet packet : packets) {
            boolean expected = packet.line().allowed();
            Connection connection = resolve(packet, facts);
            all.assertThat(reference.judge(connection).allows())
                    .as("evaluator: %s", packet)
                    .isEqualTo(expected);
            all.assertThat(AclVerdict.of(acls, connection).allows())
                    .as("ACLs: %s", packet)
                    .isEqualTo(expected);
        }
        all.assertThat(testbed.send(packets))
                .filteredOn(arrival -> !arrival.asExpected())
                .isEmpty();
        all.assertAll();
    }

    static Verdict verdict(Packet packet, ClusterFacts facts, TierLayout layout) {
        return new ReferenceEvaluator(facts, GatewayProcess.platform(layout), layout.order())
                .judge(resolve(packet, facts));
    }

    private static Connection resolve(Packet packet, ClusterFacts facts) {
        return switch (FlowResolution.of(packet.flow(), facts)) {
            case FlowResolution.Resolved(Connection connection) -> connection;
            case FlowResolution.Unresolved(String reason) -> throw new IllegalArgumentException(packet + ": " + reason);
        };
    }
}
