package dev.terrace.core.acl;

import dev.terrace.core.desired.LogicalPort;
import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.IpFamily;
import dev.terrace.core.model.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * The first packet of a connection, as an ACL sees it: after load balancing, and for ICMP an echo request.
 *
 * @param inport the logical port that it came from, null where that is no pod of ours
 * @param outport the logical port that it goes to, null where that is no pod of ours
 * @param source where it comes from
 * @param destination where it goes to, of the same family
 * @param protocol ICMP is ICMPv6 on IPv6
 * @param sourcePort 0..65535; 0 for ICMP
 * @param destinationPort 0..65535; 0 for ICMP
 */
public record Packet(
        @Nullable LogicalPort inport,
        @Nullable LogicalPort outport,
        IpAddress source,
        IpAddress destination,
        Protocol protocol,
        int sourcePort,
        int destinationPort) {

    private static final int HIGHEST_PORT = 65535;

    /** The source port of a client that did not ask for one: the first of the dynamic ports (RFC 6335). */
    private static final int DYNAMIC_PORT = 49152;

    /** @throws IllegalArgumentException when it cannot be one packet */
    public Packet {
        if (source.family() != destination.family()) {
            throw new IllegalArgumentException("two families in one packet: " + source + ", " + destination);
        }
        if (!isPort(sourcePort) || !isPort(destinationPort)) {
            throw new IllegalArgumentException("not a port number: " + sourcePort + ", " + destinationPort);
        }
        if (protocol == Protocol.ICMP && (sourcePort != 0 || destinationPort != 0)) {
            throw new IllegalArgumentException("ICMP has no ports: " + sourcePort + ", " + destinationPort);
        }
    }

    /** A packet from a dynamic port, which no policy asks for. */
    public Packet(
            @Nullable LogicalPort inport,
            @Nullable LogicalPort outport,
            IpAddress source,
            IpAddress destination,
            Protocol protocol,
            int destinationPort) {
        this(
                inport,
                outport,
                source,
                destination,
                protocol,
                protocol == Protocol.ICMP ? 0 : DYNAMIC_PORT,
                destinationPort);
    }

    /** The family of both addresses. */
    public IpFamily family() {
        return source.family();
    }

    /** The same packet before OVN has looked up where it goes. */
    Packet withoutOutport() {
        return new Packet(inport, null, source, destination, protocol, sourcePort, destinationPort);
    }

    private static boolean isPort(int number) {
        return number >= 0 && number <= HIGHEST_PORT;
    }
}
