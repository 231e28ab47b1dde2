package dev.terrace.ovn.plan;

import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.AddressSetRow;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.PortGroupRow;
import dev.terrace.core.desired.Row;
import dev.terrace.core.desired.RowKey;
import dev.terrace.core.model.IpPrefix;
import dev.terrace.ovn.plan.Step.Stage;
import dev.terrace.ovn.replica.Replica;
import dev.terrace.ovn.replica.StoredRow;
import dev.terrace.ovn.replica.StoredRow.StoredAcl;
import dev.terrace.ovn.replica.StoredRow.StoredAddressSet;
import dev.terrace.ovn.replica.StoredRow.StoredPortGroup;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One comparison of an image with a replica: table by table, each giving its steps. */
final class Difference {

    /** More members than this come in several steps, so that a step stays far below the bounds. */
    private static final int MEMBERS_PER_STEP = 8_000;

    private static final Pattern SET_IN_MATCH = Pattern.compile("\\$([a-zA-Z_.][a-zA-Z_.0-9]*)");

    private final DesiredImage image;
    private final Replica replica;
    private final Set<RowKey> withheld;
    private final RowUuids uuids;

    private final List<Step> steps = new ArrayList<>();
    private final SortedMap<RowKey, String> heldBack = new TreeMap<>();

    /** Our groups that exist or will exist, by name. */
    private final Map<String, UUID> groups = new HashMap<>();

    Difference(DesiredImage image, Replica replica, Set<RowKey> withheld, RowUuids uuids) {
        this.image = image;
        this.replica = replica;
        this.withheld = withheld;
        this.uuids = uuids;
    }

    Plan plan(Bounds bounds) {
        addressSets();
        portGroups();
        acls();
        steps.sort(Step.ORDER);
        return new Plan(Packing.of(steps, bounds), heldBack);
    }

    // Which stored row is which desired row

    /** The stored row of each desired one that has any, and the stored rows that are nobody's. */
    private record Recognised<S extends StoredRow>(Map<RowKey, S> rows, List<S> strangers) {}

    private <S extends StoredRow> Recognised<S> recognise(List<? extends Row> desired, Map<UUID, S> stored) {
        Map<RowKey, S> rows = new HashMap<>();
        Map<UUID, S> rest = new HashMap<>(stored);
        for (Row row : desired) {
            S same = rest.remove(uuids.of(row.key()));
            if (same != null) {
                rows.put(row.key(), same);
            }
        }
        if (!rest.isEmpty()) {
            Map<String, List<S>> byId = rest.values().stream().collect(Collectors.groupingBy(StoredRow::id));
            for (Row row : desired) {
                List<S> candidates = byId.get(row.key().id());
                if (candidates != null && !rows.containsKey(row.key())) {
                    S oldest = Collections.min(candidates, Comparator.comparing(StoredRow::uuid));
                    rest.remove(oldest.uuid());
                    rows.put(row.key(), oldest);
                }
            }
        }
        return new Recognised<>(rows, List.copyOf(rest.values()));
    }

