package dev.terrace.core.space;

import dev.terrace.core.model.IpFamily;
import java.util.List;

/**
 * Ends that no rule tells apart, neither as subjects nor as peers.
 *
 * @param index its place among the classes of its space, from 0
 * @param family the family of all its addresses
 * @param known the ends in it at which somebody is known: pods, nodes, endpoints; sorted
 * @param elsewhere the other addresses in it, which are nobody's
 */
public record EndClass(int index, IpFamily family, List<End> known, List<AddressRange> elsewhere) {

    public EndClass {
        known = List.copyOf(known);
        elsewhere = List.copyOf(elsewhere);
        if (known.isEmpty() && elsewhere.isEmpty()) {
            throw new IllegalArgumentException("a class without ends");
        }
    }

    /** Any one of its ends: what is true of it is true of all. */
    public End any() {
        return known.isEmpty() ? new End(elsewhere.getFirst().first(), null) : known.getFirst();
    }

    /** Whether its ends are pods whose policies judge. */
    public boolean hasPods() {
        return !known.isEmpty() && known.getFirst().pod() != null;
    }

    /** Its place tells it apart from all others of its space, and its ends may be many. */
    @Override
    public int hashCode() {
        return index;
    }
}
