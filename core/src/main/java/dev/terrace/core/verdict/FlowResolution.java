package dev.terrace.core.verdict;

import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.NodeFact;
import dev.terrace.core.model.PodFact;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What becomes of a flow's names in a cluster. */
public sealed interface FlowResolution {

    /** Both ends exist and share an address family. */
    record Resolved(Connection connection) implements FlowResolution {}

    /** There is no such flow; {@code reason} is one line for a person. */
    record Unresolved(String reason) implements FlowResolution {}

    /**
     * Finds the addresses and pods of both ends. Of a pod with several addresses the first counts whose family the
     * other end has too, in the order of the destination.
     */
    static FlowResolution of(Flow flow, ClusterFacts facts) {
        return switch (End.of(flow.from(), facts)) {
            case End.Missing(String reason) -> new Unresolved(reason);
            case End.Found from ->
                switch (End.of(flow.to(), facts)) {
                    case End.Missing(String reason) -> new Unresolved(reason);
                    case End.Found to -> connect(flow, from, to);
                };
        };
    }

    private static FlowResolution connect(Flow flow, End.Found from, End.Found to) {
        for (IpAddress destination : to.addresses) {
            for (IpAddress source : from.addresses) {
                if (source.family() == destination.family()) {
                    return new Resolved(
                            new Connection(source, destination, from.pod, to.pod, flow.protocol(), flow.port()));
                }
            }
        }
        return new Unresolved("the two ends have no address family in common");
    }

    /** One end of a flow, looked up. */
    sealed interface End {

        /** {@code pod} is null where the end has no policies of its own. */
        record Found(List<IpAddress> addresses, @Nullable PodFact pod) implements End {}

        /** No such end; the reason is for a person. */
        record Missing(String reason) implements End {}

        private static End of(FlowEnd end, ClusterFacts facts) {
            return switch (end) {
                case FlowEnd.Pod(var key) -> {
                    PodFact pod = facts.pods().get(key);
                    if (pod == null) {
                        yield new Missing("no pod " + key);
                    }
                    yield pod.addresses().isEmpty()
                            ? new Missing("pod " + key + " has no address yet")
                            : new Found(pod.addresses(), pod.selectable() ? pod : null);
                }
                case FlowEnd.Node(String name) -> {
                    NodeFact node = facts.nodes().get(name);
                    if (node == null) {
                        yield new Missing("no node " + name);
                    }
                    yield node.addresses().isEmpty()
                            ? new Missing("node " + name + " has no address")
                            : new Found(node.addresses(), null);
                }
                case FlowEnd.Address(IpAddress address) ->
                    new Found(
                            List.of(address),
                            facts.pods().values().stream()
                                    .filter(pod ->
                                            pod.selectable() && pod.addresses().contains(address))
                                    .min(Comparator.comparing(PodFact::key))
                                    .orElse(null));
            };
        }
    }
}
