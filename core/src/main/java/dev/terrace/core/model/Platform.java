package dev.terrace.core.model;

/**
 * The switches of the built-in rules ({@code docs/design/policy-semantics.md}, "Platform rules").
 *
 * @param kubeletProbes allow the pod's own node to ask the ports that the pod's probes declare
 */
public record Platform(boolean kubeletProbes) {

    /** The name of the rule for probes, as it stands in verdicts and rows. */
    public static final String KUBELET_PROBES = "kubelet-probes";

    /** The name of NetworkPolicy's exception for the pod's own node, as it stands in verdicts and rows. */
    public static final String OWN_NODE = "own-node";

    /** Every built-in rule is on. */
    public static final Platform DEFAULT = new Platform(true);
}
