package dev.terrace.core.ovnkubernetes;

import dev.terrace.core.model.PodKey;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What OVN-Kubernetes reads of a cluster and Terrace does not.
 *
 * @param firewalls at most one of a namespace
 * @param openPorts of pods that live in a user-defined network, on which everybody reaches them in the cluster's
 *     ({@code k8s.ovn.org/open-default-ports})
 * @param advertised the networks whose subnets routers outside are told
 */
public record OwnFacts(
        List<EgressFirewall> firewalls, Map<PodKey, Set<OpenPort>> openPorts, List<AdvertisedNetwork> advertised) {

    public static final OwnFacts NONE = new OwnFacts(List.of(), Map.of(), List.of());

    public OwnFacts {
        firewalls = List.copyOf(firewalls);
        openPorts = Map.copyOf(openPorts);
        advertised = List.copyOf(advertised);
    }

    /** What stays where there is no policy of any kind. */
    public OwnFacts withoutPolicies() {
        return new OwnFacts(List.of(), openPorts, advertised);
    }
}
