package dev.terrace.core.acl;

import dev.terrace.core.desired.LogicalPort;
import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.IpFamily;
import dev.terrace.core.model.IpPrefix;
import dev.terrace.core.model.Protocol;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/**
 * Random expressions of OVN's language, which can print themselves and, by plain logic of their own, tell whether they
 * hold. The alphabet is tiny, so that things meet.
 */
final class Trees {

    static final List<String> PORTS = List.of("p1", "p2", "p3");
    static final List<String> ADDRESSES4 = List.of("10.0.0.1", "10.0.0.2", "10.0.1.1");
    static final List<String> ADDRESSES6 = List.of("fd00::1", "fd00::2", "fd00:1::1");
    private static final List<String> BLOCKS4 =
            List.of("10.0.0.1/32", "10.0.0.2/32", "10.0.0.0/24", "10.0.1.0/24", "0.0.0.0/0");
    private static final List<String> BLOCKS6 = List.of("fd00::1/128", "fd00::/64", "fd00:1::/32", "::/0");
    private static final int[] NUMBERS = {1, 79, 80, 81, 8080, 65535};

    static final NamedSets SETS = new NamedSets(
            Map.of(
                    "v4", prefixes(List.of("10.0.0.1/32", "10.0.1.0/24")),
                    "v6", prefixes(List.of("fd00::2/128", "fd00:1::/32")),
                    "none", prefixes(List.of())),
            Map.of("pg1", ports(List.of("p1")), "pg23", ports(List.of("p2", "p3"))));

    private Trees() {}

    /** An expression. What does not hold where a field is absent does not hold when it is negated either. */
    sealed interface Tree {

        String print();

        /** @param negated whether an odd number of negations is around it */
        boolean holds(Packet packet, boolean negated);
    }

    record Constant(boolean value) implements Tree {
        @Override
        public String print() {
            return value ? "1" : "0";
        }

        @Override
        public boolean holds(Packet packet, boolean negated) {
            return value != negated;
        }
    }

    record Not(Tree operand) implements Tree {
        @Override
        public String print() {
            return "!(" + operand.print() + ")";
        }

        @Override
        public boolean holds(Packet packet, boolean negated) {
            return operand.holds(packet, !negated);
        }
    }

    record Both(Tree left, Tree right, boolean and) implements Tree {
        @Override
        public String print() {
            return "(" + left.print() + ")" + (and ? " && " : "||") + "(" + right.print() + ")";
        }

        @Override
        public boolean holds(Packet packet, boolean negated) {
            boolean l = left.holds(packet, negated);
            boolean r = right.holds(packet, negated);
            return and != negated ? l && r : l || r;
        }
    }

    /** A predicate, or a port: nothing that may be negated. */
    record Positive(String text, Predicate<Packet> test) implements Tree {
        @Override
        public String print() {
            return text;
        }

        @Override
        public boolean holds(Packet packet, boolean negated) {
            if (negated) {
                throw new IllegalStateException("OVN refuses to negate " + text);
            }
            return test.test(packet);
        }
    }

    /** A comparison of a port number. */
    record Port(Protocol protocol, String text, IntPredicate test) implements Tree {
        @Override
        public String print() {
            return text;
        }

        @Override
        public boolean holds(Packet packet, boolean negated) {
            return packet.protocol() == protocol && test.test(packet.destinationPort()) != negated;
        }
    }

    /** A comparison of an address with blocks. */
    record Address(boolean source, IpFamily family, boolean equal, String constants, List<IpPrefix> blocks)
            implements Tree {
        @Override
        public String print() {
            return (family == IpFamily.IPV4 ? "ip4." : "ip6.")
                    + (source ? "src" : "dst")
                    + (equal ? " == " : " != ")
                    + constants;
        }

        @Override
        public boolean holds(Packet packet, boolean negated) {
            boolean wanted = equal != negated;
            if (blocks.isEmpty()) {
                return !wanted;
            }
            IpAddress address = source ? packet.source() : packet.destination();
            return address.family() == family && blocks.stream().anyMatch(block -> block.contains(address)) == wanted;
        }
    }

    static Arbitrary<Tree> trees() {
        return trees(4, false);
    }

    private static Arbitrary<Tree> trees(int depth, boolean negated) {
        Arbitrary<Tree> leaf = leaves(negated);
        if (depth == 0) {
            return leaf;
        }
        Arbitrary<Tree> same = Arbitraries.lazy(() -> trees(depth - 1, negated));
        Arbitrary<Tree> opposite = Arbitraries.lazy(() -> trees(depth - 1, !negated));
        return Arbitraries.frequencyOf(
                Tuple.of(2, leaf),
                Tuple.of(1, opposite.map(Not::new)),
                Tuple.of(
                        4,
                        Combinators.combine(same, same, Arbitraries.of(true, false))
                                .as(Both::new)));
    }

    private static Arbitrary<Tree> leaves(boolean negated) {
        Arbitrary<Tree> constant = Arbitraries.of(new Constant(true), new Constant(false));
        Arbitrary<Tree> any = Arbitraries.oneOf(portNumbers(), portNumbers(), addresses(), addresses());
        return negated
                ? Arbitraries.frequencyOf(Tuple.of(1, constant), Tuple.of(8, any))
                : Arbitraries.frequencyOf(
                        Tuple.of(1, constant), Tuple.of(8, any), Tuple.of(4, Arbitraries.of(positives())));
    }

