package dev.terrace.ovn.session;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A server's word on its place in a cluster: the row of our database in {@code _Server.Database}
 * ({@code ovsdb-server(5)}).
 *
 * @param clustered whether the database is a cluster's; nothing else matters where it is not
 * @param connected whether it is in contact with a majority of its cluster
 * @param leader whether it is the leader
 * @param cluster the id of the cluster, empty before it has joined
 * @param index of the last log entry that it has
 */
record Member(boolean clustered, boolean connected, boolean leader, String cluster, long index) {

    /** Reads the columns. */
    static Member of(JsonNode row) {
        return new Member(
                row.path("model").asText().equals("clustered"),
                row.path("connected").asBoolean(),
                row.path("leader").asBoolean(),
                // An optional UUID or integer is a set of none, or itself.
                row.path("cid").path(0).asText().equals("uuid")
                        ? row.path("cid").path(1).asText()
                        : "",
                row.path("index").asLong());
    }
}
