package dev.terrace.k8s.policy;

import dev.terrace.core.model.PortMatch;
import dev.terrace.core.model.PortRange;
import dev.terrace.core.model.Protocol;
import dev.terrace.k8s.tree.Cursor;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How one member of a port or protocol entry is written. */
@FunctionalInterface
interface PortForm {

    int MAX_PORT = 65535;

    /** The protocols that have ports. A named port of the kinds that name no protocol may be of any of them. */
    Set<Protocol> TRANSPORTS = Set.of(Protocol.TCP, Protocol.UDP, Protocol.SCTP);

    /** Reads the member's value; null only after a fault was noted. */
    @Nullable PortMatch read(Cursor member);

    /** {@code tcp: {destinationPort: {number} | {range: {start, end}}}}, likewise {@code udp} and {@code sctp}. */
    static PortForm destination(Protocol protocol) {
        return member -> {
            Cursor port = member.require("destinationPort");
            if (!port.present()) {
                return null;
            }
            PortRange ports = switch (port.oneOf(Set.of("number", "range"))) {
                case "number" -> number(port.get("number"));
                case "range" -> range(port.get("range"));
                case null, default -> null;
            };
            return ports == null ? null : new PortMatch.Numbers(protocol, ports);
        };
    }

    /** {@code portNumber: {protocol, port}}. */
    static @Nullable PortMatch portNumber(Cursor member) {
        Protocol protocol = protocol(member.get("protocol"));
        PortRange ports = number(member.require("port"));
        return protocol == null || ports == null ? null : new PortMatch.Numbers(protocol, ports);
    }

    /** {@code portRange: {protocol, start, end}}. */
    static @Nullable PortMatch portRange(Cursor member) {
        Protocol protocol = protocol(member.get("protocol"));
        PortRange ports = range(member);
        return protocol == null || ports == null ? null : new PortMatch.Numbers(protocol, ports);
    }

    /** The name of a container port, of whatever protocol. */
    static @Nullable PortMatch named(Cursor member) {
        String name = name(member);
        return name == null ? null : new PortMatch.Named(name, TRANSPORTS);
    }

    static @Nullable String name(Cursor cursor) {
        String name = cursor.text();
        if (name != null && name.isEmpty()) {
            cursor.invalid("must not be empty");
            return null;
        }
        return name;
    }

    static @Nullable PortRange number(Cursor cursor) {
        Integer number = cursor.wholeNumber(1, MAX_PORT);
        return number == null ? null : PortRange.of(number);
    }

    private static @Nullable PortRange range(Cursor cursor) {
        Integer start = cursor.require("start").wholeNumber(1, MAX_PORT);
        Integer end = cursor.require("end").wholeNumber(1, MAX_PORT);
        return start == null || end == null ? null : range(cursor, start, end);
    }

    static @Nullable PortRange range(Cursor cursor, int start, int end) {
        if (start > end) {
            cursor.invalid("ends at " + end + " before it starts at " + start);
            return null;
        }
        return new PortRange(start, end);
    }

    /** A protocol by its exact name, TCP where there is none. */
    static @Nullable Protocol protocol(Cursor cursor) {
        String word = cursor.text();
        if (word == null) {
            return cursor.present() ? null : Protocol.TCP;
        }
        for (Protocol protocol : TRANSPORTS) {
            if (protocol.name().equals(word)) {
                return protocol;
            }
        }
        cursor.invalid("must be TCP, UDP or SCTP, not " + word);
        return null;
    }
}
