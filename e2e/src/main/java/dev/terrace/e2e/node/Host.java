package dev.terrace.e2e.node;

import org.jspecify.annotations.Nullable;

/**
 * A network namespace behind a logical switch port.
 *
 * @param namespace the pod's namespace; empty for what is no pod: a node, or somebody outside
 * @param name the pod's name, or the plain name of the host
 * @param onSwitch the logical switch that it hangs on
 * @param ip4 its IPv4 address, if any
 * @param ip6 its IPv6 address, if any
 * @param mac its hardware address; null for one of its own that the node makes up
 */
public record Host(
        String namespace,
        String name,
        String onSwitch,
        @Nullable String ip4,
        @Nullable String ip6,
        @Nullable String mac) {

    /** The name of its network namespace and of its logical port. */
    public String netns() {
        return namespace.isEmpty() ? name : namespace + "_" + name;
    }
}
