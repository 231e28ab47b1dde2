package dev.terrace.core.model;

import java.util.Set;

/**
 * One alternative of what a rule says about protocol and port. A rule without any covers every protocol, ICMP included.
 */
public sealed interface PortMatch {

    /**
     * A protocol and a range of its destination ports.
     *
     * @param protocol TCP, UDP or SCTP
     * @param ports the destination ports
     */
    record Numbers(Protocol protocol, PortRange ports) implements PortMatch {}

    /**
     * Every port of a protocol: a NetworkPolicy port entry that names only the protocol.
     *
     * @param protocol TCP, UDP or SCTP
     */
    record WholeProtocol(Protocol protocol) implements PortMatch {}

    /**
     * The container port of that name on the destination pod, which may be another number on each pod.
     *
     * @param name the name of the container port
     * @param protocols the protocols that the container port may have; the upstream cluster kinds name none and so
     *     admit all
     */
    record Named(String name, Set<Protocol> protocols) implements PortMatch {
        public Named {
            protocols = Set.copyOf(protocols);
        }
    }
}
