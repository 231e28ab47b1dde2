package dev.terrace.core.lint;

/** What {@code lint} looks for. Identifiers never change, because people name them in CI jobs. */
public enum LintRule {
    UNKNOWN_FIELD(
            "unknown-field",
            Severity.ERROR,
            "A field that Terrace does not know fails closed",
            "correct its spelling, or use a field of the version that the manifest names"),
    UNSUPPORTED_FIELD(
            "unsupported-field",
            Severity.ERROR,
            "A field that Terrace does not implement fails closed",
            "say the same with another field"),
    INVALID_VALUE(
            "invalid-value",
            Severity.ERROR,
            "A value that the API forbids fails closed",
            "write what the message asks for"),
    OLD_PEER_FORM(
            "old-peer-form",
            Severity.ERROR,
            "A peer in the form of network-policy-api 0.1.1, which newer CRDs prune to every namespace",
            "write namespaces as a label selector: namespaces: {matchLabels: ...}"),
    EVERY_NAMESPACE(
            "every-namespace",
            Severity.WARNING,
            "An empty selector of namespaces, which is also what newer CRDs leave of the form of 0.1.1",
            "if every namespace is meant, say so with matchExpressions on kubernetes.io/metadata.name; "
                    + "otherwise select the namespaces by labels"),
    NETWORKS_WITH_NAMED_PORT(
            "networks-with-named-port",
            Severity.ERROR,
            "A named port together with peers that are addresses: only pods have names for ports",
            "name the port by its number, or move these peers to a rule of their own"),
    IP_BLOCK_WITH_NAMED_PORT(
            "ip-block-with-named-port",
            Severity.WARNING,
            "An ipBlock with a named port matches pods in the block only, whose containers have the name",
            "name the port by its number"),
    HOST_BITS(
            "host-bits",
            Severity.WARNING,
            "A CIDR with host bits means its whole network",
            "write the network itself, or /32 or /128 where one address is meant"),
    ACL_LOGGING(
            "acl-logging",
            Severity.WARNING,
            "What the annotation for logging asks for is not done as written",
            "write it on the Namespace, or on the policy where it is one of the cluster, as JSON with a severity "
                    + "for each of deny, allow and pass that is to be logged"),
    ONE_FAMILY(
            "one-family-denied",
            Severity.WARNING,
            "All addresses of one IP family are denied and those of the other are not",
            "add 0.0.0.0/0 or ::/0, whichever is missing"),
    EQUAL_PRIORITY(
            "equal-priority",
            Severity.WARNING,
            "Policies of equal priority say different things of one connection",
            "give one of them another priority"),
    EGRESS_WITHOUT_DNS(
            "egress-without-dns",
            Severity.WARNING,
            "Pods whose egress is denied cannot ask the cluster's DNS",
            "accept 53/udp and 53/tcp to the pods of kube-system/kube-dns, or wellKnown: ClusterDNS"),
    INGRESS_WITHOUT_PROBES(
            "ingress-without-probes",
            Severity.WARNING,
            "Pods whose ingress is denied do not get the kubelet's probes, and never become ready",
            "accept the ports of the probes from the nodes, or wellKnown: KubeletProbes"),
    PROBES_BY_PLATFORM(
            "probes-by-platform-only",
            Severity.NOTE,
            "Only Terrace's built-in rule kubelet-probes lets the probes of these pods in",
            "accept the ports of the probes if the policy is also used where that rule is off"),
    CONTRADICTS_NETWORK_POLICY(
            "contradicts-network-policy",
            Severity.WARNING,
            "A DeveloperNetworkPolicy decides otherwise than the NetworkPolicies of the same pods would",
            "make both say the same, or let the DeveloperNetworkPolicy pass");

    private final String id;
    private final Severity severity;
    private final String title;
    private final String advice;

    LintRule(String id, Severity severity, String title, String advice) {
        this.id = id;
        this.severity = severity;
        this.title = title;
        this.advice = advice;
    }

    /** Its name for people and CI jobs. */
    public String id() {
        return id;
    }

    public Severity severity() {
        return severity;
    }

    /** What it is about, in a line. */
    public String title() {
        return title;
    }

    /** What to do about it, in a line. */
    public String advice() {
        return advice;
    }

    /** Whether it says no more of a field than that something is wrong: a rule that knows what stands for it. */
    boolean isGeneral() {
        return switch (this) {
            case UNKNOWN_FIELD, UNSUPPORTED_FIELD, INVALID_VALUE -> true;
            case OLD_PEER_FORM,
                    EVERY_NAMESPACE,
                    NETWORKS_WITH_NAMED_PORT,
                    IP_BLOCK_WITH_NAMED_PORT,
                    HOST_BITS,
                    ACL_LOGGING,
                    ONE_FAMILY,
                    EQUAL_PRIORITY,
                    EGRESS_WITHOUT_DNS,
                    INGRESS_WITHOUT_PROBES,
                    PROBES_BY_PLATFORM,
                    CONTRADICTS_NETWORK_POLICY -> false;
        };
    }
}
