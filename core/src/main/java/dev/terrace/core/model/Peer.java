package dev.terrace.core.model;

import dev.terrace.core.selector.LabelSelector;
import java.util.List;

/** One alternative of whom a rule is about. */
public sealed interface Peer {

    /** Anybody, at any address of either family. */
    record Anyone() implements Peer {}

    /** Pods by labels. */
    record Pods(PodSelection selection) implements Peer {}

    /** Addresses, whoever has them. */
    record Networks(List<IpBlock> blocks) implements Peer {
        public Networks {
            blocks = List.copyOf(blocks);
        }
    }

    /** The addresses of the nodes whose labels match. */
    record Nodes(LabelSelector selector) implements Peer {}

    /** The node of the destination pod, asking the ports that the pod's own probes declare. */
    record KubeletProbes() implements Peer {}

    /** The addresses of a Service's endpoints. */
    record Endpoints(ServiceKey service) implements Peer {}
}
