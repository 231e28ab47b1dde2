package dev.terrace.e2e.synthetic;

import dev.terrace.core.model.IpAddress;

/** Hands out IPv4 addresses, one after the other: none twice. */
final class Addresses {

    private final int first;
    private int handedOut;

    private Addresses(int first) {
        this.first = first;
    }

    /** Where pods live: 10.128.0.0/10, room for four million. */
    static Addresses ofPods() {
        return new Addresses(10 << 24 | 128 << 16 | 1);
    }

    /** Where those live that come later than the cluster itself. */
    static Addresses ofLaterPods() {
        return new Addresses(10 << 24 | 192 << 16 | 1);
    }

    /** Where nodes live. */
    static Addresses ofNodes() {
        return new Addresses(172 << 24 | 16 << 16 | 1);
    }

    IpAddress next() {
        int address = first + handedOut++;
        return IpAddress.parse((address >>> 24) + "." + (address >>> 16 & 0xff) + "." + (address >>> 8 & 0xff) + "."
                + (address & 0xff));
    }
}
