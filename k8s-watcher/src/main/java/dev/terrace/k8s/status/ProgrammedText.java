package dev.terrace.k8s.status;

import dev.terrace.core.model.PolicyKey;
import dev.terrace.core.model.PolicyKind;
import dev.terrace.core.status.Failure;
import dev.terrace.core.status.Programmed;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a database holds, as the text of an annotation. All annotations of an object may have 256 KiB, so of very many
 * failures fewer words are said, and of more than that it is not said that anything is programmed.
 */
final class ProgrammedText {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final int WORDY_FAILURES = 200;
    private static final int FAILURES = 500;
    private static final int REASONS = 2;
    private static final int REASON_LENGTH = 200;
    private static final String LACONIC = "the log of the gateway says why";

    private ProgrammedText() {}

    static String write(Programmed programmed) {
        ObjectNode root = JSON.createObjectNode();
        ObjectNode upTo = root.putObject("upTo");
        ArrayNode failed = root.putArray("failed");
        if (programmed.failed().size() <= FAILURES) {
            programmed.upTo().forEach((kind, version) -> upTo.put(kind.kind(), version.longValue()));
            boolean wordy = programmed.failed().size() <= WORDY_FAILURES;
            programmed.failed().forEach((policy, failure) -> write(policy, failure, wordy, failed.addObject()));
        }
        return JSON.writeValueAsString(root);
    }

    private static void write(PolicyKey policy, Failure failure, boolean wordy, ObjectNode into) {
        into.put("kind", policy.kind().kind());
        into.put("namespace", policy.namespace());
        into.put("name", policy.name());
        if (failure instanceof Failure.Rejected(List<String> reasons)) {
            ArrayNode rejected = into.putArray("rejected");
            if (wordy) {
                reasons.stream().limit(REASONS).map(ProgrammedText::shortened).forEach(rejected::add);
            } else {
                rejected.add(LACONIC);
            }
        }
    }

    private static String shortened(String reason) {
        return reason.length() <= REASON_LENGTH ? reason : reason.substring(0, REASON_LENGTH - 3) + "...";
    }

    /** Of a text that another version may have written; what is not understood counts as not programmed. */
    static Programmed read(@Nullable String text) {
        JsonNode root;
        try {
            root = text == null ? JSON.createObjectNode() : JSON.readTree(text);
        } catch (JacksonException unreadable) {
            root = JSON.createObjectNode();
        }
        Map<PolicyKind, Long> upTo = new HashMap<>();
        Map<PolicyKey, Failure> failed = new HashMap<>();
        for (PolicyKind kind : PolicyKind.values()) {
            JsonNode version = root.path("upTo").path(kind.kind());
            if (version.isIntegralNumber()) {
                upTo.put(kind, version.longValue());
            }
            for (JsonNode failure : root.path("failed")) {
                if (failure.path("kind").asString("").equals(kind.kind())) {
                    failed.put(
                            new PolicyKey(
                                    kind,
                                    failure.path("namespace").asString(""),
                                    failure.path("name").asString("")),
                            failure(failure));
                }
            }
        }
        return new Programmed(upTo, failed);
    }

    private static Failure failure(JsonNode failure) {
        return failure.has("rejected")
                ? new Failure.Rejected(failure.path("rejected")
                        .valueStream()
                        .map(reason -> reason.asString(""))
                        .toList())
                : new Failure.Exhausted();
    }
}
