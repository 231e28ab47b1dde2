package dev.terrace.ovn.plan;

import dev.terrace.core.desired.PortGroupRow;
import dev.terrace.core.desired.RowKey;
import dev.terrace.ovn.plan.Step.Stage;
import dev.terrace.ovn.replica.StoredRow.StoredPortGroup;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Compares the port groups, but for their column {@code acls}, which is the {@link Acls}' business. */
final class PortGroups {

    private final Comparison comparison;

    PortGroups(Comparison comparison) {
        this.comparison = comparison;
    }

    /** Compares, and returns our groups that exist or will exist, by name. */
    Map<String, UUID> compare() {
        Map<String, UUID> groups = new HashMap<>();
        List<PortGroupRow> desired = comparison.desired(PortGroupRow.class);
        Recognised<StoredPortGroup> recognised =
                Recognised.of(desired, comparison.replica().portGroups(), comparison.uuids());
        for (PortGroupRow row : desired) {
            StoredPortGroup stored = recognised.rows().get(row.key());
            if (stored != null) {
                groups.put(row.name(), stored.uuid());
            }
            if (comparison.isWithheld(row.key())) {
                continue;
            }
            Set<UUID> ports = row.ports().stream()
                    .map(comparison.replica()::port)
                    .filter(Objects::nonNull)
                    .collect(Collectors.toUnmodifiableSet());
            if (stored == null) {
                groups.put(row.name(), create(row, ports));
            } else {
                revise(row, stored, ports);
            }
        }
        recognised.strangers().forEach(comparison::sweep);
        return groups;
    }

    private UUID create(PortGroupRow row, Set<UUID> ports) {
        UUID uuid = comparison.uuids().of(row.key());
        List<Set<UUID>> chunks = Members.chunks(ports);
        Set<UUID> first = chunks.isEmpty() ? Set.of() : chunks.getFirst();
        comparison.step(row.key(), Stage.PREPARE, new Edit.CreatePortGroup(uuid, row, first));
        chunks.stream().skip(1).forEach(some -> add(row.key(), uuid, some));
        return uuid;
    }

    private void revise(PortGroupRow row, StoredPortGroup stored, Set<UUID> ports) {
        comparison.revise(
                row,
                stored,
                new Changes()
                        .compare(Column.NAME, row.name(), stored.name())
                        .externalIds(row, stored)
                        .before());
        add(row.key(), stored.uuid(), Members.without(ports, stored.ports()));
        remove(row.key(), stored.uuid(), Members.without(stored.ports(), ports));
    }

    private void add(RowKey key, UUID row, Collection<UUID> ports) {
        for (Set<UUID> some : Members.chunks(ports)) {
            comparison.step(key, Stage.PREPARE, new Edit.References(key, row, Column.PORTS, some, Set.of()));
        }
    }

    private void remove(RowKey key, UUID row, Collection<UUID> ports) {
        for (Set<UUID> some : Members.chunks(ports)) {
            comparison.step(key, Stage.RELEASE, new Edit.References(key, row, Column.PORTS, Set.of(), some));
        }
    }
}
