package dev.terrace.core.model;

import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * An IPv4 or IPv6 address, without zone.
 *
 * @param family the family
 * @param value the address as an unsigned number, less than two to the power of {@code family.bits()}
 */
public record IpAddress(IpFamily family, BigInteger value) implements Comparable<IpAddress> {

    private static final Comparator<IpAddress> ORDER =
            Comparator.comparing(IpAddress::family).thenComparing(IpAddress::value);

    /**
     * Four decimal parts without leading zeros, as Kubernetes demands: {@code 10.1} and {@code 010.0.0.1} are no
     * addresses.
     */
    private static final Pattern DOTTED_QUAD = Pattern.compile("(0|[1-9]\\d{0,2})(\\.(0|[1-9]\\d{0,2})){3}");

    public IpAddress {
        if (value.signum() < 0 || value.bitLength() > family.bits()) {
            throw new IllegalArgumentException(value + " is not an address of " + family);
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
        return new IpAddress(family, new BigInteger(1, bytes));
    }

    @Override
    public int compareTo(IpAddress other) {
        return ORDER.compare(this, other);
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
        int v = value.intValue();
        return (v >>> 24) + "." + (v >>> 16 & 0xff) + "." + (v >>> 8 & 0xff) + "." + (v & 0xff);
    }

    private String colons() {
        int[] groups = new int[8];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = value.shiftRight(16 * (7 - i)).intValue() & 0xffff;
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
