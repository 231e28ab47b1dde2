package dev.terrace.e2e.standin;

import dev.terrace.core.desired.TierLayout;
import dev.terrace.core.desired.Zone;
import dev.terrace.core.model.NodeFact;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.ovnkubernetes.NetworkIsolation;
import dev.terrace.core.ovnkubernetes.OpenPort;
import dev.terrace.core.verdict.Connection;
import dev.terrace.core.verdict.Flow;
import dev.terrace.core.verdict.FlowResolution;
import dev.terrace.core.verdict.ReferenceEvaluator;
import dev.terrace.core.verdict.Verdict;
import dev.terrace.e2e.live.GatewayProcess;
import dev.terrace.e2e.packet.Packet;
import dev.terrace.e2e.packet.PacketLine;
import dev.terrace.e2e.packet.Topology;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the packets of a mix should meet where some of its pods are judged, by Terrace and OVN-Kubernetes together. */
final class Expectation {

    private final Mix mix;
    private final Topology topology;
    private final Predicate<PodFact> judged;
    private final ReferenceEvaluator reference;

    /** @param judged the pods whose ports have ACLs; the others are as good as outside */
    Expectation(Mix mix, Topology topology, Predicate<PodFact> judged) {
        this.mix = mix;
        this.topology = topology;
        this.judged = judged;
        reference = new ReferenceEvaluator(
                mix.facts(), GatewayProcess.platform(TierLayout.ALONGSIDE), TierLayout.ALONGSIDE.order());
    }

    /** Where one zone is judged. */
    static Expectation in(Zone zone, Mix mix, Topology topology) {
        return new Expectation(mix, topology, zone::holds);
    }

    /** Every flow of the mix that becomes a packet, with its verdict. */
    List<Packet> packets() {
        return mix.flows().stream().flatMap(this::packet).distinct().toList();
    }

    private Stream<Packet> packet(Flow flow) {
        if (!(FlowResolution.of(flow, mix.facts()) instanceof FlowResolution.Resolved(Connection connection))
                || !topology.has(connection.source())
                || !topology.has(connection.destination())) {
            return Stream.empty();
        }
        String from = topology.owner(connection.source());
        String to = topology.owner(connection.destination());
        if (from.equals(to)) {
            return Stream.empty(); // it never meets OVN
        }
        PacketLine line = new PacketLine(
                flow.from().toString(),
                flow.to().toString(),
                flow.protocol(),
                flow.port(),
                Set.of(connection.source().family()),
                allows(connection),
                "");
        return Stream.of(new Packet(line, connection.source(), connection.destination(), from, to));
    }

    private boolean allows(Connection connection) {
        Verdict verdict = reference.judge(connection);
        boolean leaves = !judged(connection.sourcePod()) || (verdict.egress().allows() && passesFirewall(connection));
        boolean enters =
                !judged(connection.destinationPod()) || verdict.ingress().allows();
        return leaves
                && enters
                && !judged(mix.isolated(connection.source()))
                && isLetIn(connection, mix.isolated(connection.destination()));
    }

    /** By a pod that lives in another network. */
    private boolean isLetIn(Connection connection, @Nullable PodFact pod) {
        if (pod == null || !judged(pod)) {
            return true;
        }
        NodeFact node = mix.facts().nodes().get(String.valueOf(pod.node()));
        return (node != null && NetworkIsolation.managementPort(node).contains(connection.source()))
                || mix.own()
                        .openPorts()
                        .getOrDefault(pod.key(), Set.of())
                        .contains(new OpenPort(connection.protocol(), connection.port()));
    }

    private boolean judged(@Nullable PodFact pod) {
        return pod != null && judged.test(pod);
    }

    private boolean passesFirewall(Connection connection) {
        PodFact source = connection.sourcePod();
        return source == null
                || mix.own().firewalls().stream()
                        .filter(firewall ->
                                firewall.namespace().equals(source.key().namespace()))
                        .allMatch(firewall -> firewall.allows(connection.destination()));
    }
}
