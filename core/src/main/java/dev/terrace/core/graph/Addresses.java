package dev.terrace.core.graph;

import dev.terrace.core.model.IpFamily;
import dev.terrace.core.model.IpPrefix;
import java.util.ArrayList;
import java.util.List;

/** The addresses of one selection, a set for each family. */
abstract class Addresses extends Shared {

    private final Wiring wiring;
    private final String text;
    private final Runnable onEnd;
    private final AddressSet ip4;
    private final AddressSet ip6;
    private final Observers observers = new Observers();
    private final List<FilteredAddresses> filtered = new ArrayList<>(0);

    /**
     * @param text what selects the addresses, see {@link dev.terrace.core.row.SelectionText}
     * @param onEnd takes the node out of the index that it is found by
     */
    Addresses(Wiring wiring, String text, Runnable onEnd) {
        super(wiring.agenda());
        this.wiring = wiring;
        this.text = text;
        this.onEnd = onEnd;
        ip4 = new AddressSet(wiring, text, IpFamily.IPV4);
        ip6 = new AddressSet(wiring, text, IpFamily.IPV6);
    }

    final Wiring wiring() {
        return wiring;
    }

    final AddressSet of(IpFamily family) {
        return switch (family) {
            case IPV4 -> ip4;
            case IPV6 -> ip6;
        };
    }

    /** Whether a match speaks of the set of a family. */
    boolean matters(IpFamily family) {
        return !of(family).isEmpty();
    }

    /** Whether a match may begin or cease to speak of a set because its members do. */
    boolean mattersByMembers() {
        return true;
    }

    final boolean contains(IpPrefix address) {
        return of(address.family()).contains(address);
    }

    /** Who wants to know when {@link #matters} may have changed. */
    final Observers observers() {
        return observers;
    }

    /** Who lets through what is in here. */
    final List<FilteredAddresses> filtered() {
        return filtered;
    }

    final void add(IpPrefix address) {
        AddressSet set = of(address.family());
        boolean wasEmpty = set.isEmpty();
        if (set.add(address)) {
            changed(wasEmpty);
        }
    }

    final void remove(IpPrefix address) {
        AddressSet set = of(address.family());
        if (set.remove(address)) {
            changed(set.isEmpty());
        }
    }

    private void changed(boolean turned) {
        if (turned && mattersByMembers()) {
            observers.touch();
        }
        filtered.forEach(FilteredAddresses::filterChanged);
    }

    @Override
    void end() {
        onEnd.run();
    }

    /** Adds up the addresses anew. */
    abstract void recount(AddressCount count);

    final void audit() {
        AddressCount count = new AddressCount();
        recount(count);
        for (IpFamily family : IpFamily.values()) {
            of(family).audit(count.of(family), observers.users(expansion -> expansion.names(of(family))));
        }
    }

    @Override
    public String toString() {
        return "addresses of " + text;
    }
}
