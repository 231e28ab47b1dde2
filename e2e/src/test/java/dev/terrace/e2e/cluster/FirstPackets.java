package dev.terrace.e2e.cluster;

import dev.terrace.e2e.live.Await;
import dev.terrace.e2e.node.OvnNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Creates pods for which policies are there already ({@code cluster/first.yaml}), and has packets go to and from each
 * from the moment on in which its network namespace is there, which is before a kubelet would start anything in it.
 */
final class FirstPackets implements AutoCloseable {

    static final Path RESOURCES = Path.of("src/test/resources/cluster");

    private static final String NAMESPACE = "first";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration GLANCE = Duration.ofMillis(20);

    private final KubernetesClient client;
    private final EarlyPackets packets;
    private final GroupsClock clock;

    /** What a pod has first. */
    enum Order {
        PORT_FIRST,
        INTERFACE_FIRST;

        /** The name of a pod that has it. */
        String pod(int number) {
            return name().toLowerCase(Locale.ROOT).replace('_', '-') + "-" + number;
        }
    }

    /**
     * A flow between the new pod and another one.
     *
     * @param peer the other pod
     * @param out whether the new pod sends
     * @param allowed whether policies let it through
     */
    record Flow(String peer, boolean out, boolean allowed) {

        @Override
        public String toString() {
            return (out ? "to " : "from ") + peer;
        }
    }

    /** What no policy of the new pod denies, but one of the other's. */
    static final Flow AS_A_PEER = new Flow("vault", true, false);

    static final List<Flow> FLOWS = List.of(
            new Flow("friend", true, true),
            new Flow("friend", false, true),
            new Flow("stranger", true, false),
            new Flow("stranger", false, false),
            AS_A_PEER);

    /**
     * What became of a pod. Moments are in milliseconds of the clock.
     *
     * @param created when the API was asked to create it
     * @param moments when its port was in the database and in its groups
     * @param installed when ovn-controller had installed its port
     * @param running when it was reported to run
     * @param arrived when packets of a flow arrived
     */
    record Trial(
            long created,
            GroupsClock.Moments moments,
            double installed,
            long running,
            Map<Flow, List<Double>> arrived) {

        @Override
        public String toString() {
            return "named %s, port row %d, in its groups %d, installed %.0f, running %d ms after it was created; packets: %s"
                    .formatted(
                            moments.named() == Long.MAX_VALUE ? "never" : moments.named() - created,
                            moments.row() - created,
                            moments.complete() - created,
                            installed - created,
                            running - created,
                            FLOWS.stream()
                                    .map(flow -> flow + " "
                                            + arrived.getOrDefault(flow, List.of())
                                                    .size())
                                    .toList());
        }

        /** When packets arrived that should not have, though the pod's policies were there before it. */
        List<Double> early() {
            return FLOWS.stream()
                    .filter(flow -> !flow.allowed())
                    .flatMap(flow -> arrived.getOrDefault(flow, List.of()).stream())
                    .toList();
        }

        /** How long after the port was installed the last of them arrived, 0 for none. */
        double openFor() {
            return early().stream().mapToDouble(at -> at - installed).max().orElse(0);
        }

        /** When all that is allowed went through, each for the first time; for ever later where something never did. */
        double connected() {
            return FLOWS.stream()
                    .filter(Flow::allowed)
                    .flatMap(flow -> arrived.getOrDefault(flow, List.of()).stream()
                            .min(Comparator.naturalOrder())
                            .or(() -> Optional.of(Double.POSITIVE_INFINITY))
                            .stream())
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
        }
    }

    FirstPackets(KubernetesClient client, OvnNode node) {
        this.client = client;
        packets = new EarlyPackets(node, RESOURCES);
        clock = new GroupsClock(node.northbound());
    }

    /** Creates a pod and deletes it when enough was seen. */
    Trial pod(String name, Order order) {
        String port = NAMESPACE + "_" + name;
        packets.begin(port, FLOWS.stream().map(this::leg).toList());
        long created = System.currentTimeMillis();
        client.resource("""
                        apiVersion: v1
                        kind: Pod
                        metadata:
                          namespace: %1$s
                          name: %2$s
                          labels: {role: guarded}
                          annotations: {%3$s}
                        spec:
                          nodeName: node-a
                          containers:
                            - {name: %2$s, image: registry.example/first:1}
                        """.formatted(NAMESPACE, name, annotations(order))).create();
        PodResource pod = client.pods().inNamespace(NAMESPACE).withName(name);
        pod.waitUntilReady(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        long running = System.currentTimeMillis();
        Await.until("it is in its groups", PATIENCE, GLANCE, () -> clock.isInGroups(port));
        EarlyPackets.Report report = packets.end(port);
        Trial trial = trial(created, clock.of(port), running, report);
        pod.delete();
        pod.waitUntilCondition(Objects::isNull, PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return trial;
    }

    private static String annotations(Order order) {
        return switch (order) {
            case PORT_FIRST -> "";
            case INTERFACE_FIRST -> PodFollower.INTERFACE_FIRST + ": \"yes\"";
        };
    }

    private EarlyPackets.Leg leg(Flow flow) {
        return new EarlyPackets.Leg(flow.toString(), NAMESPACE + "_" + flow.peer(), address(flow.peer()), flow.out());
    }

    private String address(String peer) {
        return client.pods()
                .inNamespace(NAMESPACE)
                .withName(peer)
                .require()
                .getStatus()
                .getPodIP();
    }

    private static Trial trial(long created, GroupsClock.Moments moments, long running, EarlyPackets.Report report) {
        Map<Flow, List<Double>> arrived = FLOWS.stream()
                .collect(Collectors.toMap(
                        flow -> flow,
                        flow -> Objects.requireNonNull(report.arrived().get(flow.toString()))));
        return new Trial(created, moments, report.installed(), running, arrived);
    }

    @Override
    public void close() {
        clock.close();
    }
}
