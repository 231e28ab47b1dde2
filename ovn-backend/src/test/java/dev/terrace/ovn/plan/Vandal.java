package dev.terrace.ovn.plan;

import dev.terrace.core.desired.ExternalIds;
import dev.terrace.ovn.Rows;
import dev.terrace.ovn.replica.FlatSet;
import dev.terrace.ovn.replica.StoredRow;
import dev.terrace.ovn.replica.StoredRow.StoredAcl;
import dev.terrace.ovn.replica.StoredRow.StoredAddressSet;
import dev.terrace.ovn.replica.StoredRow.StoredMeter;
import dev.terrace.ovn.replica.StoredRow.StoredMeterBand;
import dev.terrace.ovn.replica.StoredRow.StoredPortGroup;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/** Does to the database what others may do to it. */
final class Vandal {
    private final NorthboundModel database;
    private final Random random;
    private final Set<StoredRow> theirs = new HashSet<>();
    private int count;

    Vandal(NorthboundModel database, Random random) {
        this.database = database;
        this.random = random;
    }

    Set<StoredRow> theirs() {
        return theirs;
    }

    void act() {
        count++;
        switch (random.nextInt(11)) {
            case 0 -> database.sets.remove(pick(database.sets.keySet()));
            case 1 -> deleteGroup();
            case 2 -> changeSet();
            case 3 -> changeGroup();
            case 4 -> changeAcl();
            case 5 -> moveAcl();
            case 6 -> foreignAclInOurGroup();
            case 7 -> copyOfAnAcl();
            case 8 -> foreignSetAndGroup();
            case 9 -> database.meters.remove(pick(database.meters.keySet()));
            case 10 -> changeMeter();
            default -> throw new IllegalStateException();
        }
        database.settle();
    }

    private UUID pick(Collection<UUID> all) {
        List<UUID> sorted = all.stream()
                .filter(uuid -> theirs.stream().noneMatch(row -> row.uuid().equals(uuid)))
                .sorted()
                .toList();
        return sorted.isEmpty() ? new UUID(0, 0) : sorted.get(random.nextInt(sorted.size()));
    }

    private UUID fresh() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    /** Ids that may have changed; that of the owner never does, for what is then left is no row of ours. */
    private Map<String, String> mangled(Map<String, String> ids) {
        Map<String, String> other = new HashMap<>(ids);
        if (random.nextBoolean()) {
            return other;
        }
        switch (random.nextInt(3)) {
            case 0 -> other.remove(ExternalIds.ID);
            case 1 -> other.put("somebody's", "note");
            default -> other.put(ExternalIds.ID, "acl_" + random.nextInt(8));
        }
        return other;
    }

    private void deleteGroup() {
        database.groups.remove(pick(database.groups.keySet()));
    }

    private void changeSet() {
        database.sets.computeIfPresent(
                pick(database.sets.keySet()),
                (uuid, set) -> new StoredAddressSet(
                        uuid,
                        random.nextBoolean() ? set.name() : "renamed_" + count,
                        FlatSet.texts(Set.of("6.6.6.6", "10.0.0.1")),
                        mangled(set.externalIds())));
    }

    private void changeGroup() {
        database.groups.computeIfPresent(
                pick(database.groups.keySet()),
                (uuid, group) -> new StoredPortGroup(
                        uuid,
                        random.nextBoolean() ? group.name() : "renamed_" + count,
                        FlatSet.uuids(Set.of(pick(database.ports.values()))),
                        group.acls(),
                        mangled(group.externalIds())));
    }

    private void changeAcl() {
        database.acls.computeIfPresent(
                pick(database.acls.keySet()),
                (uuid, acl) -> new StoredAcl(
                        uuid,
                        "to-lport",
                        random.nextInt(4),
                        random.nextInt(6),
                        "1",
                        "allow",
                        "mine",
                        true,
                        "debug",
                        random.nextBoolean() ? "" : Rows.METER,
                        Map.of("x", "y"),
                        mangled(acl.externalIds())));
    }

    private void changeMeter() {
        UUID theirBand = fresh();
        database.bands.computeIfPresent(
                pick(database.bands.keySet()),
                (uuid, band) -> new StoredMeterBand(uuid, "drop", 1, 9, mangled(band.externalIds())));
        database.meters.computeIfPresent(pick(database.meters.keySet()), (uuid, meter) -> {
            Set<UUID> bands = new HashSet<>(random.nextBoolean() ? meter.bands() : Set.of());
            bands.add(theirBand);
            database.bands.put(theirBand, new StoredMeterBand(theirBand, "drop", 5, 5, Map.of()));
            return new StoredMeter(
                    uuid,
                    random.nextBoolean() ? meter.name() : "renamed_" + count,
                    "kbps",
                    false,
                    FlatSet.uuids(bands),
                    mangled(meter.externalIds()));
        });
    }

    private void moveAcl() {
        UUID acl = pick(database.acls.keySet());
        UUID to = pick(database.groups.keySet());
        if (database.acls.containsKey(acl)) {
            database.groups.computeIfPresent(to, (_, group) -> hold(group, acl, random.nextBoolean()));
        }
    }

    private static StoredPortGroup hold(StoredPortGroup group, UUID acl, boolean alone) {
        Set<UUID> acls = new HashSet<>(alone ? Set.of() : group.acls());
        acls.add(acl);
        return new StoredPortGroup(group.uuid(), group.name(), group.ports(), FlatSet.uuids(acls), group.externalIds());
    }

    private void foreignAclInOurGroup() {
        insertAcl(Map.of(ExternalIds.ID, "acl_1"));
    }

    private void copyOfAnAcl() {
        insertAcl(Map.copyOf(Rows.ids("acl_" + random.nextInt(8))));
    }

    private void insertAcl(Map<String, String> ids) {
        UUID acl = fresh();
        database.groups.computeIfPresent(pick(database.groups.keySet()), (_, group) -> {
            database.acls.put(
                    acl, new StoredAcl(acl, "to-lport", 0, 1, "ip4", "drop", "", false, "", "", Map.of(), ids));
            return hold(group, acl, false);
        });
    }

    private void foreignSetAndGroup() {
        UUID set = fresh();
        StoredAddressSet addresses =
                new StoredAddressSet(set, "theirs_" + count, FlatSet.texts(Set.of("1.1.1.1")), Map.of());
        database.sets.put(set, addresses);
        UUID acl = fresh();
        Map<String, String> other = Map.of(ExternalIds.OWNER, "other", ExternalIds.ID, "acl_1");
        StoredAcl row = new StoredAcl(acl, "to-lport", 0, 1, "ip4", "drop", "", false, "", "", Map.of(), other);
        database.acls.put(acl, row);
        UUID uuid = fresh();
        StoredPortGroup group = new StoredPortGroup(
                uuid, "theirs_" + count, FlatSet.uuids(Set.of()), FlatSet.uuids(Set.of(acl)), other);
        database.groups.put(uuid, group);
        theirs.addAll(List.of(group, row, addresses));
    }
}
