package dev.terrace.core.ovnkubernetes;

import static dev.terrace.core.ovnkubernetes.OvnKubernetesTranslator.family;
import static dev.terrace.core.ovnkubernetes.OvnKubernetesTranslator.subject;

import dev.terrace.core.desired.LogicalPort;
import dev.terrace.core.desired.Zone;
import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.Direction;
import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.IpFamily;
import dev.terrace.core.model.IpPrefix;
import dev.terrace.core.model.NodeFact;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.PodNetwork;
import dev.terrace.core.ovnkubernetes.OvnKubernetesRow.Acl;
import dev.terrace.core.ovnkubernetes.OvnKubernetesRow.Addresses;
import dev.terrace.core.ovnkubernetes.OvnKubernetesRow.Group;
import dev.terrace.core.ovnkubernetes.OvnKubernetesRow.Holder;
import dev.terrace.core.ovnkubernetes.OvnKubernetesRow.Pipeline;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rows in tier 0, by which OVN-Kubernetes keeps networks apart: in the cluster's network a pod that lives in
 * another one talks to its node alone, and no advertised network reaches another.
 */
public final class NetworkIsolation {

    private static final int TIER = 0;
    private static final int ALLOW_PRIORITY = 1_001;
    private static final int DENY_PRIORITY = 1_000;
    private static final int PASS_PRIORITY = 1_100;
    private static final int ADVERTISED_DENY_PRIORITY = 1_050;

    private static final String ADVERTISED_SUBNETS = "advertised-network-subnets";

    private final List<OvnKubernetesRow> rows = new ArrayList<>();

    private NetworkIsolation() {}

    /** Whether a pod has a port in the cluster's network only for its node. */
    public static boolean isIsolated(PodFact pod) {
        return pod.network() == PodNetwork.USER_DEFINED && !pod.finished();
    }

    /** The addresses of a node's management port: those of the node that are in the cluster's network. */
    public static List<IpAddress> managementPort(NodeFact node) {
        return node.addresses().stream()
                .filter(address -> EgressFirewall.CLUSTER_SUBNETS.stream().anyMatch(subnet -> subnet.contains(address)))
                .toList();
    }

    /** @param nodes those with ports in the zone */
    static List<OvnKubernetesRow> rows(ClusterFacts facts, OwnFacts own, Zone zone, Collection<String> nodes) {
        NetworkIsolation isolation = new NetworkIsolation();
        isolation.isolate(
                facts.pods().values().stream()
                        .filter(pod -> isIsolated(pod) && zone.holds(pod))
                        .toList(),
                nodes.stream()
                        .map(facts.nodes()::get)
                        .filter(node -> node != null)
                        .flatMap(node -> managementPort(node).stream())
                        .toList(),
                own);
        isolation.advertise(own.advertised(), nodes);
        return isolation.rows;
    }

    // Pods of user-defined networks

    private void isolate(List<PodFact> pods, List<IpAddress> managementPorts, OwnFacts own) {
        Group group = new Group(
                ObjectId.of(OwnerType.UDN_ISOLATION, "SecondaryPods"),
                pods.stream().map(pod -> LogicalPort.of(pod.key())).collect(Collectors.toCollection(TreeSet::new)));
        rows.add(group);
        for (Direction direction : Direction.values()) {
            String subject = subject(direction, group);
            acl("DenyPrimaryUDN", direction, group, DENY_PRIORITY, subject, "drop");
            if (!managementPorts.isEmpty()) {
                String arp = "arp." + (direction == Direction.INGRESS ? "spa" : "tpa") + " == ";
                acl(
                        "AllowHostARPPrimaryUDN",
                        direction,
                        group,
                        ALLOW_PRIORITY,
                        subject + " && "
                                + either(
                                        managementPorts,
                                        address -> address.family() == IpFamily.IPV4
                                                ? "( arp && " + arp + address + " )"
                                                : "( nd && nd.target == " + address + " )"),
                        "allow");
            }
        }
        if (!managementPorts.isEmpty()) {
            acl(
                    "AllowHostPrimaryUDN",
                    Direction.INGRESS,
                    group,
                    ALLOW_PRIORITY,
                    subject(Direction.INGRESS, group) + " && "
                            + either(managementPorts, address -> family(address.family()) + ".src==" + address),
                    "allow-related");
        }
        for (PodFact pod : pods) {
            String open = own.openPorts().getOrDefault(pod.key(), Set.of()).stream()
                    .map(OpenPort::match)
                    .sorted()
                    .collect(Collectors.joining(" || "));
            if (!open.isEmpty()) {
                String name = "OpenPort-" + pod.key();
                String port = " == \"" + LogicalPort.of(pod.key()) + "\" && (arp || nd";
                acl(
                        name,
                        Direction.INGRESS,
                        group,
                        ALLOW_PRIORITY,
                        "outport" + port + " || (" + open + "))",
                        "allow-related");
                acl(name, Direction.EGRESS, group, ALLOW_PRIORITY, "inport" + port + ")", "allow");
            }
        }
    }

