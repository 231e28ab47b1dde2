package dev.terrace.ovn;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** The tables of a Northbound database, read by other means than the writer's. */
interface NorthboundRows {

    /**
     * All rows of a table with all columns; of a single server {@code _version} too, which changes whenever the row
     * does.
     */
    List<JsonNode> rows(String table);
}
