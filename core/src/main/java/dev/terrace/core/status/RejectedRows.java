package dev.terrace.core.status;

import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.ExternalIds;
import dev.terrace.core.desired.MatchNames;
import dev.terrace.core.desired.RowKey;
import dev.terrace.core.model.PolicyKey;
import dev.terrace.core.model.PolicyKind;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whose the rows are that the database does not take. */
public final class RejectedRows {

    private RejectedRows() {}

    /**
     * The policies that are not wholly programmed.
     *
     * @param image that was to be written
     * @param rejected the rows that were not, each with the reason in the server's words
     */
    public static Map<PolicyKey, Failure> byPolicy(DesiredImage image, Map<RowKey, String> rejected) {
        Map<PolicyKey, SortedSet<String>> reasons = new HashMap<>();
        image.rows().values().forEach(row -> {
            if (row instanceof AclRow acl) {
                needed(acl).filter(rejected::containsKey).forEach(key -> {
                    PolicyKey policy = policy(acl);
                    if (policy != null) {
                        reasons.computeIfAbsent(policy, _ -> new TreeSet<>()).add(key + ": " + rejected.get(key));
                    }
                });
            }
        });
        Map<PolicyKey, Failure> failures = new HashMap<>();
        reasons.forEach((policy, all) ->
                failures.put(policy, new Failure.Rejected(all.stream().toList())));
        return failures;
    }

    /** A rule is not in force without its own row, the group that carries it, and each set or group that it names. */
    private static Stream<RowKey> needed(AclRow acl) {
        return Stream.concat(
                Stream.of(acl.key(), new RowKey(RowKey.Table.PORT_GROUP, acl.portGroup())), MatchNames.of(acl.match()));
    }

    private static @Nullable PolicyKey policy(AclRow acl) {
        String kind = acl.externalIds().get(ExternalIds.KIND);
        String name = acl.externalIds().get(ExternalIds.POLICY);
        String namespace = acl.externalIds().getOrDefault(ExternalIds.NAMESPACE, "");
        for (PolicyKind each : PolicyKind.values()) {
            if (each.kind().equals(kind) && name != null) {
                return new PolicyKey(each, namespace, name);
            }
        }
        return null;
    }
}
