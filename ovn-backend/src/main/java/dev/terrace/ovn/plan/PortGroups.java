package dev.terrace.ovn.plan;

import dev.terrace.core.desired.LogicalPort;
import dev.terrace.core.desired.PortGroupRow;
import dev.terrace.core.desired.RowKey;
import dev.terrace.ovn.plan.DesiredRows.Wanted;
import dev.terrace.ovn.plan.Step.Stage;
import dev.terrace.ovn.replica.StoredRow.StoredPortGroup;
import dev.terrace.ovn.replica.Table;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Compares the port groups, but for their column {@code acls}, which is the {@link Acls}' business. */
final class PortGroups {

    private final Comparison comparison;
    private final Table<StoredPortGroup> table;

    PortGroups(Comparison comparison) {
        this.comparison = comparison;
        this.table = comparison.replica().portGroups();
    }

    /** Compares all that a key names. */
    void compare(RowKey key) {
        if (comparison.desired().get(key) instanceof Wanted.PortGroup wanted && !comparison.isWithheld(key)) {
            StoredPortGroup stored = comparison.recognise(table, key);
            Set<UUID> ports = rows(wanted.ports());
            if (stored == null) {
                create(wanted, ports);
            } else {
                revise(wanted.row(), stored, ports);
            }
        }
        comparison.sweep(table, key);
    }

    private Set<UUID> rows(Collection<LogicalPort> ports) {
        Set<UUID> rows = new HashSet<>();
        for (LogicalPort port : ports) {
            UUID row = comparison.replica().port(port);
            if (row != null) {
                rows.add(row);
            }
        }
        return rows;
    }

    private void create(Wanted.PortGroup wanted, Set<UUID> ports) {
        RowKey key = wanted.row().key();
        List<Set<UUID>> chunks = Members.chunks(ports);
        Set<UUID> first = chunks.isEmpty() ? Set.of() : chunks.getFirst();
        comparison.step(key, Stage.PREPARE, new Edit.CreatePortGroup(wanted.uuid(), wanted.row(), first, Set.of()));
        chunks.stream().skip(1).forEach(some -> add(key, Stage.PREPARE, wanted.uuid(), some));
    }

    private void revise(PortGroupRow row, StoredPortGroup stored, Set<UUID> ports) {
        comparison.revise(
                row,
                stored,
                new Changes()
                        .compare(Column.NAME, row.name(), stored.name())
                        .externalIds(row, stored)
                        .before());
        add(row.key(), Stage.ADMIT, stored.uuid(), Members.without(ports, stored.ports()));
        remove(row.key(), stored.uuid(), Members.without(stored.ports(), ports));
    }

    /** Compares these members of a group, if it is there; if it is not, that is for {@link #compare(RowKey)} to say. */
    void compare(RowKey key, Collection<LogicalPort> names, Collection<UUID> rows) {
        StoredPortGroup stored = comparison.recognise(table, key);
        if (stored == null
                || !(comparison.desired().get(key) instanceof Wanted.PortGroup wanted)
                || comparison.isWithheld(key)) {
            return;
        }
        List<UUID> added = new ArrayList<>();
        List<UUID> removed = new ArrayList<>();
        Set<UUID> members = new HashSet<>(rows(names));
        members.addAll(rows);
        for (UUID member : members) {
            boolean isThere = stored.ports().contains(member);
            if (isThere != isWanted(wanted, member)) {
                (isThere ? removed : added).add(member);
            }
        }
        add(key, Stage.ADMIT, stored.uuid(), added);
        remove(key, stored.uuid(), removed);
    }

    private boolean isWanted(Wanted.PortGroup wanted, UUID row) {
        LogicalPort port = comparison.replica().portName(row);
        return port != null
                && wanted.ports().contains(port)
                && row.equals(comparison.replica().port(port));
    }

    private void add(RowKey key, Stage stage, UUID row, Collection<UUID> ports) {
        for (Set<UUID> some : Members.chunks(ports)) {
            comparison.step(key, stage, new Edit.References(key, row, Column.PORTS, some, Set.of()));
        }
    }

    private void remove(RowKey key, UUID row, Collection<UUID> ports) {
        for (Set<UUID> some : Members.chunks(ports)) {
            comparison.step(key, Stage.RELEASE, new Edit.References(key, row, Column.PORTS, Set.of(), some));
        }
    }
}
