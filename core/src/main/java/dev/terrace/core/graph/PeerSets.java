package dev.terrace.core.graph;

import dev.terrace.core.model.Direction;
import dev.terrace.core.model.IpFamily;
import dev.terrace.core.row.PeerTerm;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The other ends of a match, as address sets.
 *
 * @param anyone whether it is any address of either family
 * @param whole the families of which it is any address
 * @param sets the addresses otherwise, each once
 */
record PeerSets(boolean anyone, Set<IpFamily> whole, List<Addresses> sets) {

    static final PeerSets ANYONE = new PeerSets(true, EnumSet.noneOf(IpFamily.class), List.of());

    static PeerSets of(List<Addresses> sets) {
        return new PeerSets(false, EnumSet.noneOf(IpFamily.class), sets);
    }

    void hold() {
        sets.forEach(Addresses::hold);
    }

    void release() {
        sets.forEach(Addresses::release);
    }

    /**
     * The terms that say it now.
     *
     * @param named where the sets go that they name
     */
    List<PeerTerm> terms(Direction direction, List<AddressSet> named) {
        if (anyone) {
            return List.of(PeerTerm.ANYONE);
        }
        List<PeerTerm> terms = new ArrayList<>(2);
        for (IpFamily family : IpFamily.values()) {
            if (whole.contains(family)) {
                terms.add(PeerTerm.whole(family));
                continue;
            }
            List<String> names = new ArrayList<>(sets.size());
            for (Addresses addresses : sets) {
                if (addresses.matters(family)) {
                    named.add(addresses.of(family));
                    names.add(addresses.of(family).name());
                }
            }
            if (!names.isEmpty()) {
                Collections.sort(names);
                terms.add(PeerTerm.in(direction, family, names));
            }
        }
        return terms;
    }
}
