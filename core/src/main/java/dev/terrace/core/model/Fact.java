package dev.terrace.core.model;

/** Something known of the cluster: one Kubernetes object, reduced to what Terrace needs of it. */
public sealed interface Fact permits EndpointSliceFact, NamespaceFact, NodeFact, PodFact, Policy {

    FactKey key();
}
