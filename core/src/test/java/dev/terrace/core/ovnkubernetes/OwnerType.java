package dev.terrace.core.ovnkubernetes;

/** The values of {@code k8s.ovn.org/owner-type} that are used here. */
public final class OwnerType {

    public static final String NETWORK_POLICY = "NetworkPolicy";
    /** The groups and ACLs of a namespace that drop what none of its NetworkPolicies accepts. */
    public static final String DEFAULT_DENY = "NetpolNamespace";
    /** What comes from a node to its own pods. */
    public static final String NODE = "NetpolNode";

    public static final String ADMIN = "AdminNetworkPolicy";
    public static final String BASELINE = "BaselineAdminNetworkPolicy";
    /** The addresses of the pods of a NetworkPolicy's peer. */
    public static final String POD_SELECTOR = "PodSelector";

    public static final String EGRESS_FIREWALL = "EgressFirewall";
    public static final String NAMESPACE = "Namespace";
    public static final String MULTICAST = "MulticastCluster";
    /** The group of all pods, and what hangs on it. */
    public static final String CLUSTER = "Cluster";

    /** Pods that live in a user-defined network, and what keeps others from them. */
    public static final String UDN_ISOLATION = "UDNIsolation";

    public static final String ADVERTISED_NETWORK = "AdvertisedNetwork";

    private OwnerType() {}
}
