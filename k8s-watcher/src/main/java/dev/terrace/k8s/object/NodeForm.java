package dev.terrace.k8s.object;

import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.IpPrefix;
import dev.terrace.core.model.NodeFact;
import dev.terrace.k8s.tree.Annotation;
import dev.terrace.k8s.tree.Cursor;
import java.math.BigInteger;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads a Node: whatever address it may talk to pods with. */
final class NodeForm {

    /** Where OVN-Kubernetes writes which part of each network is the node's. */
    private static final String SUBNETS = "k8s.ovn.org/node-subnets";

    /** Where it writes every address of the node, each with the length of its subnet. */
    private static final String HOST_CIDRS = "k8s.ovn.org/host-cidrs";

    /** The address after the router's is that of the node's management port, from which the kubelet comes. */
    private static final BigInteger MANAGEMENT_PORT = BigInteger.TWO;

    private static final Set<String> ADDRESS_TYPES = Set.of("InternalIP", "ExternalIP");

    private NodeForm() {}

    /** @param doubts are told what is malformed and not used */
    static NodeFact read(String name, Cursor metadata, Cursor node, List<String> doubts) {
        Set<IpAddress> addresses = new LinkedHashSet<>();
        for (Cursor entry : node.get("status").get("addresses").elements()) {
            String type = entry.get("type").text();
            IpAddress address =
                    type != null && ADDRESS_TYPES.contains(type) ? ObjectDecoder.address(entry.get("address")) : null;
            if (address != null) {
                addresses.add(address);
            }
        }
        managementPort(Annotation.of(metadata, SUBNETS), addresses, doubts);
        hostAddresses(Annotation.of(metadata, HOST_CIDRS), addresses, doubts);
        return new NodeFact(name, ObjectDecoder.labels(metadata), List.copyOf(addresses));
    }

    private static void managementPort(Annotation annotation, Set<IpAddress> addresses, List<String> doubts) {
        Cursor subnets = annotation.content().get("default");
        // With one family OVN-Kubernetes writes a text, with two a list.
        for (Cursor entry : subnets.isText() ? List.of(subnets) : subnets.elements()) {
            IpPrefix subnet = Annotation.prefix(entry);
            if (subnet != null && subnet.family().bits() - subnet.length() < MANAGEMENT_PORT.bitLength()) {
                entry.invalid("has no address for a management port");
            } else if (subnet != null) {
                addresses.add(
                        IpAddress.of(subnet.family(), subnet.network().value().add(MANAGEMENT_PORT)));
            }
        }
        annotation.confess(doubts, "the management port's address may be missing");
    }

    private static void hostAddresses(Annotation annotation, Set<IpAddress> addresses, List<String> doubts) {
        for (Cursor entry : annotation.content().elements()) {
            IpAddress address = Annotation.host(entry);
            if (address != null) {
                addresses.add(address);
            }
        }
        annotation.confess(doubts, "addresses of the node may be missing");
    }
}
