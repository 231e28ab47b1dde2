package dev.terrace.ovn.rpc;

import com.fasterxml.jackson.databind.JsonNode;

/** A message that the server sent by itself, such as {@code update2}. */
public record Notification(String method, JsonNode params) {}
