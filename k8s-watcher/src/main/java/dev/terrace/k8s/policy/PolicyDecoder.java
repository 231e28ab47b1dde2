package dev.terrace.k8s.policy;

import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PolicyKey;
import org.jspecify.annotations.Nullable;

/** Reads a policy of any kind. */
public final class PolicyDecoder {

    private PolicyDecoder() {}

    /**
     * Reads a policy. What of it is not understood fails closed and is told in {@link Policy#problems}.
     *
     * @param key its name, which says of which kind it is
     * @param tree the whole object as maps, lists and scalars
     */
    public static Policy decode(PolicyKey key, @Nullable Object tree) {
        PolicyDocument document = new PolicyDocument(key, tree);
        return switch (key.kind()) {
            case CLUSTER_NETWORK_POLICY -> ClusterNetworkPolicyForm.read(document);
            case ADMIN_NETWORK_POLICY -> AdminNetworkPolicyForm.read(document);
            case BASELINE_ADMIN_NETWORK_POLICY -> AdminNetworkPolicyForm.readBaseline(document);
            case DEVELOPER_NETWORK_POLICY -> DeveloperNetworkPolicyForm.read(document);
            case NETWORK_POLICY -> NetworkPolicyForm.read(document);
        };
    }
}
