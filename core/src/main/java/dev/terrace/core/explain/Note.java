package dev.terrace.core.explain;

import dev.terrace.core.model.Direction;
import dev.terrace.core.model.IpFamily;
import dev.terrace.core.model.PodKey;
import dev.terrace.core.model.PolicyKey;
import dev.terrace.core.model.Problem;

/** Something about a flow that people trip over. */
public sealed interface Note {

    /** A rule of a stage above opens what a NetworkPolicy isolates. */
    record OpensIsolated(Direction direction, PolicyKey opens, PolicyKey isolates) implements Note {}

    /** A policy that decided is not done as written. */
    record NotAsWritten(PolicyKey policy, Problem problem) implements Note {}

    /** The pod lives in its node's network: no policy selects it, and only its address can be matched. */
    record HostNetwork(PodKey pod) implements Note {}

    /** The pod lives in a network that somebody defined: no policy selects it, and no peer. */
    record UserDefinedNetwork(PodKey pod) implements Note {}

    /** The pod has run to its end: no policy selects it. */
    record Finished(PodKey pod) implements Note {}

    /** A pod talks to its own address, which is never judged; through a Service it is. */
    record Hairpin(PodKey pod) implements Note {}

    /** Allowed because it comes from the pod's own node, an exception that only the stage of NetworkPolicy has. */
    record OwnNode(PodKey pod) implements Note {}

    /** Between the same ends in the other family the verdict is another. */
    record OtherFamily(IpFamily family, boolean allows) implements Note {}

    /** What is dropped stops even if it was established; what was opened the other way is not judged by this. */
    record Established() implements Note {}
}
