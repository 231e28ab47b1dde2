package dev.terrace.ovn.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.AddressSetRow;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.ExternalIds;
import dev.terrace.core.desired.LogicalPort;
import dev.terrace.core.desired.PortGroupRow;
import dev.terrace.core.desired.Row;
import dev.terrace.core.desired.RowKey;
import dev.terrace.core.model.IpPrefix;
import dev.terrace.ovn.Rows;
import dev.terrace.ovn.replica.FlatSet;
import dev.terrace.ovn.replica.Replica;
import dev.terrace.ovn.replica.StoredRow;
import dev.terrace.ovn.replica.StoredRow.StoredAcl;
import dev.terrace.ovn.replica.StoredRow.StoredAddressSet;
import dev.terrace.ovn.replica.StoredRow.StoredPortGroup;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Northbound database in memory, as far as plans concern it: it does what the edits say and insists on what the
 * server would insist on: names are unique, references lead somewhere, an ACL without referrer is gone, and an edit
 * meets the row that it is for.
 */
final class NorthboundModel {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern REFERENCE = Pattern.compile("([$@])([a-z_0-9]+)");

    final Map<UUID, StoredAddressSet> sets = new HashMap<>();
    final Map<UUID, StoredPortGroup> groups = new HashMap<>();
    final Map<UUID, StoredAcl> acls = new HashMap<>();
    final Map<String, UUID> ports = new TreeMap<>();

    /** Commits, or fails and says why. */
    void commit(Transaction transaction) {
        transaction.edits().forEach(this::apply);
        settle();
    }

    /** What the server does at the end of a transaction. */
    void settle() {
        Set<UUID> existing = Set.copyOf(ports.values());
        groups.replaceAll((uuid, group) -> {
            Set<UUID> kept = new HashSet<>(group.ports());
            kept.retainAll(existing);
            return with(group, kept, group.acls());
        });
        Set<UUID> referenced = new HashSet<>();
        groups.values().forEach(group -> referenced.addAll(group.acls()));
        require(acls.keySet().containsAll(referenced), "a group refers to an ACL that is gone");
        acls.keySet().retainAll(referenced);
        require(isUnique(sets.values().stream().map(StoredAddressSet::name)), "two sets of one name");
        require(isUnique(groups.values().stream().map(StoredPortGroup::name)), "two groups of one name");
    }

    private static boolean isUnique(Stream<String> names) {
        Set<String> seen = new HashSet<>();
        return names.allMatch(seen::add);
    }

    private static void require(boolean condition, String violation) {
        if (!condition) {
            throw new AssertionError(violation);
        }
    }

    private static <T> T existing(Map<UUID, T> rows, UUID uuid) {
        return Objects.requireNonNull(rows.get(uuid), () -> "no row " + uuid);
    }

    private <T> void insert(Map<UUID, T> rows, UUID uuid, T row) {
        require(rows.put(uuid, row) == null, "duplicate uuid " + uuid);
    }

    private void apply(Edit edit) {
        switch (edit) {
            case Edit.CreateAddressSet(UUID uuid, AddressSetRow row, Set<String> addresses) ->
                insert(sets, uuid, new StoredAddressSet(uuid, row.name(), FlatSet.texts(addresses), row.externalIds()));
            case Edit.CreatePortGroup(UUID uuid, PortGroupRow row, Set<UUID> members, Set<UUID> held) ->
                insert(
                        groups,
                        uuid,
                        new StoredPortGroup(
                                uuid, row.name(), FlatSet.uuids(members), FlatSet.uuids(held), row.externalIds()));
            case Edit.CreateAcl(UUID uuid, AclRow row, int _) ->
                insert(
                        acls,
                        uuid,
                        new StoredAcl(
                                uuid,
                                row.ovnDirection(),
                                row.tier(),
                                row.priority(),
                                row.match(),
                                row.action().ovn(),
                                row.name(),
                                false,
                                Column.options(row),
                                row.externalIds()));
            case Edit.Revise(UUID uuid, Row row, Map<Column, String> before) -> revise(uuid, row, before.keySet());
            case Edit.Addresses(RowKey _, UUID uuid, Set<String> added, Set<String> removed) -> {
                StoredAddressSet set = existing(sets, uuid);
                sets.put(
                        uuid,
                        new StoredAddressSet(
                                uuid,
                                set.name(),
                                FlatSet.texts(changed(set.addresses(), added, removed)),
                                set.externalIds()));
            }
            case Edit.References(RowKey _, UUID uuid, Column column, Set<UUID> added, Set<UUID> removed) -> {
                StoredPortGroup group = existing(groups, uuid);
                groups.put(
                        uuid,
                        column == Column.PORTS
                                ? with(group, changed(group.ports(), added, removed), group.acls())
                                : with(group, group.ports(), changed(group.acls(), added, removed)));
            }
            case Edit.Remove(RowKey key, UUID uuid) ->
                Objects.requireNonNull(
                        switch (key.table()) {
                            case ADDRESS_SET -> sets.remove(uuid);
                            case PORT_GROUP -> groups.remove(uuid);
                            case ACL -> acls.remove(uuid);
                        },
                        () -> "no row " + uuid);
        }
    }

