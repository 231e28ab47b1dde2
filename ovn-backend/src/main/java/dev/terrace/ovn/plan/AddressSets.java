package dev.terrace.ovn.plan;

import dev.terrace.core.desired.AddressSetRow;
import dev.terrace.core.desired.RowKey;
import dev.terrace.core.model.IpPrefix;
import dev.terrace.ovn.plan.Step.Stage;
import dev.terrace.ovn.replica.StoredRow.StoredAddressSet;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;

/** Compares the address sets. */
final class AddressSets {

    private final Comparison comparison;

    AddressSets(Comparison comparison) {
        this.comparison = comparison;
    }

    void compare() {
        List<AddressSetRow> desired = comparison.desired(AddressSetRow.class);
        Recognised<StoredAddressSet> recognised =
                Recognised.of(desired, comparison.replica().addressSets(), comparison.uuids());
        for (AddressSetRow row : desired) {
            if (comparison.isWithheld(row.key())) {
                continue;
            }
            StoredAddressSet stored = recognised.rows().get(row.key());
            if (stored == null) {
                create(row);
            } else {
                revise(row, stored);
            }
        }
        recognised.strangers().forEach(comparison::sweep);
    }

    private void create(AddressSetRow row) {
        UUID uuid = comparison.uuids().of(row.key());
        if (row.addresses().size() <= Members.PER_STEP) {
            comparison.step(row.key(), Stage.PREPARE, new Edit.CreateAddressSet(uuid, row));
            return;
        }
        List<IpPrefix> all = List.copyOf(row.addresses());
        SortedSet<IpPrefix> first = new TreeSet<>(all.subList(0, Members.PER_STEP));
        AddressSetRow begun = new AddressSetRow(row.name(), first, row.externalIds());
        comparison.step(row.key(), Stage.PREPARE, new Edit.CreateAddressSet(uuid, begun));
        add(row.key(), uuid, texts(all.subList(Members.PER_STEP, all.size())));
    }

    private void revise(AddressSetRow row, StoredAddressSet stored) {
        comparison.revise(
                row,
                stored,
                new Changes()
                        .compare(Column.NAME, row.name(), stored.name())
                        .externalIds(row, stored)
                        .before());
        Set<String> wanted = Set.copyOf(texts(row.addresses()));
        add(row.key(), stored.uuid(), Members.without(wanted, stored.addresses()));
        remove(row.key(), stored.uuid(), Members.without(stored.addresses(), wanted));
    }

    private void add(RowKey key, UUID row, Collection<String> members) {
        for (Set<String> some : Members.chunks(members)) {
            comparison.step(key, Stage.PREPARE, new Edit.Addresses(key, row, some, Set.of()));
        }
    }

    private void remove(RowKey key, UUID row, Collection<String> members) {
        for (Set<String> some : Members.chunks(members)) {
            comparison.step(key, Stage.RELEASE, new Edit.Addresses(key, row, Set.of(), some));
        }
    }

    private static List<String> texts(Collection<IpPrefix> addresses) {
        return addresses.stream().map(IpPrefix::toString).toList();
    }
}
