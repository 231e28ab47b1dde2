package dev.terrace.ovn.session;

import com.fasterxml.jackson.databind.JsonNode;
import dev.terrace.core.desired.RowKey;
import dev.terrace.ovn.replica.Replica;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.opendaylight.ovsdb.lib.schema.DatabaseSchema;
import org.opendaylight.ovsdb.lib.schema.GenericTableSchema;

/** The schema of the server at hand. */
final class NorthboundSchema {

    static final String DATABASE = "OVN_Northbound";

    private final DatabaseSchema schema;

    private NorthboundSchema(DatabaseSchema schema) {
        this.schema = schema;
    }

    /** @throws RuntimeException of the library's own making when {@code json} is no schema */
    static NorthboundSchema parse(JsonNode json) {
        return new NorthboundSchema(DatabaseSchema.fromJson(DATABASE, json).withInternallyGeneratedColumns());
    }

    DatabaseSchema library() {
        return schema;
    }

    String version() {
        return schema.getVersion().toString();
    }

    GenericTableSchema table(RowKey.Table table) {
        return schema.table(table.ovn(), GenericTableSchema.class);
    }

    /** What is missing, in one line for a person; null when nothing is. */
    @Nullable String shortcoming() {
        if (schema.hasTable("ACL")
                && !schema.table("ACL", GenericTableSchema.class).hasColumn("tier")) {
            return "OVN 23.06 or newer is needed: this Northbound schema (version " + version() + ") has no ACL tiers";
        }
        TreeSet<String> missing = new TreeSet<>();
        Replica.COLUMNS.forEach((table, columns) -> {
            for (String column : columns) {
                if (!schema.hasTable(table)
                        || !schema.table(table, GenericTableSchema.class).hasColumn(column)) {
                    missing.add(table + "." + column);
                }
            }
        });
        return missing.isEmpty()
                ? null
                : "this Northbound schema (version " + version() + ") lacks " + String.join(", ", missing);
    }
}
