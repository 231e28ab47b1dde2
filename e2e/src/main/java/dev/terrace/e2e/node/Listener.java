package dev.terrace.e2e.node;

import dev.terrace.core.model.Protocol;

/**
 * An echo server of both families.
 *
 * @param netns where it listens
 * @param protocol TCP, UDP or SCTP; ICMP needs no server
 * @param port the port
 */
public record Listener(String netns, Protocol protocol, int port) {}
