package dev.terrace.core.reach;

import dev.terrace.core.model.Protocol;

/**
 * What is tried between all ends.
 *
 * @param protocol the protocol
 * @param port the destination port, 0 for ICMP
 */
public record Probe(Protocol protocol, int port) {

    /** {@code 80/tcp}, or {@code icmp}. */
    @Override
    public String toString() {
        return protocol == Protocol.ICMP ? protocol.word() : port + "/" + protocol.word();
    }
}
