package dev.terrace.core.graph;

import dev.terrace.core.desired.AddressSetRow;
import dev.terrace.core.desired.Row;
import dev.terrace.core.desired.RowDelta;
import dev.terrace.core.desired.RowKey;
import dev.terrace.core.model.IpFamily;
import dev.terrace.core.model.IpPrefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The addresses of one selection in one family. */
final class AddressSet extends MemberRow<IpPrefix> {

    private final Wiring wiring;
    private final String text;
    private final IpFamily family;
    private @Nullable CountedAddresses members;
    private @Nullable String name;

    AddressSet(Wiring wiring, String text, IpFamily family) {
        super(wiring.agenda(), GraphStatistics.Node.ADDRESS_SETS);
        this.wiring = wiring;
        this.text = text;
        this.family = family;
    }

    @Override
    String name() {
        if (name == null) {
            name = wiring.names().addressSet(text, family);
        }
        return name;
    }

    boolean isEmpty() {
        return members == null;
    }

    boolean contains(IpPrefix address) {
        return members != null && members.contains(address);
    }

    /** Adds an owner of an address; whether the address is new. */
    boolean add(IpPrefix address) {
        if (members == null) {
            members = new CountedAddresses();
        }
        boolean first = members.add(address);
        if (first) {
            memberAdded(address);
        }
        return first;
    }

    /** Removes an owner of an address; whether the address is gone. */
    boolean remove(IpPrefix address) {
        if (members == null) {
            throw new IllegalStateException("not a member of " + text + ": " + address);
        }
        boolean last = members.remove(address);
        if (last) {
            memberRemoved(address);
            if (members.isEmpty()) {
                members = null;
            }
        }
        return last;
    }

    private CountedAddresses members() {
        return members == null ? new CountedAddresses() : members;
    }

    /** Takes other members in the place of its own. */
    void replace(CountedAddresses others) {
        CountedAddresses before = members();
        members = others.isEmpty() ? null : others;
        before.forEach(address -> {
            if (!others.contains(address)) {
                memberRemoved(address);
            }
        });
        others.forEach(address -> {
            if (!before.contains(address)) {
                memberAdded(address);
            }
        });
    }

    @Override
    RowKey key() {
        return new RowKey(RowKey.Table.ADDRESS_SET, name());
    }

    @Override
    Supplier<Row> freeze() {
        String rowName = name();
        CountedAddresses now = members();
        List<IpPrefix> frozen = new ArrayList<>(now.size());
        now.forEach(frozen::add);
        return () ->
                new AddressSetRow(rowName, new TreeSet<>(frozen), wiring.names().externalIds(rowName, text));
    }

    @Override
    RowDelta change(Set<IpPrefix> added, Set<IpPrefix> removed) {
        return new RowDelta.Addresses(name(), added, removed);
    }

    void audit(CountedAddresses expected, int users) {
        if (!members().equals(expected)) {
            throw new IllegalStateException("addresses of " + text + " in " + family + " were not kept up to date");
        }
        audit(users);
    }
}
