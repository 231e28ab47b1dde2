package dev.terrace.core.status;

/**
 * A part of the cluster with a Northbound database of its own, as its gateway has told of it.
 *
 * @param silent whether the gateway has not been heard of lately
 */
public record ZoneReport(String name, Programmed programmed, boolean silent) {}
