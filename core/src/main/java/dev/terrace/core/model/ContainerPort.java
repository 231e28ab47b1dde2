package dev.terrace.core.model;

/** A port that a container of a pod declares under a name ({@code Pod.spec.containers[].ports[]}). */
public record ContainerPort(String name, Protocol protocol, int number) {}
