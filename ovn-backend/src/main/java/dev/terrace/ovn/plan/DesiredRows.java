package dev.terrace.ovn.plan;

import com.google.common.collect.Maps;
import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.AddressSetRow;
import dev.terrace.core.desired.DesiredDelta;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.LogicalPort;
import dev.terrace.core.desired.MeterBandRow;
import dev.terrace.core.desired.MeterRow;
import dev.terrace.core.desired.PortGroupRow;
import dev.terrace.core.desired.Row;
import dev.terrace.core.desired.RowDelta;
import dev.terrace.core.desired.RowKey;
import dev.terrace.core.model.IpPrefix;
import dev.terrace.ovn.replica.FlatSet;
import dev.terrace.ovn.replica.StoredRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the database shall hold: an image that changes row by row and member by member, at the cost of what changes.
 * Knows what depends on what among its rows. Belongs to one thread.
 */
public final class DesiredRows {

    private final RowUuids uuids;
    private final Map<RowKey, Wanted> rows = new HashMap<>();
    private final Map<UUID, RowKey> keys = new HashMap<>();
    private final Map<String, Set<RowKey>> aclsOfGroups = new HashMap<>();
    private final Map<LogicalPort, Set<RowKey>> groupsOfPorts = new HashMap<>();

    /** A desired row and the UUID that it shall have; sets and groups have their members beside the row. */
    sealed interface Wanted {

        UUID uuid();

        Row row();

        record Acl(UUID uuid, AclRow row) implements Wanted {}

        record Meter(UUID uuid, MeterRow row) implements Wanted {}

        record MeterBand(UUID uuid, MeterBandRow row) implements Wanted {}

        record AddressSet(UUID uuid, AddressSetRow row, FlatSet<String> addresses) implements Wanted {}

        /** Its ports change in place. */
        record PortGroup(UUID uuid, PortGroupRow row, Set<LogicalPort> ports) implements Wanted {}
    }

    public DesiredRows(RowUuids uuids) {
        this.uuids = uuids;
    }

    /** An image as it stands. */
    public static DesiredRows of(DesiredImage image, RowUuids uuids) {
        DesiredRows desired = new DesiredRows(uuids);
        desired.apply(desired.until(image), new Scope());
        return desired;
    }

    public int size() {
        return rows.size();
    }

    public boolean has(RowKey key) {
        return rows.containsKey(key);
    }

    Set<RowKey> keys() {
        return Collections.unmodifiableSet(rows.keySet());
    }

    /** The ACLs, in no order. */
    public Stream<AclRow> acls() {
        return rows.values().stream().filter(Wanted.Acl.class::isInstance).map(wanted -> ((Wanted.Acl) wanted).row());
    }

    /** The UUID that the row of a key has or would have. */
    UUID uuid(RowKey key) {
        Wanted wanted = rows.get(key);
        return wanted == null ? uuids.of(key) : wanted.uuid();
    }

    /** The desired row that has this UUID, or null where none has. */
    @Nullable RowKey key(UUID uuid) {
        return keys.get(uuid);
    }

    /** The row that a stored one is by its UUID, or else claims to be. */
    RowKey claimant(StoredRow stored) {
        RowKey due = keys.get(stored.uuid());
        return due != null ? due : stored.key();
    }

    @Nullable Wanted get(RowKey key) {
        return rows.get(key);
    }

    /** The ACLs that hang on a group. */
    Set<RowKey> aclsOf(String group) {
        return aclsOfGroups.getOrDefault(group, Set.of());
    }

    /** Every port that some group wants. */
    Set<LogicalPort> ports() {
        return Collections.unmodifiableSet(groupsOfPorts.keySet());
    }

    /** The groups that want a port. */
    Set<RowKey> groupsOf(LogicalPort port) {
        return groupsOfPorts.getOrDefault(port, Set.of());
    }

    // Changes

    /** What there is to change until these rows are those of an image. */
    public DesiredDelta until(DesiredImage image) {
        if (rows.isEmpty()) {
            return new DesiredDelta(Maps.transformValues(image.rows(), RowDelta.Put::new));
        }
        SortedMap<RowKey, RowDelta> changes = new TreeMap<>();
        for (RowKey key : rows.keySet()) {
            if (!image.rows().containsKey(key)) {
                changes.put(key, new RowDelta.Gone(key));
            }
        }
        image.rows().forEach((key, row) -> {
            if (!isAsDesired(row)) {
                changes.put(key, new RowDelta.Put(row));
            }
        });
        return new DesiredDelta(changes);
    }

    private boolean isAsDesired(Row row) {
        return switch (rows.get(row.key())) {
            case Wanted.Acl acl -> acl.row().equals(row);
            case Wanted.Meter meter -> meter.row().equals(row);
            case Wanted.MeterBand band -> band.row().equals(row);
            case Wanted.AddressSet set ->
                row instanceof AddressSetRow other
                        && set.row().externalIds().equals(other.externalIds())
                        && set.addresses().size() == other.addresses().size()
                        && set.addresses().equals(texts(other.addresses()));
            case Wanted.PortGroup group ->
                row instanceof PortGroupRow other
                        && group.row().externalIds().equals(other.externalIds())
                        && group.ports().equals(other.ports());
            case null -> false;
        };
    }