    private void revise(UUID uuid, Row row, Set<Column> columns) {
        switch (row) {
            case AddressSetRow wanted -> {
                StoredAddressSet set = existing(sets, uuid);
                sets.put(
                        uuid,
                        new StoredAddressSet(
                                uuid,
                                columns.contains(Column.NAME) ? wanted.name() : set.name(),
                                set.addresses(),
                                columns.contains(Column.EXTERNAL_IDS) ? wanted.externalIds() : set.externalIds()));
            }
            case PortGroupRow wanted -> {
                StoredPortGroup group = existing(groups, uuid);
                groups.put(
                        uuid,
                        new StoredPortGroup(
                                uuid,
                                columns.contains(Column.NAME) ? wanted.name() : group.name(),
                                group.ports(),
                                group.acls(),
                                columns.contains(Column.EXTERNAL_IDS) ? wanted.externalIds() : group.externalIds()));
            }
            case AclRow wanted -> {
                StoredAcl acl = existing(acls, uuid);
                acls.put(
                        uuid,
                        new StoredAcl(
                                uuid,
                                columns.contains(Column.DIRECTION) ? wanted.ovnDirection() : acl.direction(),
                                columns.contains(Column.TIER) ? wanted.tier() : acl.tier(),
                                columns.contains(Column.PRIORITY) ? wanted.priority() : acl.priority(),
                                columns.contains(Column.MATCH) ? wanted.match() : acl.match(),
                                columns.contains(Column.ACTION)
                                        ? wanted.action().ovn()
                                        : acl.action(),
                                columns.contains(Column.NAME) ? wanted.name() : acl.name(),
                                !columns.contains(Column.LOG) && acl.log(),
                                columns.contains(Column.OPTIONS) ? Column.options(wanted) : acl.options(),
                                columns.contains(Column.EXTERNAL_IDS) ? wanted.externalIds() : acl.externalIds()));
            }
        }
    }

    private static StoredPortGroup with(StoredPortGroup group, Set<UUID> ports, Set<UUID> acls) {
        return new StoredPortGroup(
                group.uuid(), group.name(), FlatSet.uuids(ports), FlatSet.uuids(acls), group.externalIds());
    }

    private static <T> Set<T> changed(Set<T> members, Set<T> added, Set<T> removed) {
        Set<T> after = new HashSet<>(members);
        after.removeAll(removed);
        after.addAll(added);
        return Set.copyOf(after);
    }

    private static Set<String> texts(Collection<IpPrefix> addresses) {
        return addresses.stream().map(IpPrefix::toString).collect(Collectors.toUnmodifiableSet());
    }

    // What there is

    private static boolean isOurs(StoredRow row) {
        return Rows.OWNER.equals(row.externalIds().get(ExternalIds.OWNER));
    }

    private Stream<StoredRow> rows() {
        return Stream.of(sets, groups, acls).flatMap(table -> table.values().stream());
    }

    /** The rows that are not ours. */
    Set<StoredRow> foreign() {
        return rows().filter(row -> !isOurs(row)).collect(Collectors.toUnmodifiableSet());
    }

    /** Whether the database has a row, of whomever. */
    boolean has(UUID uuid) {
        return sets.containsKey(uuid) || groups.containsKey(uuid) || acls.containsKey(uuid);
    }

