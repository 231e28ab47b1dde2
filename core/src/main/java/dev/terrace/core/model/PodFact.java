package dev.terrace.core.model;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What Terrace needs to know of a pod.
 *
 * @param key its name
 * @param labels its labels
 * @param node the node that it was scheduled to, if any
 * @param addresses its IP addresses, the primary one first; empty until it has one
 * @param network the network that it lives in; only in the cluster's has it policies of its own
 * @param finished whether its phase is Succeeded or Failed; its address may already belong to another pod
 * @param namedPorts the named ports of its containers
 * @param probePorts the TCP ports that its liveness, readiness and startup probes ask on its own address
 */
public record PodFact(
        PodKey key,
        Map<String, String> labels,
        @Nullable String node,
        List<IpAddress> addresses,
        PodNetwork network,
        boolean finished,
        Set<ContainerPort> namedPorts,
        Set<Integer> probePorts)
        implements Fact {

    public PodFact {
        labels = Map.copyOf(labels);
        addresses = List.copyOf(addresses);
        namedPorts = Set.copyOf(namedPorts);
        probePorts = Set.copyOf(probePorts);
    }

    /**
     * Whether selectors of subjects and peers can select it: it is in the cluster's network, and not over. It need not
     * have an address yet: its port is to be in its groups as soon as there is one.
     */
    public boolean selectable() {
        return network == PodNetwork.CLUSTER && !finished;
    }

    /** Whether it has a logical port: one that lives in a user-defined network has one too, for its node alone. */
    public boolean hasPort() {
        return network != PodNetwork.HOST && !finished;
    }
}