    /**
     * Changes.
     *
     * @param touched is told what has to be compared because of it
     * @return the rows whose members should change though nobody desires them; nothing came of that
     */
    public List<RowKey> apply(DesiredDelta delta, Scope touched) {
        List<RowKey> unknown = new ArrayList<>();
        delta.rows().forEach((key, change) -> {
            if (!apply(key, change, touched)) {
                unknown.add(key);
            }
        });
        return unknown;
    }

    private boolean apply(RowKey key, RowDelta change, Scope touched) {
        switch (change) {
            case RowDelta.Put(Row row) -> {
                forget(key);
                put(row);
                touched.row(key);
            }
            case RowDelta.Gone _ -> {
                forget(key);
                uuids.forget(key);
                touched.row(key);
            }
            case RowDelta.Addresses(String _, Set<IpPrefix> added, Set<IpPrefix> removed) -> {
                if (!(rows.get(key) instanceof Wanted.AddressSet(UUID uuid, AddressSetRow row, FlatSet<String> now))) {
                    return false;
                }
                List<String> toggled = new ArrayList<>(added.size() + removed.size());
                added.forEach(address -> toggle(address.toString(), !now.contains(address.toString()), toggled));
                removed.forEach(address -> toggle(address.toString(), now.contains(address.toString()), toggled));
                rows.put(key, new Wanted.AddressSet(uuid, row, now.toggled(toggled)));
                touched.addresses(key, toggled);
            }
            case RowDelta.Ports(String _, Set<LogicalPort> added, Set<LogicalPort> removed) -> {
                if (!(rows.get(key) instanceof Wanted.PortGroup group)) {
                    return false;
                }
                added.forEach(port -> join(group, port));
                removed.forEach(port -> leave(group, port));
                touched.ports(key, added);
                touched.ports(key, removed);
            }
        }
        return true;
    }

    /**
     * Gives a row a random UUID from now on, because the one that it should have is somebody else's.
     *
     * @return false when it has one already, which it keeps
     */
    public boolean replaceUuid(RowKey key, Scope touched) {
        Wanted wanted = rows.get(key);
        if (wanted == null || !uuids.replace(key)) {
            return false;
        }
        UUID other = uuids.of(key);
        keys.remove(wanted.uuid());
        keys.put(other, key);
        rows.put(
                key,
                switch (wanted) {
                    case Wanted.Acl(UUID _, AclRow row) -> new Wanted.Acl(other, row);
                    case Wanted.Meter(UUID _, MeterRow row) -> new Wanted.Meter(other, row);
                    case Wanted.MeterBand(UUID _, MeterBandRow row) -> new Wanted.MeterBand(other, row);
                    case Wanted.AddressSet(UUID _, AddressSetRow row, FlatSet<String> addresses) ->
                        new Wanted.AddressSet(other, row, addresses);
                    case Wanted.PortGroup(UUID _, PortGroupRow row, Set<LogicalPort> ports) ->
                        new Wanted.PortGroup(other, row, ports);
                });
        touched.row(key);
        return true;
    }

    private static void toggle(String address, boolean needed, List<String> toggled) {
        if (needed) {
            toggled.add(address);
        }
    }

    private void put(Row row) {
        UUID uuid = uuids.of(row.key());
        keys.put(uuid, row.key());
        Wanted wanted = switch (row) {
            case AclRow acl -> {
                aclsOfGroups
                        .computeIfAbsent(acl.portGroup(), _ -> new HashSet<>())
                        .add(row.key());
                yield new Wanted.Acl(uuid, acl);
            }
            case MeterRow meter -> new Wanted.Meter(uuid, meter);
            case MeterBandRow band -> new Wanted.MeterBand(uuid, band);
            case AddressSetRow set ->
                new Wanted.AddressSet(
                        uuid,
                        new AddressSetRow(set.name(), Collections.emptySortedSet(), set.externalIds()),
                        texts(set.addresses()));
            case PortGroupRow group -> {
                PortGroupRow frame = new PortGroupRow(group.name(), Collections.emptySortedSet(), group.externalIds());
                Wanted.PortGroup filled = new Wanted.PortGroup(uuid, frame, new HashSet<>());
                group.ports().forEach(port -> join(filled, port));
                yield filled;
            }
        };
        rows.put(row.key(), wanted);
    }

    private void join(Wanted.PortGroup group, LogicalPort port) {
        group.ports().add(port);
        groupsOfPorts
                .computeIfAbsent(port, _ -> new HashSet<>())
                .add(group.row().key());
    }

    private void leave(Wanted.PortGroup group, LogicalPort port) {
        group.ports().remove(port);
        drop(groupsOfPorts, port, group.row().key());
    }

    private void forget(RowKey key) {
        Wanted wanted = rows.remove(key);
        if (wanted == null) {
            return;
        }
        keys.remove(wanted.uuid());
        switch (wanted) {
            case Wanted.Acl acl -> drop(aclsOfGroups, acl.row().portGroup(), key);
            case Wanted.PortGroup group -> group.ports().forEach(port -> drop(groupsOfPorts, port, key));
            case Wanted.AddressSet _, Wanted.Meter _, Wanted.MeterBand _ -> {}
        }
    }

    private static <K> void drop(Map<K, Set<RowKey>> index, K from, RowKey key) {
        Set<RowKey> rest = index.get(from);
        if (rest != null && rest.remove(key) && rest.isEmpty()) {
            index.remove(from);
        }
    }

    private static FlatSet<String> texts(Collection<IpPrefix> addresses) {
        return FlatSet.texts(addresses.stream().map(IpPrefix::toString).toList());
    }
}
