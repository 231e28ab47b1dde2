package dev.terrace.e2e.node;

import dev.terrace.core.model.IpAddress;

/**
 * A connection to ask OVN's simulator about.
 *
 * @param probe the connection as it would be tried
 * @param source the address that it comes from
 * @param toNetns who has the address that it is opened to
 */
public record Trace(Probe probe, IpAddress source, String toNetns) {}
