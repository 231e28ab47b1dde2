package dev.terrace.core.row;

import dev.terrace.core.model.Direction;
import dev.terrace.core.model.IpFamily;
import java.util.Collection;

/** The words of OVN's match language ({@code ovn-sb(5)}, "Logical_Flow", "match") that Terrace uses. */
final class MatchText {

    private MatchText() {}

    /**
     * A whole match. It is a plain conjunction, whose flows add up instead of multiplying.
     *
     * @param peer the term about the other end; it names an IP family, so that ARP is never matched
     * @param port the term about protocol and port, or empty
     */
    static String of(Direction direction, String portGroup, String peer, String port) {
        String subject = switch (direction) {
            case INGRESS -> "outport == @";
            case EGRESS -> "inport == @";
        };
        return subject + portGroup + " && " + peer + (port.isEmpty() ? "" : " && " + port);
    }

    /** The other end's address is in one of the sets. */
    static String peerIn(Direction direction, IpFamily family, Collection<String> addressSets) {
        String field = switch (direction) {
            case INGRESS -> ".src";
            case EGRESS -> ".dst";
        };
        return family(family) + field + " == "
                + oneOf(addressSets.stream().map(set -> "$" + set).toList());
    }

    /** Any address of one family. */
    static String family(IpFamily family) {
        return switch (family) {
            case IPV4 -> "ip4";
            case IPV6 -> "ip6";
        };
    }

    static String oneOf(Collection<String> constants) {
        return constants.size() == 1 ? constants.iterator().next() : "{" + String.join(", ", constants) + "}";
    }
}
