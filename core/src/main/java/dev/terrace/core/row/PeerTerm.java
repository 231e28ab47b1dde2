package dev.terrace.core.row;

import dev.terrace.core.model.Direction;
import dev.terrace.core.model.IpFamily;
import java.util.Collection;

/**
 * The part of a match that speaks of the other end.
 *
 * @param id tells the terms of a rule apart: {@code ip}, {@code ip4}, {@code ip6}
 * @param text an expression in OVN's language
 */
public record PeerTerm(String id, String text) {

    /** Any address of either family. */
    public static final PeerTerm ANYONE = new PeerTerm("ip", "ip");

    /** Any address of one family. */
    public static PeerTerm whole(IpFamily family) {
        return new PeerTerm(MatchText.family(family), MatchText.family(family));
    }

    /** An address in one of the sets, of which there must be one; {@code addressSets} are names, in order. */
    public static PeerTerm in(Direction direction, IpFamily family, Collection<String> addressSets) {
        return new PeerTerm(MatchText.family(family), MatchText.peerIn(direction, family, addressSets));
    }
}
