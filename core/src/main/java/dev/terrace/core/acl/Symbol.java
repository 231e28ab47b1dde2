package dev.terrace.core.acl;

import static dev.terrace.core.model.IpFamily.IPV4;
import static dev.terrace.core.model.IpFamily.IPV6;

import dev.terrace.core.desired.LogicalPort;
import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.IpFamily;
import dev.terrace.core.model.Protocol;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A name that matches may use ({@code ovn-sb(5)}, Logical_Flow, match, "Symbols"). Only those are here that a
 * {@link Packet} can answer.
 */
sealed interface Symbol {

    /** As matches spell it: {@code tcp.dst}. */
    String word();

    /** Looks a symbol up; null when there is none of that name. */
    static @Nullable Symbol named(String word) {
        return Table.BY_WORD.get(word);
    }

    /** An integer field. */
    enum Field implements Symbol {
        ETH_TYPE("eth.type", 16, Level.NOMINAL),
        IP_PROTO("ip.proto", 8, Level.NOMINAL),
        IP4_SRC("ip4.src", 32, Level.ORDINAL),
        IP4_DST("ip4.dst", 32, Level.ORDINAL),
        IP6_SRC("ip6.src", 128, Level.ORDINAL),
        IP6_DST("ip6.dst", 128, Level.ORDINAL),
        TCP_SRC("tcp.src", 16, Level.ORDINAL),
        TCP_DST("tcp.dst", 16, Level.ORDINAL),
        UDP_SRC("udp.src", 16, Level.ORDINAL),
        UDP_DST("udp.dst", 16, Level.ORDINAL),
        SCTP_SRC("sctp.src", 16, Level.ORDINAL),
        SCTP_DST("sctp.dst", 16, Level.ORDINAL),
        ICMP4_TYPE("icmp4.type", 8, Level.NOMINAL),
        ICMP4_CODE("icmp4.code", 8, Level.NOMINAL),
        ICMP6_TYPE("icmp6.type", 8, Level.NOMINAL),
        ICMP6_CODE("icmp6.code", 8, Level.NOMINAL);

        private static final int ECHO_REQUEST = 8;
        private static final int ECHO_REQUEST6 = 128;

        private final String word;
        private final int width;
        private final Level level;

        Field(String word, int width, Level level) {
            this.word = word;
            this.width = width;
            this.level = level;
        }

        @Override
        public String word() {
            return word;
        }

        /** In bits. */
        int width() {
            return width;
        }

        Level level() {
            return level;
        }

        /**
         * The value in a packet; null when the packet has no such field, that is when the prerequisite of the symbol
         * does not hold.
         */
        @Nullable BigInteger of(Packet packet) {
            return switch (this) {
                case ETH_TYPE -> BigInteger.valueOf(etherType(packet));
                case IP_PROTO -> BigInteger.valueOf(protocolNumber(packet));
                case IP4_SRC -> address(packet.source(), IPV4);
                case IP4_DST -> address(packet.destination(), IPV4);
                case IP6_SRC -> address(packet.source(), IPV6);
                case IP6_DST -> address(packet.destination(), IPV6);
                case TCP_SRC -> number(Shorthand.TCP, packet, packet.sourcePort());
                case TCP_DST -> number(Shorthand.TCP, packet, packet.destinationPort());
                case UDP_SRC -> number(Shorthand.UDP, packet, packet.sourcePort());
                case UDP_DST -> number(Shorthand.UDP, packet, packet.destinationPort());
                case SCTP_SRC -> number(Shorthand.SCTP, packet, packet.sourcePort());
                case SCTP_DST -> number(Shorthand.SCTP, packet, packet.destinationPort());
                case ICMP4_TYPE -> number(Shorthand.ICMP4, packet, ECHO_REQUEST);
                case ICMP6_TYPE -> number(Shorthand.ICMP6, packet, ECHO_REQUEST6);
                case ICMP4_CODE -> number(Shorthand.ICMP4, packet, 0);
                case ICMP6_CODE -> number(Shorthand.ICMP6, packet, 0);
            };
        }

        private static @Nullable BigInteger address(IpAddress address, IpFamily family) {
            return address.family() == family ? address.value() : null;
        }

        private static @Nullable BigInteger number(Shorthand prerequisite, Packet packet, int value) {
            return prerequisite.holdsFor(packet) ? BigInteger.valueOf(value) : null;
        }

        private static int etherType(Packet packet) {
            return switch (packet.family()) {
                case IPV4 -> 0x0800;
                case IPV6 -> 0x86dd;
            };
        }

        private static int protocolNumber(Packet packet) {
            return switch (packet.protocol()) {
                case TCP -> 6;
                case UDP -> 17;
                case SCTP -> 132;
                case ICMP ->
                    switch (packet.family()) {
                        case IPV4 -> 1;
                        case IPV6 -> 58;
                    };
            };
        }
    }

    /** A string field, which holds the name of a logical port; nominal, as all strings are. */
    enum PortField implements Symbol {
        INPORT("inport"),
        OUTPORT("outport");

        private final String word;

        PortField(String word) {
            this.word = word;
        }

        @Override
        public String word() {
            return word;
        }

        @Nullable LogicalPort of(Packet packet) {
            return switch (this) {
                case INPORT -> packet.inport();
                case OUTPORT -> packet.outport();
            };
        }
    }

    /**
     * A predicate: shorthand for an expression. All of these expand to tests of {@code eth.type} and {@code ip.proto},
     * which makes them nominal: they cannot be negated.
     */
    enum Shorthand implements Symbol {
        IP("ip"),
        IP4("ip4"),
        IP6("ip6"),
        TCP("tcp"),
        UDP("udp"),
        SCTP("sctp"),
        ICMP("icmp"),
        ICMP4("icmp4"),
        ICMP6("icmp6"),
        ARP("arp"),
        ND("nd");

        private final String word;

        Shorthand(String word) {
            this.word = word;
        }

        @Override
        public String word() {
            return word;
        }

        boolean holdsFor(Packet packet) {
            return switch (this) {
                case IP -> true;
                case IP4 -> packet.family() == IPV4;
                case IP6 -> packet.family() == IPV6;
                case TCP -> packet.protocol() == Protocol.TCP;
                case UDP -> packet.protocol() == Protocol.UDP;
                case SCTP -> packet.protocol() == Protocol.SCTP;
                case ICMP -> packet.protocol() == Protocol.ICMP;
                case ICMP4 -> packet.protocol() == Protocol.ICMP && packet.family() == IPV4;
                case ICMP6 -> packet.protocol() == Protocol.ICMP && packet.family() == IPV6;
                // Neighbour discovery is ICMPv6 of type 135 or 136, never an echo request.
                case ARP, ND -> false;
            };
        }
    }

    /** What can be asked of a field ({@code ovn-sb(5)}, "Level of Measurement"). */
    enum Level {
        /** Equality only, and only in a positive sense. */
        NOMINAL,
        /** All relations. */
        ORDINAL
    }

    /** The symbols by name; apart, because an interface cannot hide a constant. */
    final class Table {
        private static final Map<String, Symbol> BY_WORD = byWord();

        private Table() {}

        private static Map<String, Symbol> byWord() {
            List<Symbol> all = new ArrayList<>();
            all.addAll(List.of(Field.values()));
            all.addAll(List.of(PortField.values()));
            all.addAll(List.of(Shorthand.values()));
            Map<String, Symbol> byWord = new HashMap<>();
            all.forEach(symbol -> byWord.put(symbol.word(), symbol));
            return Map.copyOf(byWord);
        }
    }
}
