package dev.terrace.ovn.rpc;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Takes the rows of a {@code <table-updates>} (RFC 7047, section 4.1.5) or {@code <table-updates2>} one by one, each as
 * soon as its last byte is there. So a database of any size is read without a copy of the message in memory.
 */
public interface RowSink {

    /**
     * Takes a row. Called on the thread of the connection.
     *
     * @param uuid as it stands in the message
     * @param update what the message says of the row
     * @throws IllegalArgumentException when it makes no sense, which ends the connection
     */
    void row(String table, String uuid, JsonNode update);

    /** Takes rows that came as a whole. */
    default void rows(JsonNode tableUpdates) {
        tableUpdates
                .properties()
                .forEach(table -> table.getValue()
                        .properties()
                        .forEach(row -> row(table.getKey(), row.getKey(), row.getValue())));
    }
}
