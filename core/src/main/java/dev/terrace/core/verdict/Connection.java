package dev.terrace.core.verdict;

import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * A flow with its names resolved: what a packet says, and whose policies judge it.
 *
 * @param source the source address
 * @param destination the destination address, of the same family
 * @param sourcePod the pod whose egress side judges, or null where there is none: a host-network pod, a node, an
 *     outside address
 * @param destinationPod the pod whose ingress side judges, or null
 * @param protocol the protocol
 * @param port the destination port, 0 for ICMP
 */
public record Connection(
        IpAddress source,
        IpAddress destination,
        @Nullable PodFact sourcePod,
        @Nullable PodFact destinationPod,
        Protocol protocol,
        int port) {

    /** Whether a pod talks to its own address: such packets are never judged. */
    public boolean isHairpin() {
        return sourcePod != null && sourcePod.equals(destinationPod) && source.equals(destination);
    }

    /** {@code tcp 80 from b/y to a/x}, for sentences. */
    public String words() {
        return protocol.word()
                + (protocol == Protocol.ICMP ? "" : " " + port)
                + " from "
                + end(sourcePod, source)
                + " to "
                + end(destinationPod, destination);
    }

    private static String end(@Nullable PodFact pod, IpAddress address) {
        return pod == null ? address.toString() : pod.key().toString();
    }
}
