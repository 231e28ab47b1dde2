package dev.terrace.core.ovnkubernetes;

import dev.terrace.core.model.IpPrefix;
import java.util.List;

/**
 * A network of which routers outside are told, so that its pods and those of another such network could reach each
 * other without OVN-Kubernetes' doing.
 *
 * @param name {@code default} for the cluster's own
 * @param id its number, 0 for the cluster's own
 * @param subnets all of them, of every node
 */
public record AdvertisedNetwork(String name, int id, List<IpPrefix> subnets) {

    /** The cluster's own. */
    public static final AdvertisedNetwork DEFAULT = new AdvertisedNetwork("default", 0, EgressFirewall.CLUSTER_SUBNETS);

    public AdvertisedNetwork {
        subnets = List.copyOf(subnets);
    }

    /** The controller that has its rows. */
    String controller() {
        return name + "-network-controller";
    }

    /** The switch of its pods on a node. */
    public String onSwitch(String node) {
        return id == 0 ? node : name + "_" + node;
    }
}
