package dev.terrace.ovn.replica;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.terrace.core.desired.LogicalPort;
import dev.terrace.ovn.replica.StoredRow.StoredAcl;
import dev.terrace.ovn.replica.StoredRow.StoredAddressSet;
import dev.terrace.ovn.replica.StoredRow.StoredMeter;
import dev.terrace.ovn.replica.StoredRow.StoredMeterBand;
import dev.terrace.ovn.replica.StoredRow.StoredPortGroup;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Our rows, every logical switch port and the one row of {@code NB_Global}. Starts empty and is brought to the state of
 * the server by {@link #apply}; whether it is complete is for its owner to know.
 */
public final class Replica {

    /** The tables that {@link #apply} reads, each with the columns that it needs. */
    public static final Map<String, List<String>> COLUMNS = Map.of(
            "Address_Set", List.of("name", "addresses", "external_ids"),
            "Port_Group", List.of("name", "ports", "acls", "external_ids"),
            "ACL",
                    List.of(
                            "direction",
                            "tier",
                            "priority",
                            "match",
                            "action",
                            "name",
                            "log",
                            "severity",
                            "meter",
                            "options",
                            "external_ids"),
            "Meter", List.of("name", "unit", "fair", "bands", "external_ids"),
            "Meter_Band", List.of("action", "rate", "burst_size", "external_ids"),
            "Logical_Switch_Port", List.of("name"),
            "NB_Global", List.of("name", "options", "nb_cfg", "hv_cfg"));

    private final Table<StoredAddressSet> addressSets = new Table<>();
    private final Table<StoredPortGroup> portGroups = new Table<>();
    private final Table<StoredAcl> acls = new Table<>();
    private final Table<StoredMeter> meters = new Table<>();
    private final Table<StoredMeterBand> meterBands = new Table<>();
    private final MultiIndex<UUID, UUID> holders = new MultiIndex<>();
    private final Map<UUID, String> portNames = new HashMap<>();
    private final Map<String, UUID> ports = new HashMap<>();
    private final Map<UUID, StoredAddressSet> fences = new HashMap<>();
    private final Columns columns = new Columns();
    private @Nullable Fence fence;
    private @Nullable News news;
    private @Nullable UUID globalRow;
    private String globalName = "";
    private Map<String, String> globalOptions = Map.of();
    private long datapathConfiguration;

    /** Our rows of {@code Address_Set}. */
    public Table<StoredAddressSet> addressSets() {
        return addressSets;
    }

    /** Our rows of {@code Port_Group}. */
    public Table<StoredPortGroup> portGroups() {
        return portGroups;
    }

    /** Our rows of {@code ACL}. */
    public Table<StoredAcl> acls() {
        return acls;
    }

    /** Our rows of {@code Meter}. */
    public Table<StoredMeter> meters() {
        return meters;
    }

    /** Our rows of {@code Meter_Band}. */
    public Table<StoredMeterBand> meterBands() {
        return meterBands;
    }

    /** Every ACL, also of others, that a group of ours refers to. */
    public Set<UUID> heldAcls() {
        return Collections.unmodifiableSet(holders.keys());
    }

    /** The groups of ours that refer to an ACL. */
    public List<StoredPortGroup> holders(UUID acl) {
        List<UUID> groups = holders.get(acl);
        if (groups.size() == 1) {
            StoredPortGroup only = portGroups.get(groups.getFirst());
            return only == null ? List.of() : List.of(only);
        }
        return groups.stream()
                .map(portGroups::get)
                .filter(Objects::nonNull)
                .sorted(Comparator.comparing(StoredPortGroup::uuid))
                .toList();
    }

    /** What has become different since this was called the last time; null where it never was, so that all may have. */
    public @Nullable News takeNews() {
        News taken = news;
        news = new News();
        return taken;
    }

    /** The row of a port, or null where the database has none of that name. */
    public @Nullable UUID port(LogicalPort port) {
        return ports.get(port.name());
    }

    /** The name of a port, or null where the database has no such row. */
    public @Nullable LogicalPort portName(UUID row) {
        String name = portNames.get(row);
        return name == null ? null : new LogicalPort(name);
    }

    public int portCount() {
        return ports.size();
    }

    /**
     * Whose database it is where each node has one: {@code NB_Global.options:name}, or {@code NB_Global.name}; empty
     * where it says nothing.
     */
    public String zone() {
        return globalOptions.getOrDefault("name", globalName);
    }

    /** {@code NB_Global.options:northd_internal_version}; empty where no northd has said it. */
    public String northdVersion() {
        return globalOptions.getOrDefault("northd_internal_version", "");
    }

    /**
     * {@code NB_Global.hv_cfg}: every hypervisor has done what the database held when its {@code nb_cfg} became this
     * number.
     */
    public long datapathConfiguration() {
        return datapathConfiguration;
    }

    /** The row that says who writes, or null where there is none. */
    public @Nullable Fence fence() {
        return fence;
    }

    /** How many rows are ours, the fence apart. */
    public int ownRows() {
        return addressSets.size() + portGroups.size() + acls.size() + meters.size() + meterBands.size();
    }

    /**
     * Takes over a {@code <table-updates2>}.
     *
     * @throws IllegalArgumentException when it is none or does not fit
     */
    public void apply(JsonNode tableUpdates) {
        TableUpdates all = expect();
        tableUpdates
                .properties()
                .forEach(table -> table.getValue()
                        .properties()
                        .forEach(row -> all.add(table.getKey(), UUID.fromString(row.getKey()), row.getValue())));
        apply(all);
    }

    /** What a message is collected in that is about to be read. */
    public TableUpdates expect() {
        return new TableUpdates(columns);
    }

    /**
     * Takes over what was read.
     *
     * @throws IllegalArgumentException when it does not fit; the replica is of no use then
     */
    public void apply(TableUpdates updates) {
        updates.changes().forEach(this::apply);
    }

    private void apply(TableUpdates.Change change) {
        switch (change) {
            case TableUpdates.Change.Put(StoredAddressSet set) -> replace(addressSet(set.uuid()), set);
            case TableUpdates.Change.Put(StoredPortGroup group) -> replace(portGroups.get(group.uuid()), group);
            case TableUpdates.Change.Put(StoredAcl acl) -> replace(acls.get(acl.uuid()), acl);
            case TableUpdates.Change.Put(StoredMeter meter) -> replace(meters, meters.get(meter.uuid()), meter);
            case TableUpdates.Change.Put(StoredMeterBand band) ->
                replace(meterBands, meterBands.get(band.uuid()), band);
            case TableUpdates.Change.PutPort(UUID uuid, String name) -> port(uuid, name);
            case TableUpdates.Change.Modify(String table, UUID uuid, JsonNode row) -> modify(table, uuid, row);
            case TableUpdates.Change.Gone(String table, UUID uuid) -> remove(table, uuid);
            case TableUpdates.Change.Global(UUID uuid, JsonNode row, boolean modified) -> global(uuid, row, modified);
        }
    }

    private void modify(String table, UUID uuid, JsonNode row) {
        switch (table) {
            case "Address_Set" -> modify(known(addressSet(uuid), uuid), row);
            case "Port_Group" -> modify(known(portGroups.get(uuid), uuid), row);
            case "ACL" -> {
                StoredAcl was = known(acls.get(uuid), uuid);
                replace(was, columns.acl(row, was));
            }
            case "Meter" -> {
                StoredMeter was = known(meters.get(uuid), uuid);
                replace(meters, was, columns.meter(row, was));
            }
            case "Meter_Band" -> {
                StoredMeterBand was = known(meterBands.get(uuid), uuid);
                replace(meterBands, was, columns.meterBand(row, was));
            }
            case "Logical_Switch_Port" -> port(uuid, columns.name(row, known(portNames.get(uuid), uuid)));
            default -> throw TableUpdates.unwatched(table);
        }
    }

    private void remove(String table, UUID uuid) {
        switch (table) {
            case "Address_Set" -> replace(addressSet(uuid), null);
            case "Port_Group" -> replace(portGroups.get(uuid), null);
            case "ACL" -> replace(acls.get(uuid), null);
            case "Meter" -> replace(meters, meters.get(uuid), null);
            case "Meter_Band" -> replace(meterBands, meterBands.get(uuid), null);
            case "Logical_Switch_Port" -> port(uuid, null);
            case "NB_Global" -> {
                // Where another has taken its place, that one counts, whichever of the two is told first.
                if (uuid.equals(globalRow)) {
                    global(uuid, MissingNode.getInstance(), false);
                }
            }
            default -> throw TableUpdates.unwatched(table);
        }
    }

    private static <T> T known(@Nullable T row, UUID uuid) {
        if (row == null) {
            throw new IllegalArgumentException("a modification of an unknown row " + uuid);
        }
        return row;
    }

    private @Nullable StoredAddressSet addressSet(UUID uuid) {
        StoredAddressSet fenceRow = fences.get(uuid);
        return fenceRow != null ? fenceRow : addressSets.get(uuid);
    }

    private void modify(StoredAddressSet was, JsonNode row) {
        StoredAddressSet now = columns.addressSet(row, was);
        if (row.size() == 1 && row.has("addresses") && addressSets.has(was.uuid())) {
            addressSets.put(now);
            if (news != null) {
                news.addresses(was.uuid(), Notation.texts(row, "addresses", FlatSet.texts(List.of())));
            }
        } else {
            replace(was, now);
        }
    }

    private void replace(@Nullable StoredAddressSet was, @Nullable StoredAddressSet now) {
        boolean wasFence = was != null && fences.remove(was.uuid()) != null;
        boolean isFence = now != null && now.name().startsWith(Fence.NAME_PREFIX);
        if (was != null && !wasFence) {
            addressSets.remove(was.uuid());
        }
        if (now != null && isFence) {
            fences.put(now.uuid(), now);
        } else if (now != null) {
            addressSets.put(now);
        }
        if (wasFence || isFence) {
            fence = fences.values().stream().findFirst().map(Fence::of).orElse(null);
        }
        tell(wasFence ? null : was, isFence ? null : now);
    }

    private void modify(StoredPortGroup was, JsonNode row) {
        StoredPortGroup now = columns.portGroup(row, was);
        if (row.has("name") || row.has("external_ids")) {
            replace(was, now);
            return;
        }
        portGroups.put(now);
        FlatSet<UUID> none = FlatSet.uuids(List.of());
        FlatSet<UUID> toggledAcls = Notation.uuids(row, "acls", none);
        for (UUID acl : toggledAcls) {
            if (was.acls().contains(acl)) {
                holders.remove(acl, was.uuid());
            } else {
                holders.add(acl, was.uuid());
            }
        }
        if (news != null) {
            news.ports(was.uuid(), Notation.uuids(row, "ports", none));
            news.acls().addAll(toggledAcls);
        }
    }

    private void replace(@Nullable StoredPortGroup was, @Nullable StoredPortGroup now) {
        if (was != null) {
            portGroups.remove(was.uuid());
            holders.removeAll(was.acls(), was.uuid());
        }
        if (now != null) {
            portGroups.put(now);
            holders.addAll(now.acls(), now.uuid());
        }
        if (news != null && was != null) {
            news.acls().addAll(was.acls());
        }
        if (news != null && now != null) {
            news.acls().addAll(now.acls());
        }
        tell(was, now);
    }

    private void replace(@Nullable StoredAcl was, @Nullable StoredAcl now) {
        if (news != null && was != null) {
            news.acls().add(was.uuid());
        }
        if (news != null && now != null) {
            news.acls().add(now.uuid());
        }
        replace(acls, was, now);
    }

    private <S extends StoredRow> void replace(Table<S> table, @Nullable S was, @Nullable S now) {
        if (now != null) {
            table.put(now);
        } else if (was != null) {
            table.remove(was.uuid());
        }
        tell(was, now);
    }

    private void tell(@Nullable StoredRow was, @Nullable StoredRow now) {
        if (news != null && was != null) {
            news.row(was);
        }
        if (news != null && now != null) {
            news.row(now);
        }
    }

    /**
     * One message may delete a port and insert another of the same name, in either order: the row that goes takes the
     * name along only if it still has it.
     */
    private void port(UUID uuid, @Nullable String name) {
        String before = portNames.remove(uuid);
        if (before != null) {
            ports.remove(before, uuid);
            tell(before);
        }
        if (name != null) {
            portNames.put(uuid, name);
            ports.put(name, uuid);
            tell(name);
        }
    }

    private void tell(String portName) {
        if (news != null) {
            news.portNames().add(new LogicalPort(portName));
        }
    }

    private void global(UUID uuid, JsonNode row, boolean modified) {
        globalRow = uuid;
        if (!modified) {
            globalName = "";
            globalOptions = Map.of();
            datapathConfiguration = 0;
        }
        globalName = columns.name(row, globalName);
        globalOptions = columns.map(row, "options", globalOptions);
        datapathConfiguration = Notation.integer(row, "hv_cfg", datapathConfiguration);
    }
}
