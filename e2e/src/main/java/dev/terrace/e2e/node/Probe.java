package dev.terrace.e2e.node;

import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.Protocol;

/**
 * A connection to be tried with real packets.
 *
 * @param netns where it starts
 * @param to the address that it is opened to
 * @param protocol TCP, UDP, SCTP or ICMP
 * @param port the destination port, 0 for ICMP
 */
public record Probe(String netns, IpAddress to, Protocol protocol, int port) {}
