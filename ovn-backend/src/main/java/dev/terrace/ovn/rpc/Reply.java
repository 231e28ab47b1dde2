package dev.terrace.ovn.rpc;

import com.fasterxml.jackson.databind.JsonNode;

/** What became of a call. */
public sealed interface Reply {

    /** The server answered. */
    record Result(JsonNode value) implements Reply {}

    /** The server refused the call as a whole; {@code error} is what it said (RFC 7047, section 4.1). */
    record Refusal(JsonNode error) implements Reply {}

    /** The connection ended first. Whether the server acted on the call is not known. */
    record Lost(String reason) implements Reply {}
}
