package dev.terrace.core.model;

/** Names a fact: at any moment there is at most one fact of a key. */
public sealed interface FactKey permits EndpointSliceKey, NamespaceKey, NodeKey, PodKey, PolicyKey {}
