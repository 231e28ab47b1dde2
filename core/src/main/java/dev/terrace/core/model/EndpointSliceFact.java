package dev.terrace.core.model;

import java.util.Set;

/**
 * The addresses behind a Service, one slice of them ({@code discovery.k8s.io/v1}).
 *
 * @param key the slice's own name
 * @param service the Service that it belongs to, by its label {@code kubernetes.io/service-name}
 * @param addresses the addresses of its endpoints
 */
public record EndpointSliceFact(EndpointSliceKey key, ServiceKey service, Set<IpAddress> addresses) implements Fact {
    public EndpointSliceFact {
        addresses = Set.copyOf(addresses);
    }
}
