package dev.terrace.k8s.object;

import dev.terrace.core.model.EndpointSliceKey;
import dev.terrace.core.model.FactKey;
import dev.terrace.core.model.NamespaceKey;
import dev.terrace.core.model.NodeKey;
import dev.terrace.core.model.PodKey;
import dev.terrace.core.model.PolicyKey;
import dev.terrace.core.model.PolicyKind;
import org.jspecify.annotations.Nullable;

/** The kinds of object that Terrace reads, each in the one version that it understands. */
public enum ObjectKind {
    NAMESPACE("", "v1", "Namespace", "namespaces", false),
    NODE("", "v1", "Node", "nodes", false),
    POD("", "v1", "Pod", "pods", true),
    ENDPOINT_SLICE("discovery.k8s.io", "v1", "EndpointSlice", "endpointslices", true),
    NETWORK_POLICY("networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies", true),
    CLUSTER_NETWORK_POLICY(
            "policy.networking.k8s.io", "v1alpha2", "ClusterNetworkPolicy", "clusternetworkpolicies", false),
    ADMIN_NETWORK_POLICY("policy.networking.k8s.io", "v1alpha1", "AdminNetworkPolicy", "adminnetworkpolicies", false),
    BASELINE_ADMIN_NETWORK_POLICY(
            "policy.networking.k8s.io",
            "v1alpha1",
            "BaselineAdminNetworkPolicy",
            "baselineadminnetworkpolicies",
            false),
    DEVELOPER_NETWORK_POLICY(
            "policy.terrace.dev", "v1alpha1", "DeveloperNetworkPolicy", "developernetworkpolicies", true);

    private final String group;
    private final String version;
    private final String kind;
    private final String plural;
    private final boolean namespaced;

    ObjectKind(String group, String version, String kind, String plural, boolean namespaced) {
        this.group = group;
        this.version = version;
        this.kind = kind;
        this.plural = plural;
        this.namespaced = namespaced;
    }

    /** The kind of object that a policy of a kind is. */
    public static ObjectKind of(PolicyKind kind) {
        return switch (kind) {
            case CLUSTER_NETWORK_POLICY -> CLUSTER_NETWORK_POLICY;
            case ADMIN_NETWORK_POLICY -> ADMIN_NETWORK_POLICY;
            case DEVELOPER_NETWORK_POLICY -> DEVELOPER_NETWORK_POLICY;
            case NETWORK_POLICY -> NETWORK_POLICY;
            case BASELINE_ADMIN_NETWORK_POLICY -> BASELINE_ADMIN_NETWORK_POLICY;
        };
    }

    /** The kind of policy that its objects are; null where they are none. */
    public @Nullable PolicyKind policies() {
        return switch (this) {
            case CLUSTER_NETWORK_POLICY -> PolicyKind.CLUSTER_NETWORK_POLICY;
            case ADMIN_NETWORK_POLICY -> PolicyKind.ADMIN_NETWORK_POLICY;
            case DEVELOPER_NETWORK_POLICY -> PolicyKind.DEVELOPER_NETWORK_POLICY;
            case NETWORK_POLICY -> PolicyKind.NETWORK_POLICY;
            case BASELINE_ADMIN_NETWORK_POLICY -> PolicyKind.BASELINE_ADMIN_NETWORK_POLICY;
            case NAMESPACE, NODE, POD, ENDPOINT_SLICE -> null;
        };
    }

    /** The API group; empty for the core group. */
    public String group() {
        return group;
    }

    public String version() {
        return version;
    }

    /** The object's field {@code kind}. */
    public String kind() {
        return kind;
    }

    /** The last part of the resource's path in the API. */
    public String plural() {
        return plural;
    }

    public boolean namespaced() {
        return namespaced;
    }

    /** The object's field {@code apiVersion}. */
    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** Whether its resource exists only where somebody installed a CRD. */
    public boolean needsCrd() {
        return switch (this) {
            case NAMESPACE, NODE, POD, ENDPOINT_SLICE, NETWORK_POLICY -> false;
            case CLUSTER_NETWORK_POLICY,
                    ADMIN_NETWORK_POLICY,
                    BASELINE_ADMIN_NETWORK_POLICY,
                    DEVELOPER_NETWORK_POLICY -> true;
        };
    }

    /**
     * The key of the fact that an object of this kind becomes.
     *
     * @param namespace the object's namespace, which does not matter for the kinds of cluster scope
     * @param name the object's name
     */
    public FactKey key(String namespace, String name) {
        return switch (this) {
            case NAMESPACE -> new NamespaceKey(name);
            case NODE -> new NodeKey(name);
            case POD -> new PodKey(namespace, name);
            case ENDPOINT_SLICE -> new EndpointSliceKey(namespace, name);
            case NETWORK_POLICY -> new PolicyKey(PolicyKind.NETWORK_POLICY, namespace, name);
            case CLUSTER_NETWORK_POLICY -> new PolicyKey(PolicyKind.CLUSTER_NETWORK_POLICY, "", name);
            case ADMIN_NETWORK_POLICY -> new PolicyKey(PolicyKind.ADMIN_NETWORK_POLICY, "", name);
            case BASELINE_ADMIN_NETWORK_POLICY -> new PolicyKey(PolicyKind.BASELINE_ADMIN_NETWORK_POLICY, "", name);
            case DEVELOPER_NETWORK_POLICY -> new PolicyKey(PolicyKind.DEVELOPER_NETWORK_POLICY, namespace, name);
        };
    }
}