    private <R extends Row> List<R> desired(Class<R> kind) {
        return image.rows().values().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    private boolean isWithheld(RowKey key) {
        return withheld.contains(key);
    }

    private void sweep(StoredRow stranger) {
        if (!isWithheld(stranger.key())) {
            steps.add(new Step(stranger.key(), Stage.SWEEP, new Edit.Remove(stranger.key(), stranger.uuid())));
        }
    }

    // Address sets

    private void addressSets() {
        List<AddressSetRow> desired = desired(AddressSetRow.class);
        Recognised<StoredAddressSet> recognised = recognise(desired, replica.addressSets());
        for (AddressSetRow row : desired) {
            if (isWithheld(row.key())) {
                continue;
            }
            StoredAddressSet stored = recognised.rows().get(row.key());
            if (stored == null) {
                create(row);
            } else {
                revise(row, stored);
            }
        }
        recognised.strangers().forEach(this::sweep);
    }

    private void create(AddressSetRow row) {
        UUID uuid = uuids.of(row.key());
        if (row.addresses().size() <= MEMBERS_PER_STEP) {
            steps.add(new Step(row.key(), Stage.PREPARE, new Edit.CreateAddressSet(uuid, row)));
            return;
        }
        List<IpPrefix> all = List.copyOf(row.addresses());
        SortedSet<IpPrefix> first = new TreeSet<>(all.subList(0, MEMBERS_PER_STEP));
        steps.add(new Step(
                row.key(),
                Stage.PREPARE,
                new Edit.CreateAddressSet(uuid, new AddressSetRow(row.name(), first, row.externalIds()))));
        addressSteps(row.key(), uuid, Stage.PREPARE, texts(all.subList(MEMBERS_PER_STEP, all.size())));
    }

    private void revise(AddressSetRow row, StoredAddressSet stored) {
        Map<Column, String> before = new EnumMap<>(Column.class);
        compare(before, Column.NAME, row.name(), stored.name());
        compare(before, Column.EXTERNAL_IDS, row.externalIds(), stored.externalIds());
        revise(row, stored, Stage.PREPARE, before);
        Set<String> wanted = Set.copyOf(texts(row.addresses()));
        addressSteps(row.key(), stored.uuid(), Stage.PREPARE, without(wanted, stored.addresses()));
        addressSteps(row.key(), stored.uuid(), Stage.RELEASE, without(stored.addresses(), wanted));
    }

    private void addressSteps(RowKey key, UUID row, Stage stage, Collection<String> members) {
        for (Set<String> some : chunks(members)) {
            steps.add(new Step(
                    key,
                    stage,
                    stage == Stage.PREPARE
                            ? new Edit.Addresses(key, row, some, Set.of())
                            : new Edit.Addresses(key, row, Set.of(), some)));
        }
    }

    private static List<String> texts(Collection<IpPrefix> addresses) {
        return addresses.stream().map(IpPrefix::toString).toList();
    }

    // Port groups

    private void portGroups() {
        List<PortGroupRow> desired = desired(PortGroupRow.class);
        Recognised<StoredPortGroup> recognised = recognise(desired, replica.portGroups());
        for (PortGroupRow row : desired) {
            StoredPortGroup stored = recognised.rows().get(row.key());
            if (stored != null) {
                groups.put(row.name(), stored.uuid());
            }
            if (isWithheld(row.key())) {
                continue;
            }
            Set<UUID> ports = row.ports().stream()
                    .map(replica::port)
                    .filter(Objects::nonNull)
                    .collect(Collectors.toUnmodifiableSet());
            if (stored == null) {
                groups.put(row.name(), uuids.of(row.key()));
                create(row, ports);
            } else {
                revise(row, stored, ports);
            }
        }
        recognised.strangers().forEach(this::sweep);
    }

    private void create(PortGroupRow row, Set<UUID> ports) {
        UUID uuid = uuids.of(row.key());
        List<Set<UUID>> chunks = chunks(ports);
        Set<UUID> first = chunks.isEmpty() ? Set.of() : chunks.getFirst();
        steps.add(new Step(row.key(), Stage.PREPARE, new Edit.CreatePortGroup(uuid, row, first)));
        chunks.stream().skip(1).forEach(some -> portStep(row.key(), uuid, Stage.PREPARE, some));
    }

    private void revise(PortGroupRow row, StoredPortGroup stored, Set<UUID> ports) {
        Map<Column, String> before = new EnumMap<>(Column.class);
        compare(before, Column.NAME, row.name(), stored.name());
        compare(before, Column.EXTERNAL_IDS, row.externalIds(), stored.externalIds());
        revise(row, stored, Stage.PREPARE, before);
        chunks(without(ports, stored.ports())).forEach(some -> portStep(row.key(), stored.uuid(), Stage.PREPARE, some));
        chunks(without(stored.ports(), ports)).forEach(some -> portStep(row.key(), stored.uuid(), Stage.RELEASE, some));
    }

    private void portStep(RowKey key, UUID row, Stage stage, Set<UUID> some) {
        steps.add(new Step(
                key,
                stage,
                stage == Stage.PREPARE
                        ? new Edit.References(key, row, Column.PORTS, some, Set.of())
                        : new Edit.References(key, row, Column.PORTS, Set.of(), some)));
    }

    // ACLs

    private void acls() {
        List<AclRow> desired = desired(AclRow.class);
        Recognised<StoredAcl> recognised = recognise(desired, replica.acls());
        Map<UUID, List<StoredPortGroup>> holders = holders();
        for (AclRow row : desired) {
            if (isWithheld(row.key())) {
                continue;
            }
            String obstacle = obstacle(row);
            if (obstacle != null) {
                heldBack.put(row.key(), obstacle);
                continue;
            }
            UUID group = Objects.requireNonNull(groups.get(row.portGroup()));
            StoredAcl stored = recognised.rows().get(row.key());
            if (stored == null) {
                create(row, group);
            } else {
                revise(row, stored, group, holders.getOrDefault(stored.uuid(), List.of()));
            }
        }
        for (StoredAcl stranger : recognised.strangers()) {
            if (!isWithheld(stranger.key())) {
                retire(stranger, holders.getOrDefault(stranger.uuid(), List.of()));
            }
        }
        foreignReferences(holders);
    }

    private Map<UUID, List<StoredPortGroup>> holders() {
        Map<UUID, List<StoredPortGroup>> holders = new HashMap<>();
        for (StoredPortGroup group : replica.portGroups().values()) {
            for (UUID acl : group.acls()) {
                holders.computeIfAbsent(acl, _ -> new ArrayList<>(1)).add(group);
            }
        }
        return holders;
    }

    /**
     * Why an ACL cannot be written now. One that names a set which is not ours, though it has the name of ours, would
     * judge by the addresses of somebody else.
     */
    private @Nullable String obstacle(AclRow row) {
        if (!groups.containsKey(row.portGroup())) {
            return "held back: there is no " + new RowKey(RowKey.Table.PORT_GROUP, row.portGroup()) + " to hang it on";
        }
        if (!withheld.isEmpty()) {
            Matcher sets = SET_IN_MATCH.matcher(row.match());
            while (sets.find()) {
                RowKey set = new RowKey(RowKey.Table.ADDRESS_SET, sets.group(1));
                if (isWithheld(set)) {
                    return "held back: " + set + ", which it refers to, cannot be written";
                }
            }
        }
        return null;
    }

    private RowKey groupKey(String name) {
        return new RowKey(RowKey.Table.PORT_GROUP, name);
    }

    private void create(AclRow row, UUID group) {
        UUID uuid = uuids.of(row.key());
        aclStep(row, Stage.ENFORCE, List.of(new Edit.CreateAcl(uuid, row), hang(row, group, uuid)));
    }

    private Edit hang(AclRow row, UUID group, UUID acl) {
        return new Edit.References(groupKey(row.portGroup()), group, Column.ACLS, Set.of(acl), Set.of());
    }

    private static Edit takeOff(StoredPortGroup group, UUID acl) {
        return new Edit.References(group.key(), group.uuid(), Column.ACLS, Set.of(), Set.of(acl));
    }

    private void revise(AclRow row, StoredAcl stored, UUID group, List<StoredPortGroup> holders) {
        Map<Column, String> before = new EnumMap<>(Column.class);
        compare(before, Column.DIRECTION, row.ovnDirection(), stored.direction());
        compare(before, Column.TIER, (long) row.tier(), stored.tier());
        compare(before, Column.PRIORITY, (long) row.priority(), stored.priority());
        compare(before, Column.MATCH, row.match(), stored.match());
        compare(before, Column.ACTION, row.action().ovn(), stored.action());
        compare(before, Column.NAME, row.name(), stored.name());
        compare(before, Column.LOG, false, stored.log());
        compare(before, Column.OPTIONS, Column.options(row), stored.options());
        compare(before, Column.EXTERNAL_IDS, row.externalIds(), stored.externalIds());

        List<Edit> edits = new ArrayList<>();
        if (!before.isEmpty()) {
            edits.add(new Edit.Revise(stored.uuid(), row, before));
        }
        if (holders.stream().noneMatch(holder -> holder.uuid().equals(group))) {
            edits.add(hang(row, group, stored.uuid()));
        }
        for (StoredPortGroup holder : holders) {
            if (!holder.uuid().equals(group)) {
                edits.add(takeOff(holder, stored.uuid()));
            }
        }
        if (!edits.isEmpty()) {
            boolean down =
                    row.tier() > stored.tier() || (row.tier() == stored.tier() && row.priority() < stored.priority());
            aclStep(row, down ? Stage.RETIRE : Stage.ENFORCE, edits);
        }
    }

    private void aclStep(AclRow row, Stage stage, List<Edit> edits) {
        steps.add(new Step(row.key(), stage, row.tier(), row.priority(), edits));
    }

    private void retire(StoredAcl stranger, List<StoredPortGroup> holders) {
        List<Edit> edits = new ArrayList<>();
        holders.forEach(holder -> edits.add(takeOff(holder, stranger.uuid())));
        edits.add(new Edit.Remove(stranger.key(), stranger.uuid()));
        steps.add(new Step(stranger.key(), Stage.RETIRE, stranger.tier(), stranger.priority(), edits));
    }

    /** An ACL of somebody else in a group of ours: the group is put back, the ACL itself is not touched. */
    private void foreignReferences(Map<UUID, List<StoredPortGroup>> holders) {
        Set<UUID> kept = new HashSet<>(groups.values());
        holders.forEach((acl, groupsOfAcl) -> {
            if (!replica.acls().containsKey(acl)) {
                for (StoredPortGroup group : groupsOfAcl) {
                    if (kept.contains(group.uuid()) && !isWithheld(group.key())) {
                        steps.add(new Step(group.key(), Stage.RETIRE, takeOff(group, acl)));
                    }
                }
            }
        });
    }

    // What all tables share

    private void revise(Row row, StoredRow stored, Stage stage, Map<Column, String> before) {
        if (!before.isEmpty()) {
            steps.add(new Step(row.key(), stage, new Edit.Revise(stored.uuid(), row, before)));
        }
    }

    private static <T> void compare(Map<Column, String> before, Column column, T wanted, T stored) {
        if (!wanted.equals(stored)) {
            before.put(column, stored.toString());
        }
    }

    private static <T> Set<T> without(Set<T> all, Set<T> some) {
        Set<T> rest = new HashSet<>(all);
        rest.removeAll(some);
        return rest;
    }

    private static <T> List<Set<T>> chunks(Collection<T> members) {
        List<T> all = List.copyOf(members);
        List<Set<T>> chunks = new ArrayList<>();
        for (int from = 0; from < all.size(); from += MEMBERS_PER_STEP) {
            chunks.add(Set.copyOf(all.subList(from, Math.min(all.size(), from + MEMBERS_PER_STEP))));
        }
        return chunks;
    }
}