    private void acl(String name, Direction direction, Group group, int priority, String match, String action) {
        rows.add(new Acl(
                ObjectId.of(OwnerType.UDN_ISOLATION, name, "direction", direction.word()),
                new Holder.OfGroup(group.name()),
                "",
                direction == Direction.INGRESS ? Pipeline.TO_LPORT : Pipeline.FROM_LPORT,
                TIER,
                priority,
                match,
                action));
    }

    // Advertised networks

    /** The drop is one for all; what stays inside of a network passes it on its own switches. */
    private void advertise(List<AdvertisedNetwork> networks, Collection<String> nodes) {
        List<String> betweenAny = new ArrayList<>();
        for (IpFamily family : IpFamily.values()) {
            Addresses set = new Addresses(
                    ObjectId.of(OwnerType.ADVERTISED_NETWORK, ADVERTISED_SUBNETS, "ip-family", family(family)),
                    networks.stream()
                            .flatMap(network -> network.subnets().stream())
                            .filter(subnet -> subnet.family() == family)
                            .collect(Collectors.toCollection(TreeSet::new)));
            rows.add(set);
            betweenAny.add(within(family, "$" + set.name()));
        }
        Group group = new Group(
                ObjectId.of(OwnerType.ADVERTISED_NETWORK, ADVERTISED_SUBNETS),
                networks.stream()
                        .flatMap(network -> nodes.stream().map(network::onSwitch))
                        .map(NetworkIsolation::routerPort)
                        .collect(Collectors.toCollection(TreeSet::new)));
        rows.add(group);
        rows.add(new Acl(
                ObjectId.of(OwnerType.ADVERTISED_NETWORK, ADVERTISED_SUBNETS, "network", ""),
                new Holder.OfGroup(group.name()),
                "",
                Pipeline.FROM_LPORT_AFTER_LB,
                TIER,
                ADVERTISED_DENY_PRIORITY,
                String.join(" || ", betweenAny),
                "drop"));
        for (AdvertisedNetwork network : networks) {
            for (String node : nodes) {
                rows.add(new Acl(
                        ObjectId.of(
                                        OwnerType.ADVERTISED_NETWORK,
                                        network.name(),
                                        "network",
                                        Integer.toString(network.id()))
                                .by(network.controller()),
                        new Holder.OfSwitch(network.onSwitch(node)),
                        "",
                        Pipeline.FROM_LPORT_AFTER_LB,
                        TIER,
                        PASS_PRIORITY,
                        Stream.of(IpFamily.values())
                                .filter(family ->
                                        network.subnets().stream().anyMatch(subnet -> subnet.family() == family))
                                .map(family -> within(
                                        family,
                                        network.subnets().stream()
                                                .filter(subnet -> subnet.family() == family)
                                                .map(IpPrefix::toString)
                                                .collect(Collectors.joining(", ", "{", "}"))))
                                .collect(Collectors.joining(" || ")),
                        "pass"));
            }
        }
    }

    /** The port by which a switch hangs on its router, as the nodes of OVN here name it. */
    private static LogicalPort routerPort(String onSwitch) {
        return new LogicalPort(onSwitch + "-router");
    }

    private static String within(IpFamily family, String addresses) {
        return "(" + family(family) + ".src == " + addresses + " && " + family(family) + ".dst == " + addresses + ")";
    }

    private static String either(List<IpAddress> addresses, Function<IpAddress, String> text) {
        return addresses.stream().map(text).collect(Collectors.joining(" || ", "(", ")"));
    }
}
