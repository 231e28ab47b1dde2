package dev.terrace.core.space;

import dev.terrace.core.model.PortRange;
import dev.terrace.core.model.Protocol;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Destination ports of a protocol that no rule tells apart.
 *
 * @param index its place among the classes of its space, from 0
 * @param protocol the protocol
 * @param ports the ports, in order and without touching each other; none for ICMP
 */
public record TrafficClass(int index, Protocol protocol, List<PortRange> ports) {

    private static final int WELL_KNOWN = 80;

    public TrafficClass {
        ports = List.copyOf(ports);
    }

    /** Any one of its ports, 0 for ICMP, and one that people know if it can be: what is true of it is true of all. */
    public int anyPort() {
        return ports.isEmpty()
                ? 0
                : contains(WELL_KNOWN) ? WELL_KNOWN : ports.getFirst().start();
    }

    public boolean contains(int port) {
        return ports.isEmpty() ? port == 0 : ports.stream().anyMatch(range -> range.contains(port));
    }

    /** {@code 80,8000-8999/tcp}, or {@code icmp}. */
    @Override
    public String toString() {
        return ports.isEmpty()
                ? protocol.word()
                : ports.stream()
                                .map(range -> range.start() == range.end()
                                        ? Integer.toString(range.start())
                                        : range.start() + "-" + range.end())
                                .collect(Collectors.joining(","))
                        + "/" + protocol.word();
    }
}
