package dev.terrace.core.model;

/** Names an EndpointSlice. */
public record EndpointSliceKey(String namespace, String name) implements FactKey {}