    private static List<Tree> positives() {
        return List.of(
                new Positive("ip", p -> true),
                new Positive("ip4", p -> p.family() == IpFamily.IPV4),
                new Positive("0 != ip6", p -> p.family() == IpFamily.IPV6),
                new Positive("tcp", p -> p.protocol() == Protocol.TCP),
                new Positive(
                        "ip.proto == {17, 132}", p -> p.protocol() == Protocol.UDP || p.protocol() == Protocol.SCTP),
                new Positive("icmp", p -> p.protocol() == Protocol.ICMP),
                new Positive("icmp6", p -> p.protocol() == Protocol.ICMP && p.family() == IpFamily.IPV6),
                new Positive("arp", p -> false),
                new Positive("inport == @pg1", p -> is(p.inport(), "p1")),
                new Positive("outport == @pg23", p -> is(p.outport(), "p2") || is(p.outport(), "p3")),
                new Positive("outport == {@pg1, \"p2\"}", p -> is(p.outport(), "p1") || is(p.outport(), "p2")));
    }

    private static boolean is(@Nullable LogicalPort port, String name) {
        return port != null && port.name().equals(name);
    }

    private static Arbitrary<Tree> portNumbers() {
        Arbitrary<Protocol> protocol = Arbitraries.of(Protocol.TCP, Protocol.UDP, Protocol.SCTP);
        Arbitrary<Integer> number =
                Arbitraries.integers().between(0, NUMBERS.length - 1).map(i -> NUMBERS[i]);
        Arbitrary<Tree> one = Combinators.combine(
                        protocol, Arbitraries.of("==", "!=", "<", "<=", ">", ">="), number, Arbitraries.of(true, false))
                .as((p, operator, n, fieldFirst) -> {
                    String field = p.word() + ".dst";
                    String text = fieldFirst ? field + operator + n : n + " " + operator + " " + field;
                    IntPredicate test = v -> relation(fieldFirst ? v : n, operator, fieldFirst ? n : v);
                    return new Port(p, text, test);
                });
        Arbitrary<Tree> range = Combinators.combine(protocol, number, number)
                .as((p, low, high) -> new Port(p, low + "<=" + p.word() + ".dst<" + high, v -> low <= v && v < high));
        Arbitrary<Tree> set = Combinators.combine(
                        protocol, number.list().ofMinSize(1).ofMaxSize(3), Arbitraries.of(true, false))
                .as((p, numbers, equal) -> new Port(
                        p,
                        p.word() + ".dst" + (equal ? " == {" : " != {")
                                + numbers.stream().map(String::valueOf).collect(Collectors.joining(", ")) + "}",
                        v -> numbers.contains(v) == equal));
        return Arbitraries.oneOf(one, range, set);
    }

    private static boolean relation(int left, String operator, int right) {
        return switch (operator) {
            case "==" -> left == right;
            case "!=" -> left != right;
            case "<" -> left < right;
            case "<=" -> left <= right;
            case ">" -> left > right;
            case ">=" -> left >= right;
            default -> throw new IllegalArgumentException(operator);
        };
    }

    private static Arbitrary<Tree> addresses() {
        Arbitrary<Boolean> bit = Arbitraries.of(true, false);
        return Combinators.combine(bit, Arbitraries.of(IpFamily.class), bit).flatAs((source, family, equal) -> {
            boolean four = family == IpFamily.IPV4;
            Arbitrary<String> blocks = Arbitraries.of(four ? BLOCKS4 : BLOCKS6);
            String name = four ? "v4" : "v6";
            List<IpPrefix> members = List.copyOf(prefixesOf(name));
            return Arbitraries.oneOf(
                    blocks.map(
                            block -> (Tree) new Address(source, family, equal, block, List.of(IpPrefix.parse(block)))),
                    Arbitraries.just((Tree) new Address(source, family, equal, "$" + name, members)),
                    Arbitraries.just((Tree) new Address(source, family, equal, "$none", List.of())),
                    blocks.map(block -> (Tree) new Address(
                            source,
                            family,
                            equal,
                            "{" + block + ", $" + name + "}",
                            Stream.concat(Stream.of(IpPrefix.parse(block)), members.stream())
                                    .toList())));
        });
    }

    static Arbitrary<Packet> packets() {
        Arbitrary<LogicalPort> port = Arbitraries.of(PORTS).map(LogicalPort::new);
        Arbitrary<Integer> number = Arbitraries.of(1, 79, 80, 81, 443, 8080, 65535);
        return Combinators.combine(
                        Arbitraries.of(ADDRESSES4, ADDRESSES6),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.integers().between(0, 2),
                        port.injectNull(0.1),
                        port.injectNull(0.1),
                        Arbitraries.of(Protocol.class),
                        number)
                .as((addresses, source, destination, inport, outport, protocol, n) -> new Packet(
                        inport,
                        outport,
                        IpAddress.parse(addresses.get(source)),
                        IpAddress.parse(addresses.get(destination)),
                        protocol,
                        protocol == Protocol.ICMP ? 0 : n));
    }

    private static SortedSet<IpPrefix> prefixesOf(String name) {
        return Objects.requireNonNull(SETS.addressSets().get(name));
    }

    private static SortedSet<IpPrefix> prefixes(List<String> texts) {
        return texts.stream().map(IpPrefix::parse).collect(Collectors.toCollection(TreeSet::new));
    }

    private static SortedSet<LogicalPort> ports(List<String> names) {
        return names.stream().map(LogicalPort::new).collect(Collectors.toCollection(TreeSet::new));
    }
}
