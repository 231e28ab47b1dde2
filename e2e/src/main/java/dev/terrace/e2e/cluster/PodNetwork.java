package dev.terrace.e2e.cluster;

import dev.terrace.core.model.IpAddress;
import java.util.List;

/**
 * The network of a pod, one of a node with a /24 and a /64.
 *
 * @param ip4 its IPv4 address
 * @param ip6 its IPv6 address
 * @param mac its hardware address, made of the IPv4 address as OVN-Kubernetes does
 * @param gateway4 the router's address
 * @param gateway6 the router's address
 */
record PodNetwork(IpAddress ip4, IpAddress ip6, String mac, IpAddress gateway4, IpAddress gateway6) {

    /** The annotation in which OVN-Kubernetes publishes it. */
    static final String ANNOTATION = "k8s.ovn.org/pod-networks";

    List<String> addresses() {
        return List.of(ip4.toString(), ip6.toString());
    }

    /** The value of the annotation. */
    String annotation() {
        return """
                {"default":{"ip_addresses":["%s/24","%s/64"],"mac_address":"%s","gateway_ips":["%s","%s"],"role":"primary"}}""".formatted(ip4, ip6, mac, gateway4, gateway6);
    }
}
