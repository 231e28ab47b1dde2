package dev.terrace.core.model;

/** The two families of the Internet Protocol; {@code bits} is the width of an address. */
public enum IpFamily {
    IPV4(32),
    IPV6(128);

    private final int bits;

    IpFamily(int bits) {
        this.bits = bits;
    }

    /** Width of an address of this family, in bits. */
    public int bits() {
        return bits;
    }
}
