package dev.terrace.core.acl;

import dev.terrace.core.desired.LogicalPort;
import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.Protocol;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Packets from port {@code p1} to port {@code p2}, in few words. */
final class Packets {

    static final LogicalPort P1 = new LogicalPort("p1");
    static final LogicalPort P2 = new LogicalPort("p2");

    private Packets() {}

    /** {@code tcp 10.0.0.1 10.0.0.2 80}. */
    static Packet packet(String words) {
        return packet(P1, P2, words);
    }

    static Packet packet(@Nullable LogicalPort inport, @Nullable LogicalPort outport, String words) {
        String[] parts = words.split(" ");
        Protocol protocol = Protocol.valueOf(parts[0].toUpperCase(Locale.ROOT));
        int port = protocol == Protocol.ICMP ? 0 : Integer.parseInt(parts[3]);
        return new Packet(inport, outport, IpAddress.parse(parts[1]), IpAddress.parse(parts[2]), protocol, port);
    }
}
