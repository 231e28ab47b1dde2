package dev.terrace.core.model;

/** Names a namespace. */
public record NamespaceKey(String name) implements FactKey {}
