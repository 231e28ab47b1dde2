package dev.terrace.core.space;

import dev.terrace.core.model.ContainerPort;
import dev.terrace.core.model.IpBlock;
import dev.terrace.core.model.PodSelection;
import dev.terrace.core.model.ServiceKey;
import dev.terrace.core.selector.LabelSelector;

/** One thing that a policy can ask about an end. Ends of which the same atoms are true are of one class. */
sealed interface Atom {

    /** The end's own pod judges, and the subject of a policy selects it. */
    record Subject(PodSelection selection) implements Atom {}

    /** A pod at the address is selected by a peer. */
    record Occupant(PodSelection selection) implements Atom {}

    /** The address is in a block of a peer. */
    record Within(IpBlock block) implements Atom {}

    /** The address is one of a node that a peer selects. */
    record OfNode(LabelSelector selector) implements Atom {}

    /** The address is an endpoint of a Service. */
    record EndpointOf(ServiceKey service) implements Atom {}

    /** A pod at the address has a port that some rule names. */
    record Declares(ContainerPort port) implements Atom {}

    /** The end's own pod is probed at a TCP port. */
    record Probed(int port) implements Atom {}

    /** The end has a pod that judges. */
    record Judges() implements Atom {}

    /** The address is one of some node, and so may be the own node of a pod. */
    record OfSomeNode() implements Atom {}
}
