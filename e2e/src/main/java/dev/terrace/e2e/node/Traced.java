package dev.terrace.e2e.node;

/**
 * What OVN's simulator says of the first packet of a connection.
 *
 * @param delivered whether it leaves through the port that it is for
 * @param detail what the packet does on its way
 */
public record Traced(boolean delivered, String detail) {}
