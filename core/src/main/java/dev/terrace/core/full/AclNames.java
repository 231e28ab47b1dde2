package dev.terrace.core.full;

import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.ExternalIds;
import dev.terrace.core.model.Direction;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PolicyKey;
import java.util.SortedMap;
import java.util.TreeMap;

/** How an ACL says where it comes from: its id, the name that people see, and its external ids. */
final class AclNames {

    /** Stands in the place of a rule's number where a NetworkPolicy drops what no rule accepts. */
    static final String ISOLATION = "isolation";

    private AclNames() {}

    /** The primary id: unique, and the same for the same part of the same policy for ever. */
    static String id(PolicyKey policy, Direction direction, String rule, String clause) {
        return handle(policy, direction, rule) + ":" + clause;
    }

    /** {@code DNP:namespace:policy:Ingress:0}, cut from the right where the schema leaves no room. */
    static String name(PolicyKey policy, Direction direction, String rule) {
        String handle = handle(policy, direction, rule);
        return handle.substring(0, Math.min(handle.length(), AclRow.MAX_NAME_LENGTH));
    }

    private static String handle(PolicyKey policy, Direction direction, String rule) {
        String namespace = policy.namespace().isEmpty() ? "" : policy.namespace() + ":";
        return policy.kind().abbreviation() + ":" + namespace + policy.name() + ":" + direction.word() + ":" + rule;
    }

    static SortedMap<String, String> externalIds(Policy policy, Direction direction) {
        SortedMap<String, String> ids = new TreeMap<>();
        ids.put(ExternalIds.KIND, policy.key().kind().kind());
        if (!policy.key().namespace().isEmpty()) {
            ids.put(ExternalIds.NAMESPACE, policy.key().namespace());
        }
        ids.put(ExternalIds.POLICY, policy.key().name());
        if (!policy.uid().isEmpty()) {
            ids.put(ExternalIds.UID, policy.uid());
        }
        ids.put(ExternalIds.GENERATION, Long.toString(policy.generation()));
        ids.put(ExternalIds.DIRECTION, direction.word());
        ids.put(ExternalIds.STAGE, policy.stage().word());
        return ids;
    }
}
