package dev.terrace.ovn.plan;

import dev.terrace.core.desired.AddressSetRow;
import dev.terrace.core.desired.RowKey;
import dev.terrace.ovn.plan.DesiredRows.Wanted;
import dev.terrace.ovn.plan.Step.Stage;
import dev.terrace.ovn.replica.StoredRow.StoredAddressSet;
import dev.terrace.ovn.replica.Table;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Compares the address sets. */
final class AddressSets {

    private final Comparison comparison;
    private final Table<StoredAddressSet> table;

    AddressSets(Comparison comparison) {
        this.comparison = comparison;
        this.table = comparison.replica().addressSets();
    }

    /** Compares all that a key names. */
    void compare(RowKey key) {
        if (comparison.desired().get(key) instanceof Wanted.AddressSet wanted && !comparison.isWithheld(key)) {
            StoredAddressSet stored = comparison.recognise(table, key);
            if (stored == null) {
                create(wanted);
            } else {
                revise(wanted, stored);
            }
        }
        comparison.sweep(table, key);
    }

    private void create(Wanted.AddressSet wanted) {
        RowKey key = wanted.row().key();
        List<Set<String>> chunks = Members.chunks(wanted.addresses());
        Set<String> first = chunks.isEmpty() ? Set.of() : chunks.getFirst();
        comparison.step(key, Stage.PREPARE, new Edit.CreateAddressSet(wanted.uuid(), wanted.row(), first));
        chunks.stream().skip(1).forEach(some -> add(key, Stage.PREPARE, wanted.uuid(), some));
    }

    private void revise(Wanted.AddressSet wanted, StoredAddressSet stored) {
        AddressSetRow row = wanted.row();
        comparison.revise(
                row,
                stored,
                new Changes()
                        .compare(Column.NAME, row.name(), stored.name())
                        .externalIds(row, stored)
                        .before());
        if (!wanted.addresses().equals(stored.addresses())) {
            add(row.key(), Stage.ADMIT, stored.uuid(), wanted.addresses().without(stored.addresses()));
            remove(row.key(), stored.uuid(), stored.addresses().without(wanted.addresses()));
        }
    }

    /** Compares these members of a set, if it is there; if it is not, that is for {@link #compare(RowKey)} to say. */
    void compare(RowKey key, Collection<String> members) {
        StoredAddressSet stored = comparison.recognise(table, key);
        if (stored == null
                || !(comparison.desired().get(key) instanceof Wanted.AddressSet wanted)
                || comparison.isWithheld(key)) {
            return;
        }
        List<String> added = new ArrayList<>();
        List<String> removed = new ArrayList<>();
        for (String member : members) {
            boolean isThere = stored.addresses().contains(member);
            if (isThere != wanted.addresses().contains(member)) {
                (isThere ? removed : added).add(member);
            }
        }
        add(key, Stage.ADMIT, stored.uuid(), added);
        remove(key, stored.uuid(), removed);
    }

    private void add(RowKey key, Stage stage, UUID row, Collection<String> members) {
        for (Set<String> some : Members.chunks(members)) {
            comparison.step(key, stage, new Edit.Addresses(key, row, some, Set.of()));
        }
    }

    private void remove(RowKey key, UUID row, Collection<String> members) {
        for (Set<String> some : Members.chunks(members)) {
            comparison.step(key, Stage.RELEASE, new Edit.Addresses(key, row, Set.of(), some));
        }
    }
}
