package dev.terrace.core.model;

/** The kinds of policy, in the order in which they are evaluated where stage and priority are the same. */
public enum PolicyKind {
    CLUSTER_NETWORK_POLICY("ClusterNetworkPolicy", "CNP"),
    ADMIN_NETWORK_POLICY("AdminNetworkPolicy", "ANP"),
    DEVELOPER_NETWORK_POLICY("DeveloperNetworkPolicy", "DNP"),
    NETWORK_POLICY("NetworkPolicy", "NP"),
    BASELINE_ADMIN_NETWORK_POLICY("BaselineAdminNetworkPolicy", "BANP");

    private final String kind;
    private final String abbreviation;

    PolicyKind(String kind, String abbreviation) {
        this.kind = kind;
        this.abbreviation = abbreviation;
    }

    /** The {@code kind} of the Kubernetes object. */
    public String kind() {
        return kind;
    }

    /** What people call it, and what ACL names begin with: {@code DNP}. */
    public String abbreviation() {
        return abbreviation;
    }
}