    /** What our ACLs refer to by name and what is not there. */
    Set<String> dangling() {
        Set<String> there = new HashSet<>();
        sets.values().forEach(set -> there.add("$" + set.name()));
        groups.values().forEach(group -> there.add("@" + group.name()));
        Set<String> dangling = new TreeSet<>();
        acls.values().stream().filter(NorthboundModel::isOurs).forEach(acl -> {
            Matcher names = REFERENCE.matcher(acl.match());
            while (names.find()) {
                if (!there.contains(names.group())) {
                    dangling.add(names.group());
                }
            }
        });
        return dangling;
    }

    /** Our rows without their UUIDs; a row that is there twice is there twice. */
    List<String> contents() {
        Map<UUID, String> aclIds = acls.values().stream().collect(Collectors.toMap(StoredAcl::uuid, StoredAcl::id));
        Map<UUID, String> portNames = new HashMap<>();
        ports.forEach((name, uuid) -> portNames.put(uuid, name));
        return rows().filter(NorthboundModel::isOurs)
                .map(row -> switch (row) {
                    case StoredAddressSet set -> line(set, new TreeSet<>(set.addresses()));
                    case StoredPortGroup group ->
                        line(group, named(group.ports(), portNames), named(group.acls(), aclIds));
                    case StoredAcl acl ->
                        line(
                                acl,
                                acl.direction(),
                                acl.tier(),
                                acl.priority(),
                                acl.match(),
                                acl.action(),
                                acl.name(),
                                acl.log(),
                                acl.options());
                })
                .sorted()
                .toList();
    }

    private static String line(StoredRow row, Object... columns) {
        return row.key() + " " + new TreeMap<>(row.externalIds()) + " " + List.of(columns);
    }

    private static List<String> named(Set<UUID> references, Map<UUID, String> names) {
        return references.stream()
                .map(uuid -> names.getOrDefault(uuid, uuid.toString()))
                .sorted()
                .toList();
    }

    /** What {@link #contents} shall be for an image, worked out without any plan. */
    List<String> contentsOf(DesiredImage image) {
        List<String> lines = new ArrayList<>();
        for (Row row : image.rows().values()) {
            List<Object> columns = switch (row) {
                case AddressSetRow set -> List.of(new TreeSet<>(texts(set.addresses())));
                case PortGroupRow group ->
                    List.of(
                            group.ports().stream()
                                    .map(LogicalPort::name)
                                    .filter(ports::containsKey)
                                    .toList(),
                            image.rows().values().stream()
                                    .filter(other -> other instanceof AclRow acl
                                            && acl.portGroup().equals(group.name()))
                                    .map(other -> other.key().id())
                                    .toList());
                case AclRow acl ->
                    List.of(
                            acl.ovnDirection(),
                            acl.tier(),
                            acl.priority(),
                            acl.match(),
                            acl.action().ovn(),
                            acl.name(),
                            false,
                            Column.options(acl));
            };
            lines.add(row.key() + " " + row.externalIds() + " " + columns);
        }
        lines.sort(null);
        return lines;
    }

    // As the server tells it

    /** What a monitor of our rows sees. */
    record Sight(Map<UUID, StoredRow> rows, Map<String, UUID> ports) {
        static final Sight NOTHING = new Sight(Map.of(), Map.of());
    }

    Sight sight() {
        return new Sight(
                rows().filter(NorthboundModel::isOurs).collect(Collectors.toMap(StoredRow::uuid, row -> row)),
                new TreeMap<>(ports));
    }

    /** A replica that has just read this database. */
    Replica replica() {
        Replica replica = new Replica();
        replica.apply(news(Sight.NOTHING, sight()));
        return replica;
    }

