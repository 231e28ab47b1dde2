package dev.terrace.k8s.server;

import tools.jackson.databind.JsonNode;

/**
 * What somebody asked of the API server, and how it was answered.
 *
 * @param user who
 * @param verb in the words of RBAC
 * @param resource with its subresource and group: {@code nodes},
 *     {@code developernetworkpolicies/status.policy.terrace.dev}; empty for what is no resource
 * @param code the HTTP status
 */
public record AuditedRequest(String user, String verb, String resource, int code) {

    private static final int FORBIDDEN = 403;

    static AuditedRequest read(JsonNode event) {
        return new AuditedRequest(
                event.at("/user/username").asString(""),
                event.at("/verb").asString(""),
                resource(event.path("objectRef")),
                event.at("/responseStatus/code").asInt(0));
    }

    private static String resource(JsonNode object) {
        return resource(
                object.path("resource").asString("")
                        + (object.has("subresource")
                                ? "/" + object.get("subresource").asString()
                                : ""),
                object.path("apiGroup").asString(""));
    }

    /** A resource, with its subresource if any, of a group; that of the core is empty. */
    public static String resource(String plural, String group) {
        return group.isEmpty() ? plural : plural + "." + group;
    }

    public boolean refused() {
        return code == FORBIDDEN;
    }
}
