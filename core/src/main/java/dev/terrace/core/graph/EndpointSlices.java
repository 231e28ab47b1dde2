package dev.terrace.core.graph;

import dev.terrace.core.graph.GraphStatistics.Node;
import dev.terrace.core.model.EndpointSliceFact;
import dev.terrace.core.model.EndpointSliceKey;
import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.ServiceKey;
import dev.terrace.core.row.SelectionText;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The endpoint slices that are known, and the addresses of the services that rules name. */
final class EndpointSlices {

    private final Wiring wiring;
    private final Map<EndpointSliceKey, EndpointSliceFact> facts = new HashMap<>();
    private final Map<ServiceKey, SourceAddresses> byService = new HashMap<>();

    EndpointSlices(Wiring wiring) {
        this.wiring = wiring;
    }

    void upsert(EndpointSliceFact fact) {
        EndpointSliceFact before = facts.put(fact.key(), fact);
        if (!fact.equals(before)) {
            changed(before, fact);
        }
    }

    void remove(EndpointSliceKey key) {
        EndpointSliceFact before = facts.remove(key);
        if (before != null) {
            changed(before, null);
        }
    }

    private void changed(@Nullable EndpointSliceFact before, @Nullable EndpointSliceFact after) {
        wiring.agenda().work().event(Node.ENDPOINT_SLICES);
        if (before != null && after != null && before.service().equals(after.service())) {
            change(before.service(), before.addresses(), after.addresses());
            return;
        }
        if (before != null) {
            change(before.service(), before.addresses(), Set.of());
        }
        if (after != null) {
            change(after.service(), Set.of(), after.addresses());
        }
    }

    private void change(ServiceKey service, Set<IpAddress> before, Set<IpAddress> after) {
        SourceAddresses set = byService.get(service);
        if (set != null) {
            set.change(before, after);
        }
    }

    /** The addresses of a service's endpoints. */
    Addresses of(ServiceKey service) {
        SourceAddresses known = byService.get(service);
        if (known != null) {
            return known;
        }
        SourceAddresses set = new SourceAddresses(
                wiring,
                SelectionText.endpoints(service),
                () -> facts.values().stream()
                        .filter(slice -> slice.service().equals(service))
                        .flatMap(slice -> slice.addresses().stream()),
                () -> byService.remove(service));
        byService.put(service, set);
        return set;
    }

    Collection<EndpointSliceFact> facts() {
        return facts.values();
    }

    void audit() {
        byService.values().forEach(Addresses::audit);
    }

    /** Asserts that nothing is left after everything was removed. */
    void auditEmpty() {
        if (!facts.isEmpty() || !byService.isEmpty()) {
            throw new IllegalStateException("endpoint slices are left: " + facts.keySet() + byService.keySet());
        }
    }
}
