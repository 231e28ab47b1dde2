package dev.terrace.core.acl;

import static dev.terrace.core.model.IpFamily.IPV4;
import static dev.terrace.core.model.IpFamily.IPV6;

import dev.terrace.core.desired.LogicalPort;
import dev.terrace.core.model.IpFamily;
import dev.terrace.core.model.Protocol;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
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
        ETH_TYPE("eth.type", 16, Level.NOMINAL, Field::etherType),
        IP_PROTO("ip.proto", 8, Level.NOMINAL, p -> BigInteger.valueOf(protocolNumber(p))),
        IP4_SRC(
                "ip4.src",
                32,
                Level.ORDINAL,
                p -> p.family() == IPV4 ? p.source().value() : null),
        IP4_DST(
                "ip4.dst",
                32,
                Level.ORDINAL,
                p -> p.family() == IPV4 ? p.destination().value() : null),
        IP6_SRC(
                "ip6.src",
                128,
                Level.ORDINAL,
                p -> p.family() == IPV6 ? p.source().value() : null),
        IP6_DST(
                "ip6.dst",
                128,
                Level.ORDINAL,
                p -> p.family() == IPV6 ? p.destination().value() : null),
        TCP_SRC("tcp.src", Protocol.TCP, Packet::sourcePort),
        TCP_DST("tcp.dst", Protocol.TCP, Packet::destinationPort),
        UDP_SRC("udp.src", Protocol.UDP, Packet::sourcePort),
        UDP_DST("udp.dst", Protocol.UDP, Packet::destinationPort),
        SCTP_SRC("sctp.src", Protocol.SCTP, Packet::sourcePort),
        SCTP_DST("sctp.dst", Protocol.SCTP, Packet::destinationPort),
        ICMP4_TYPE("icmp4.type", IPV4, 8),
        ICMP4_CODE("icmp4.code", IPV4, 0),
        ICMP6_TYPE("icmp6.type", IPV6, 128),
        ICMP6_CODE("icmp6.code", IPV6, 0);

        private final String word;
        private final int width;
        private final Level level;
        private final Function<Packet, @Nullable BigInteger> value;

        Field(String word, int width, Level level, Function<Packet, @Nullable BigInteger> value) {
            this.word = word;
            this.width = width;
            this.level = level;
            this.value = value;
        }

        /** A port number. */
        Field(String word, Protocol protocol, ToIntFunction<Packet> port) {
            this(
                    word,
                    16,
                    Level.ORDINAL,
                    p -> p.protocol() == protocol ? BigInteger.valueOf(port.applyAsInt(p)) : null);
        }

        /** A field of an echo request, the only ICMP packet that there is here. */
        Field(String word, IpFamily family, int value) {
            this(
                    word,
                    8,
                    Level.NOMINAL,
                    p -> p.protocol() == Protocol.ICMP && p.family() == family ? BigInteger.valueOf(value) : null);
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

        /** Null when the packet has no such field: the prerequisite of the symbol does not hold. */
        @Nullable BigInteger of(Packet packet) {
            return value.apply(packet);
        }

        private static BigInteger etherType(Packet packet) {
            return BigInteger.valueOf(
                    switch (packet.family()) {
                        case IPV4 -> 0x0800;
                        case IPV6 -> 0x86dd;
                    });
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
        INPORT("inport", Packet::inport),
        OUTPORT("outport", Packet::outport);

        private final String word;
        private final Function<Packet, @Nullable LogicalPort> value;

        PortField(String word, Function<Packet, @Nullable LogicalPort> value) {
            this.word = word;
            this.value = value;
        }

        @Override
        public String word() {
            return word;
        }

        @Nullable LogicalPort of(Packet packet) {
            return value.apply(packet);
        }
    }

    /**
     * A predicate: shorthand for an expression. All of these expand to tests of {@code eth.type} and {@code ip.proto},
     * which makes them nominal: they cannot be negated.
     */
    enum Shorthand implements Symbol {
        IP("ip", p -> true),
        IP4("ip4", p -> p.family() == IPV4),
        IP6("ip6", p -> p.family() == IPV6),
        TCP("tcp", p -> p.protocol() == Protocol.TCP),
        UDP("udp", p -> p.protocol() == Protocol.UDP),
        SCTP("sctp", p -> p.protocol() == Protocol.SCTP),
        ICMP("icmp", p -> p.protocol() == Protocol.ICMP),
        ICMP4("icmp4", p -> p.protocol() == Protocol.ICMP && p.family() == IPV4),
        ICMP6("icmp6", p -> p.protocol() == Protocol.ICMP && p.family() == IPV6),
        ARP("arp", p -> false),
        /** Neighbour discovery: ICMPv6 of type 135 or 136, never an echo request. */
        ND("nd", p -> false);

        private final String word;
        private final Predicate<Packet> expansion;

        Shorthand(String word, Predicate<Packet> expansion) {
            this.word = word;
            this.expansion = expansion;
        }

        @Override
        public String word() {
            return word;
        }

        boolean holdsFor(Packet packet) {
            return expansion.test(packet);
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
