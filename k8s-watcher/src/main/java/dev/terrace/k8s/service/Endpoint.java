package dev.terrace.k8s.service;

import dev.terrace.core.model.IpAddress;

/**
 * Where a connection to a Service may arrive.
 *
 * @param address whose
 * @param port at which port there, which need not be the Service's
 */
public record Endpoint(IpAddress address, int port) {}
