package dev.terrace.core.verdict;

import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.PodKey;

/** One end of a flow as a person names it. */
public sealed interface FlowEnd {

    /** A pod. */
    record Pod(PodKey key) implements FlowEnd {}

    /** Whoever has the address: a pod where one has it, otherwise somebody outside. */
    record Address(IpAddress address) implements FlowEnd {}

    /** A node, by its first address of the family that the flow uses. */
    record Node(String name) implements FlowEnd {}
}
