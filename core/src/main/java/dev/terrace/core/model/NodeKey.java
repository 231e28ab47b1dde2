package dev.terrace.core.model;

/** Names a node. */
public record NodeKey(String name) implements FactKey {}
