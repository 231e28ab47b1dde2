package dev.terrace.core.status;

import dev.terrace.core.model.PolicyKey;
import dev.terrace.core.model.PolicyKind;
import java.util.Map;

/**
 * What one database holds.
 *
 * @param upTo of each kind, the {@code resourceVersion} up to which every change of its policies has its rows there
 * @param failed the policies of which rows are missing all the same
 */
public record Programmed(Map<PolicyKind, Long> upTo, Map<PolicyKey, Failure> failed) {

    public Programmed {
        upTo = Map.copyOf(upTo);
        failed = Map.copyOf(failed);
    }

    /** Whether it is about a policy as it has been since a {@code resourceVersion}. */
    boolean covers(PolicyKey policy, long since) {
        return upTo.getOrDefault(policy.kind(), -1L) >= since;
    }
}
