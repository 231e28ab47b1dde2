package dev.terrace.ovn.replica;

import com.fasterxml.jackson.databind.JsonNode;
import dev.terrace.core.desired.LogicalPort;
import dev.terrace.ovn.replica.StoredRow.StoredAcl;
import dev.terrace.ovn.replica.StoredRow.StoredAddressSet;
import dev.terrace.ovn.replica.StoredRow.StoredPortGroup;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
                            "options",
                            "external_ids"),
            "Logical_Switch_Port", List.of("name"),
            "NB_Global", List.of("options", "nb_cfg", "hv_cfg"));

    private final Map<UUID, StoredAddressSet> addressSets = new HashMap<>();
    private final Map<UUID, StoredPortGroup> portGroups = new HashMap<>();
    private final Map<UUID, StoredAcl> acls = new HashMap<>();
    private final Map<UUID, String> portNames = new HashMap<>();
    private final Map<String, UUID> ports = new HashMap<>();
    private final Map<UUID, StoredAddressSet> fences = new HashMap<>();
    private Map<String, String> globalOptions = Map.of();
    private long datapathConfiguration;

    /** Our rows of {@code Address_Set}, by UUID. */
    public Map<UUID, StoredAddressSet> addressSets() {
        return Collections.unmodifiableMap(addressSets);
    }

    /** Our rows of {@code Port_Group}, by UUID. */
    public Map<UUID, StoredPortGroup> portGroups() {
        return Collections.unmodifiableMap(portGroups);
    }

    /** Our rows of {@code ACL}, by UUID. */
    public Map<UUID, StoredAcl> acls() {
        return Collections.unmodifiableMap(acls);
    }

    /** The row of a port, or null where the database has none of that name. */
    public @Nullable UUID port(LogicalPort port) {
        return ports.get(port.name());
    }

    public int portCount() {
        return ports.size();
    }

    /** {@code NB_Global.options}, which tells the zone of a per-node database. */
    public Map<String, String> globalOptions() {
        return globalOptions;
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
        return fences.values().stream().findFirst().map(Fence::of).orElse(null);
    }

    /** How many rows are ours, the fence apart. */
    public int ownRows() {
        return addressSets.size() + portGroups.size() + acls.size();
    }

    /**
     * Takes over a {@code <table-updates2>}: the reply to {@code monitor_cond} or the parameter of {@code update2}.
     *
     * @throws IllegalArgumentException when it is none
     */
    public void apply(JsonNode tableUpdates) {
        for (Map.Entry<String, JsonNode> table : tableUpdates.properties()) {
            for (Map.Entry<String, JsonNode> row : table.getValue().properties()) {
                apply(table.getKey(), UUID.fromString(row.getKey()), row.getValue());
            }
        }
    }

    private void apply(String table, UUID uuid, JsonNode update) {
        @Nullable JsonNode content = null;
        for (String kind : List.of("modify", "insert", "initial")) {
            if (update.has(kind)) {
                content = update.get(kind);
            }
        }
        // A deletion stands alone; an insertion starts from defaults, which the server leaves out.
        boolean modified = update.has("modify");
        switch (table) {
            case "Address_Set" -> addressSet(uuid, content, modified);
            case "Port_Group" -> put(portGroups, uuid, content == null ? null : portGroup(uuid, content, modified));
            case "ACL" -> put(acls, uuid, content == null ? null : acl(uuid, content, modified));
            case "Logical_Switch_Port" -> port(uuid, content);
            case "NB_Global" -> global(content, modified);
            default -> throw new IllegalArgumentException("an update of a table that is not watched: " + table);
        }
    }

    private static <R> void put(Map<UUID, R> rows, UUID uuid, @Nullable R row) {
        if (row == null) {
            rows.remove(uuid);
        } else {
            rows.put(uuid, row);
        }
    }

    private static <R> R before(Map<UUID, R> rows, UUID uuid, boolean modified, R blank) {
        if (!modified) {
            return blank;
        }
        R row = rows.get(uuid);
        if (row == null) {
            throw new IllegalArgumentException("a modification of an unknown row " + uuid);
        }
        return row;
    }

    private void addressSet(UUID uuid, @Nullable JsonNode row, boolean modified) {
        StoredAddressSet blank = new StoredAddressSet(uuid, "", Set.of(), Map.of());
        StoredAddressSet was = before(fences.containsKey(uuid) ? fences : addressSets, uuid, modified, blank);
        fences.remove(uuid);
        addressSets.remove(uuid);
        if (row != null) {
            StoredAddressSet now = new StoredAddressSet(
                    uuid,
                    Notation.text(row, "name", was.name()),
                    Notation.texts(row, "addresses", was.addresses()),
                    Notation.map(row, "external_ids", was.externalIds()));
            (now.name().startsWith(Fence.NAME_PREFIX) ? fences : addressSets).put(uuid, now);
        }
    }

    private void global(@Nullable JsonNode row, boolean modified) {
        if (row == null || !modified) {
            globalOptions = Map.of();
            datapathConfiguration = 0;
        }
        if (row != null) {
            globalOptions = Notation.map(row, "options", globalOptions);
            datapathConfiguration = Notation.integer(row, "hv_cfg", datapathConfiguration);
        }
    }

    private StoredPortGroup portGroup(UUID uuid, JsonNode row, boolean modified) {
        StoredPortGroup was =
                before(portGroups, uuid, modified, new StoredPortGroup(uuid, "", Set.of(), Set.of(), Map.of()));
        return new StoredPortGroup(
                uuid,
                Notation.text(row, "name", was.name()),
                Notation.uuids(row, "ports", was.ports()),
                Notation.uuids(row, "acls", was.acls()),
                Notation.map(row, "external_ids", was.externalIds()));
    }

    private StoredAcl acl(UUID uuid, JsonNode row, boolean modified) {
        StoredAcl was =
                before(acls, uuid, modified, new StoredAcl(uuid, "", 0, 0, "", "", "", false, Map.of(), Map.of()));
        return new StoredAcl(
                uuid,
                Notation.text(row, "direction", was.direction()),
                Notation.integer(row, "tier", was.tier()),
                Notation.integer(row, "priority", was.priority()),
                Notation.text(row, "match", was.match()),
                Notation.text(row, "action", was.action()),
                Notation.text(row, "name", was.name()),
                Notation.flag(row, "log", was.log()),
                Notation.map(row, "options", was.options()),
                Notation.map(row, "external_ids", was.externalIds()));
    }

    /**
     * One message may delete a port and insert another of the same name, in either order: the row that goes takes the
     * name along only if it still has it.
     */
    private void port(UUID uuid, @Nullable JsonNode row) {
        String before = portNames.remove(uuid);
        if (before != null) {
            ports.remove(before, uuid);
        }
        if (row != null) {
            String name = Notation.text(row, "name", before == null ? "" : before);
            portNames.put(uuid, name);
            ports.put(name, uuid);
        }
    }
}
