package dev.terrace.core.model;

import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.regex.Pattern;

/**
 * An IPv4 or IPv6 address, without zone: as an unsigned number, in two halves, because clusters have many.
 *
 * @param family the family
 * @param high the upper 64 bits of the number; 0 for IPv4
 * @param low the lower 64 bits of it
 */
public record IpAddress(IpFamily family, long high, long low) implements Comparable<IpAddress> {

    private static final long IPV4_MASK = 0xffff_ffffL;

    /**
     * Four decimal parts without leading zeros, as Kubernetes demands: {@code 10.1} and {@code 010.0.0.1} are no
     * addresses.
     */
    private static final Pattern DOTTED_QUAD = Pattern.compile("(0|[1-9]\\d{0,2})(\\.(0|[1-9]\\d{0,2})){3}");

    public IpAddress {
        if (family == IpFamily.IPV4 && (high != 0 || (low & ~IPV4_MASK) != 0)) {
            throw new IllegalArgumentException("more than 32 bits are no address of " + family);
        }
    }

    /**
     * Reads a literal address.
     *
     * @throws IllegalArgumentException when {@code text} is anything else: a name, a zone, an IPv4-mapped IPv6 address
     */
    public static IpAddress parse(String text) {
        if (text.indexOf(':') < 0) {
            if (!DOTTED_QUAD.matcher(text).matches()) {
                throw new IllegalArgumentException("not an IP address: " + text);
            }
            return of(IpFamily.IPV4, Inet4Address.ofLiteral(text).getAddress());
        }
        if (text.indexOf('%') >= 0 || text.indexOf('[') >= 0) {
            throw new IllegalArgumentException("not an IP address: " + text);
        }
        InetAddress address = Inet6Address.ofLiteral(text);
        if (address.getAddress().length != IpFamily.IPV6.bits() / Byte.SIZE) {
            throw new IllegalArgumentException("an IPv4 address in IPv6 form: " + text);
        }
        return of(IpFamily.IPV6, address.getAddress());
    }

    private static IpAddress of(IpFamily family, byte[] bytes) {
        long high = 0;
        long low = 0;
        for (byte part : bytes) {
            high = (high << Byte.SIZE) | (low >>> (Long.SIZE - Byte.SIZE));
            low = (low << Byte.SIZE) | Byte.toUnsignedLong(part);
        }
        return new IpAddress(family, high, low);
    }

    /** The address that an unsigned number stands for: the inverse of {@link #value()}. */
    public static IpAddress of(IpFamily family, BigInteger value) {
        return new IpAddress(family, value.shiftRight(Long.SIZE).longValue(), value.longValue());
    }

    /** The address as an unsigned number. */
    public BigInteger value() {
        return new BigInteger(
                1,
                ByteBuffer.allocate(2 * Long.BYTES).putLong(high).putLong(low).array());
    }

    /** This address with every bit after the first {@code length} set to zero. */
    IpAddress network(int length) {
        int hostBits = family.bits() - length;
        long network = hostBits >= Long.SIZE ? 0 : low & (-1L << hostBits);
        return new IpAddress(family, hostBits > Long.SIZE ? upper(hostBits) : high, network);
    }

    private long upper(int hostBits) {
        int inUpper = hostBits - Long.SIZE;
        return inUpper == Long.SIZE ? 0 : high & (-1L << inUpper);
    }

    /** This address with one more bit set, counted from the left. */
    IpAddress withBit(int position) {
        int shift = family.bits() - 1 - position;
        return shift >= Long.SIZE
                ? new IpAddress(family, high | (1L << (shift - Long.SIZE)), low)
                : new IpAddress(family, high, low | (1L << shift));
    }

    @Override
    public int compareTo(IpAddress other) {
        if (family != other.family) {
            return family.compareTo(other.family);
        }
        return high != other.high ? Long.compareUnsigned(high, other.high) : Long.compareUnsigned(low, other.low);
    }

    /** The usual text form; IPv6 as RFC 5952 asks: lower case, the longest run of zero groups as {@code ::}. */
    @Override
    public String toString() {
        return switch (family) {
            case IPV4 -> dotted();
            case IPV6 -> colons();
        };
    }

    private String dotted() {
        return (low >>> 24) + "." + (low >>> 16 & 0xff) + "." + (low >>> 8 & 0xff) + "." + (low & 0xff);
    }

    private String colons() {
        int[] groups = new int[8];
        for (int i = 0; i < groups.length; i++) {
            long half = i < groups.length / 2 ? high : low;
            groups[i] = (int) (half >>> (16 * (3 - i % 4))) & 0xffff;
        }
        int bestStart = -1;
        int bestLength = 1;
        for (int start = 0; start < groups.length; start++) {
            int end = start;
            while (end < groups.length && groups[end] == 0) {
                end++;
            }
            if (end - start > bestLength) {
                bestStart = start;
                bestLength = end - start;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < groups.length; i++) {
            if (i == bestStart) {
                text.append("::");
                i += bestLength - 1;
                continue;
            }
            if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                text.append(':');
            }
            text.append(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }
}
