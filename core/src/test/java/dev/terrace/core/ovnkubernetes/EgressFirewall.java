package dev.terrace.core.ovnkubernetes;

import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.IpPrefix;
import java.util.List;

/**
 * OVN-Kubernetes' own kind for what leaves the cluster: the first rule that matches decides, and what none matches may
 * go.
 *
 * @param namespace whose pods it is about
 * @param rules in order
 */
public record EgressFirewall(String namespace, List<Rule> rules) {

    /** The networks of the cluster's pods, which it is not about. */
    public static final List<IpPrefix> CLUSTER_SUBNETS =
            List.of(IpPrefix.parse("10.244.0.0/16"), IpPrefix.parse("fd00::/16"));

    public EgressFirewall {
        rules = List.copyOf(rules);
    }

    public record Rule(boolean allows, IpPrefix to) {}

    /** Whether one of its pods may open a connection to an address. */
    public boolean allows(IpAddress destination) {
        if (CLUSTER_SUBNETS.stream().anyMatch(subnet -> subnet.contains(destination))) {
            return true;
        }
        return rules.stream()
                .filter(rule -> rule.to.contains(destination))
                .findFirst()
                .map(Rule::allows)
                .orElse(true);
    }
}
