package dev.terrace.core.full;

/**
 * The part of a match that speaks of the other end.
 *
 * @param id tells the terms of a rule apart: {@code ip}, {@code ip4}, {@code ip6}
 * @param text an expression in OVN's language
 */
record PeerTerm(String id, String text) {

    /** Any address of either family. */
    static final PeerTerm ANYONE = new PeerTerm("ip", "ip");
}
