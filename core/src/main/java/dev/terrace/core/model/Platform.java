package dev.terrace.core.model;

import java.util.List;
import java.util.Set;

/**
 * The switches of the built-in rules ({@code docs/design/policy-semantics.md}, "Platform rules").
 *
 * @param kubeletProbes allow the pod's own node to ask the ports that the pod's probes declare
 * @param hairpinAddresses those that OVN puts in as the source where a pod reaches itself through a Service
 *     ({@code hairpin_snat_ip} of a {@code Load_Balancer}), which are allowed; empty for none
 * @param ownNodeOfEveryPod whether the stage of NetworkPolicy lets a pod's own node in to every pod, and not only to
 *     those that a NetworkPolicy isolates, as OVN-Kubernetes has it; not where a Developer policy has passed
 */
public record Platform(boolean kubeletProbes, Set<IpAddress> hairpinAddresses, boolean ownNodeOfEveryPod) {

    /** The name of the rule for probes, as it stands in verdicts and rows. */
    public static final String KUBELET_PROBES = "kubelet-probes";

    /** The name of the rule for pods that reach themselves, as it stands in verdicts and rows. */
    public static final String HAIRPIN = "hairpin";

    /** The name of NetworkPolicy's exception for the pod's own node, as it stands in verdicts and rows. */
    public static final String OWN_NODE = "own-node";

    /** The addresses that OVN-Kubernetes puts in, as it is configured by default. */
    public static final Set<IpAddress> HAIRPIN_OF_OVN_KUBERNETES =
            Set.of(IpAddress.parse("169.254.169.5"), IpAddress.parse("fd69::5"));

    /** What holds where nothing is configured. */
    public static final Platform DEFAULT = new Platform(true);

    public Platform {
        hairpinAddresses = Set.copyOf(hairpinAddresses);
    }

    /** Without an address for pods that reach themselves. */
    public Platform(boolean kubeletProbes) {
        this(kubeletProbes, Set.of());
    }

    /** Where nobody else has rules. */
    public Platform(boolean kubeletProbes, Set<IpAddress> hairpinAddresses) {
        this(kubeletProbes, hairpinAddresses, false);
    }

    /** The same beside OVN-Kubernetes, which has rules of its own. */
    public Platform besideOvnKubernetes() {
        return new Platform(kubeletProbes, hairpinAddresses, true);
    }

    /** What lets a pod reach itself, on ingress; it matches nothing where there are no addresses. */
    public Rule hairpin() {
        List<IpBlock> blocks = hairpinAddresses.stream()
                .sorted()
                .map(IpPrefix::of)
                .map(IpBlock::of)
                .toList();
        return new Rule(0, HAIRPIN, Action.ACCEPT, List.of(new Peer.Networks(blocks)), List.of());
    }
}
