package dev.terrace.ovn;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.testcontainers.utility.DockerImageName;

/** The tables of a Northbound database, read by other means than the writer's. */
interface NorthboundRows {

    /** Where the servers come from: the OVN of the Debian suite that {@code TERRACE_OVN} names. */
    DockerImageName IMAGE =
            DockerImageName.parse("terrace-ovn:" + System.getenv().getOrDefault("TERRACE_OVN", "trixie"));

    /**
     * All rows of a table with all columns; of a single server {@code _version} too, which changes whenever the row
     * does.
     */
    List<JsonNode> rows(String table);
}
