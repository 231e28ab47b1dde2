package dev.terrace.ovn.replica;

import dev.terrace.core.desired.ExternalIds;
import dev.terrace.core.desired.RowKey;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A row of ours as the database has it, with the columns that we write. */
public sealed interface StoredRow {

    UUID uuid();

    RowKey.Table table();

    Map<String, String> externalIds();

    /**
     * The primary id by which the row claims to be ours: its name where the table has an index on that, as nobody else
     * can have the same, and {@link ExternalIds#ID} otherwise. Empty where somebody removed it.
     */
    default String id() {
        return switch (this) {
            case StoredAddressSet set -> set.name();
            case StoredPortGroup group -> group.name();
            case StoredMeter meter -> meter.name();
            case StoredMeterBand band -> band.externalIds().getOrDefault(ExternalIds.ID, "");
            case StoredAcl acl -> acl.externalIds().getOrDefault(ExternalIds.ID, "");
        };
    }

    /** What to call it in an outcome: its primary id, or its UUID where it has none. */
    default RowKey key() {
        return new RowKey(table(), id().isEmpty() ? uuid().toString() : id());
    }

    /** A row of {@code Address_Set}. */
    record StoredAddressSet(UUID uuid, String name, FlatSet<String> addresses, Map<String, String> externalIds)
            implements StoredRow {

        static StoredAddressSet blank(UUID uuid) {
            return new StoredAddressSet(uuid, "", FlatSet.texts(List.of()), Map.of());
        }

        @Override
        public RowKey.Table table() {
            return RowKey.Table.ADDRESS_SET;
        }
    }

    /** A row of {@code Port_Group}. */
    record StoredPortGroup(
            UUID uuid, String name, FlatSet<UUID> ports, FlatSet<UUID> acls, Map<String, String> externalIds)
            implements StoredRow {

        static StoredPortGroup blank(UUID uuid) {
            return new StoredPortGroup(uuid, "", FlatSet.uuids(List.of()), FlatSet.uuids(List.of()), Map.of());
        }

        @Override
        public RowKey.Table table() {
            return RowKey.Table.PORT_GROUP;
        }
    }

    /** A row of {@code ACL}. */
    record StoredAcl(
            UUID uuid,
            String direction,
            long tier,
            long priority,
            String match,
            String action,
            String name,
            boolean log,
            String severity,
            String meter,
            Map<String, String> options,
            Map<String, String> externalIds)
            implements StoredRow {

        static StoredAcl blank(UUID uuid) {
            return new StoredAcl(uuid, "", 0, 0, "", "", "", false, "", "", Map.of(), Map.of());
        }

        @Override
        public RowKey.Table table() {
            return RowKey.Table.ACL;
        }
    }

    /** A row of {@code Meter}. */
    record StoredMeter(
            UUID uuid, String name, String unit, boolean fair, FlatSet<UUID> bands, Map<String, String> externalIds)
            implements StoredRow {

        static StoredMeter blank(UUID uuid) {
            return new StoredMeter(uuid, "", "", false, FlatSet.uuids(List.of()), Map.of());
        }

        @Override
        public RowKey.Table table() {
            return RowKey.Table.METER;
        }
    }

    /** A row of {@code Meter_Band}. */
    record StoredMeterBand(UUID uuid, String action, long rate, long burstSize, Map<String, String> externalIds)
            implements StoredRow {

        static StoredMeterBand blank(UUID uuid) {
            return new StoredMeterBand(uuid, "", 0, 0, Map.of());
        }

        @Override
        public RowKey.Table table() {
            return RowKey.Table.METER_BAND;
        }
    }
}
