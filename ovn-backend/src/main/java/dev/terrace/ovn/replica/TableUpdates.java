package dev.terrace.ovn.replica;

import com.fasterxml.jackson.databind.JsonNode;
import dev.terrace.ovn.replica.StoredRow.StoredAcl;
import dev.terrace.ovn.replica.StoredRow.StoredAddressSet;
import dev.terrace.ovn.replica.StoredRow.StoredMeter;
import dev.terrace.ovn.replica.StoredRow.StoredMeterBand;
import dev.terrace.ovn.replica.StoredRow.StoredPortGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A {@code <table-updates2>}, the reply to {@code monitor_cond} or the parameter of {@code update2}, as it is read: new
 * rows in the form that the replica keeps, so that they are all that remains of a message of any size. It counts only
 * when it is complete and {@link Replica#apply applied}.
 */
public final class TableUpdates {

    private final Columns columns;
    private final List<Change> changes = new ArrayList<>();

    TableUpdates(Columns columns) {
        this.columns = columns;
    }

    /** What becomes of a row. */
    sealed interface Change {

        /** A row of ours is there now, with nothing but this. */
        record Put(StoredRow row) implements Change {}

        record PutPort(UUID uuid, String name) implements Change {}

        /** A row of ours has other content in these columns. */
        record Modify(String table, UUID uuid, JsonNode columns) implements Change {}

        record Gone(String table, UUID uuid) implements Change {}

        /** The row of {@code NB_Global} is there now, or another in these columns. */
        record Global(UUID uuid, JsonNode columns, boolean modified) implements Change {}
    }

    /**
     * Adds a {@code <row-update2>}.
     *
     * @throws IllegalArgumentException when it is none, or of a table that is not watched
     */
    public void add(String table, UUID uuid, JsonNode update) {
        JsonNode modified = update.get("modify");
        if (modified != null) {
            changes.add(
                    table.equals("NB_Global")
                            ? new Change.Global(uuid, modified, true)
                            : new Change.Modify(table, uuid, modified));
            return;
        }
        JsonNode inserted = update.has("insert") ? update.get("insert") : update.get("initial");
        changes.add(inserted == null ? new Change.Gone(table, uuid) : put(table, uuid, inserted));
    }

    /** An insertion starts from defaults, which the server leaves out. */
    private Change put(String table, UUID uuid, JsonNode row) {
        return switch (table) {
            case "Address_Set" -> new Change.Put(columns.addressSet(row, StoredAddressSet.blank(uuid)));
            case "Port_Group" -> new Change.Put(columns.portGroup(row, StoredPortGroup.blank(uuid)));
            case "ACL" -> new Change.Put(columns.acl(row, StoredAcl.blank(uuid)));
            case "Meter" -> new Change.Put(columns.meter(row, StoredMeter.blank(uuid)));
            case "Meter_Band" -> new Change.Put(columns.meterBand(row, StoredMeterBand.blank(uuid)));
            case "Logical_Switch_Port" -> new Change.PutPort(uuid, columns.name(row, ""));
            case "NB_Global" -> new Change.Global(uuid, row, false);
            default -> throw unwatched(table);
        };
    }

    static IllegalArgumentException unwatched(@Nullable String table) {
        return new IllegalArgumentException("an update of a table that is not watched: " + table);
    }

    List<Change> changes() {
        return changes;
    }
}
