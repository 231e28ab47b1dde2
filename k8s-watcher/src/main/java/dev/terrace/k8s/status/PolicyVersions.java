package dev.terrace.k8s.status;

import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PolicyKey;
import dev.terrace.core.model.PolicyKind;
import dev.terrace.k8s.object.ObjectKind;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The versions of policies that have been delivered. Where a {@code resourceVersion} is larger than another of the same
 * kind, it is the later one (API Concepts, "Resource versions").
 */
public final class PolicyVersions {

    private record Since(String uid, long generation, long version) {}

    private final Map<PolicyKind, Long> newest = new EnumMap<>(PolicyKind.class);
    private final Map<PolicyKey, Since> since = new HashMap<>();

    /** A policy has been delivered as it is at a version; after the policy itself. */
    public synchronized void delivered(Policy policy, @Nullable String resourceVersion) {
        long version = number(resourceVersion);
        Since known = since.get(policy.key());
        if (known == null || known.generation != policy.generation() || !known.uid.equals(policy.uid())) {
            since.put(policy.key(), new Since(policy.uid(), policy.generation(), version));
        }
        newest.merge(policy.key().kind(), version, Math::max);
    }

    public synchronized void removed(PolicyKey policy) {
        since.remove(policy);
    }

    /**
     * All of a kind has been delivered as it is at a version, which is smaller than before if a backup was restored.
     */
    public synchronized void listed(ObjectKind kind, @Nullable String resourceVersion) {
        PolicyKind policies = kind.policies();
        if (policies != null) {
            newest.put(policies, number(resourceVersion));
        }
    }

    /** Of each kind, the version up to which every change has been delivered. */
    synchronized Map<PolicyKind, Long> newest() {
        return Map.copyOf(newest);
    }

    /** The version since which a policy is of a generation; null if it is no longer, or not yet. */
    synchronized @Nullable Long since(Policy policy) {
        Since known = since.get(policy.key());
        return known == null || known.generation != policy.generation() || !known.uid.equals(policy.uid())
                ? null
                : Long.valueOf(known.version);
    }

    private static long number(@Nullable String resourceVersion) {
        try {
            return resourceVersion == null ? 0 : Long.parseLong(resourceVersion);
        } catch (NumberFormatException opaque) {
            return 0;
        }
    }
}
