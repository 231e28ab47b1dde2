package dev.terrace.core.verdict;

import dev.terrace.core.model.Protocol;

/**
 * A question: may {@code from} open a connection to {@code to}?
 *
 * @param from who opens it
 * @param to whom it is opened to, after load balancing
 * @param protocol TCP, UDP, SCTP or ICMP
 * @param port the destination port, 0 for ICMP
 */
public record Flow(FlowEnd from, FlowEnd to, Protocol protocol, int port) {}
