package dev.terrace.core.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A block of addresses in CIDR form. Host bits are masked off, because the schemas of the policy APIs admit them:
 * {@code 10.1.2.3/8} means {@code 10.0.0.0/8}.
 *
 * @param network the first address of the block
 * @param length the number of leading bits that all addresses of the block share, 0..32 or 0..128
 */
public record IpPrefix(IpAddress network, int length) implements Comparable<IpPrefix> {

    private static final Pattern LENGTH = Pattern.compile("0|[1-9]\\d{0,2}");

    public IpPrefix {
        int bits = network.family().bits();
        if (length < 0 || length > bits) {
            throw new IllegalArgumentException(
                    "a prefix of " + network.family() + " has 0.." + bits + " bits: " + length);
        }
        network = network.network(length);
    }

    /**
     * Reads {@code address/length}.
     *
     * @throws IllegalArgumentException when {@code text} is anything else
     */
    public static IpPrefix parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || !LENGTH.matcher(text.substring(slash + 1)).matches()) {
            throw new IllegalArgumentException("not a CIDR: " + text);
        }
        return new IpPrefix(IpAddress.parse(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
    }

    /** Every address of a family. */
    public static IpPrefix whole(IpFamily family) {
        return new IpPrefix(new IpAddress(family, 0, 0), 0);
    }

    /** The block that holds one address only. */
    public static IpPrefix of(IpAddress address) {
        return new IpPrefix(address, address.family().bits());
    }

    public IpFamily family() {
        return network.family();
    }

    /** Whether this block is its whole family: {@code 0.0.0.0/0} or {@code ::/0}. */
    public boolean isWholeFamily() {
        return length == 0;
    }

    public boolean contains(IpAddress address) {
        return address.family() == family() && address.network(length).equals(network);
    }

    public boolean contains(IpPrefix other) {
        return other.length >= length && contains(other.network);
    }

    /** The fewest blocks that together hold every address of this one that is in none of {@code holes}; sorted. */
    public List<IpPrefix> minus(Collection<IpPrefix> holes) {
        List<IpPrefix> rest = new ArrayList<>();
        subtract(this, holes, rest);
        return List.copyOf(rest);
    }

    private static void subtract(IpPrefix block, Collection<IpPrefix> holes, List<IpPrefix> rest) {
        List<IpPrefix> inside = new ArrayList<>();
        for (IpPrefix hole : holes) {
            if (hole.contains(block)) {
                return;
            }
            if (block.contains(hole)) {
                inside.add(hole);
            }
        }
        if (inside.isEmpty()) {
            rest.add(block);
            return;
        }
        subtract(block.half(false), inside, rest);
        subtract(block.half(true), inside, rest);
    }

    private IpPrefix half(boolean upper) {
        return new IpPrefix(upper ? network.withBit(length) : network, length + 1);
    }

    @Override
    public int compareTo(IpPrefix other) {
        int order = network.compareTo(other.network);
        return order != 0 ? order : Integer.compare(length, other.length);
    }

    /** {@code address/length}, and the bare address where the block is a single one, as OVN's address sets spell it. */
    @Override
    public String toString() {
        return length == family().bits() ? network.toString() : network + "/" + length;
    }
}