    /** The {@code <table-updates2>} that leads from one to the other. */
    static JsonNode news(Sight before, Sight after) {
        SortedMap<String, SortedMap<String, Object>> tables = new TreeMap<>();
        before.rows().forEach((uuid, row) -> {
            if (!after.rows().containsKey(uuid)) {
                put(tables, row.table().ovn(), uuid, gone());
            }
        });
        after.rows().forEach((uuid, row) -> {
            StoredRow was = before.rows().get(uuid);
            if (was == null) {
                put(tables, row.table().ovn(), uuid, Map.of("insert", columns(row)));
            } else if (!was.equals(row)) {
                put(tables, row.table().ovn(), uuid, Map.of("modify", difference(was, row)));
            }
        });
        before.ports().forEach((name, uuid) -> {
            if (!after.ports().containsValue(uuid)) {
                put(tables, "Logical_Switch_Port", uuid, gone());
            }
        });
        after.ports().forEach((name, uuid) -> {
            if (!before.ports().containsValue(uuid)) {
                put(tables, "Logical_Switch_Port", uuid, Map.of("insert", Map.of("name", name)));
            }
        });
        return JSON.valueToTree(tables);
    }

    private static Map<String, Object> gone() {
        Map<String, Object> gone = new TreeMap<>();
        gone.put("delete", null);
        return gone;
    }

    private static void put(
            SortedMap<String, SortedMap<String, Object>> tables, String table, UUID uuid, Map<String, Object> update) {
        tables.computeIfAbsent(table, _ -> new TreeMap<>()).put(uuid.toString(), update);
    }

    /** Scalars as they are now, of sets and maps what comes or goes. */
    private static Map<String, Object> difference(StoredRow was, StoredRow now) {
        Map<String, Object> all = columns(now);
        columns(was).forEach(all::remove);
        change(all, "external_ids", was.externalIds(), now.externalIds());
        if (was instanceof StoredAddressSet old && now instanceof StoredAddressSet set) {
            change(all, "addresses", old.addresses(), set.addresses(), members -> set(members));
        }
        if (was instanceof StoredPortGroup old && now instanceof StoredPortGroup group) {
            change(all, "ports", old.ports(), group.ports(), members -> set(references(members)));
            change(all, "acls", old.acls(), group.acls(), members -> set(references(members)));
        }
        if (was instanceof StoredAcl old && now instanceof StoredAcl acl) {
            change(all, "options", old.options(), acl.options());
        }
        return all;
    }

    private static <M> void change(
            Map<String, Object> columns, String name, Set<M> was, Set<M> now, Function<Set<M>, Object> written) {
        Set<M> toggled = new HashSet<>(was);
        toggled.removeAll(now);
        now.stream().filter(member -> !was.contains(member)).forEach(toggled::add);
        if (toggled.isEmpty()) {
            columns.remove(name);
        } else {
            columns.put(name, written.apply(toggled));
        }
    }

    private static void change(
            Map<String, Object> columns, String name, Map<String, String> was, Map<String, String> now) {
        Map<String, String> difference = new TreeMap<>(was);
        now.forEach((key, value) -> {
            if (!difference.remove(key, value)) {
                difference.put(key, value);
            }
        });
        if (difference.isEmpty()) {
            columns.remove(name);
        } else {
            columns.put(name, map(difference));
        }
    }

    private static Map<String, Object> columns(StoredRow row) {
        Map<String, Object> columns = new TreeMap<>();
        columns.put("external_ids", map(row.externalIds()));
        switch (row) {
            case StoredAddressSet set -> {
                columns.put("name", set.name());
                columns.put("addresses", set(set.addresses()));
            }
            case StoredPortGroup group -> {
                columns.put("name", group.name());
                columns.put("ports", set(references(group.ports())));
                columns.put("acls", set(references(group.acls())));
            }
            case StoredAcl acl -> {
                columns.put("direction", acl.direction());
                columns.put("tier", acl.tier());
                columns.put("priority", acl.priority());
                columns.put("match", acl.match());
                columns.put("action", acl.action());
                columns.put("name", acl.name().isEmpty() ? set(List.of()) : acl.name());
                columns.put("log", acl.log());
                columns.put("options", map(acl.options()));
            }
        }
        return columns;
    }

    private static List<Object> references(Set<UUID> rows) {
        return rows.stream()
                .<Object>map(uuid -> List.of("uuid", uuid.toString()))
                .toList();
    }

    /** A set of one is written without the word, as the server does. */
    private static Object set(Collection<?> members) {
        return members.size() == 1 ? members.iterator().next() : List.of("set", members);
    }

    private static Object map(Map<String, String> map) {
        return List.of(
                "map",
                map.entrySet().stream()
                        .map(entry -> List.of(entry.getKey(), entry.getValue()))
                        .toList());
    }
}
