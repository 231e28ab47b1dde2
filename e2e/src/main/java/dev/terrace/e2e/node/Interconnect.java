package dev.terrace.e2e.node;

import java.util.ArrayList;
import java.util.List;
import org.testcontainers.containers.Network;

/**
 * Nodes of OVN of which each is a zone with databases of its own, joined by a transit switch as OVN-Kubernetes'
 * interconnect joins them. They are called {@code n1}, {@code n2}, ...; of node {@code i} are the pods in
 * {@code 10.244.i.0/24} and {@code fd00:i::/64} and its own addresses in {@code 192.168.i.0/24} and
 * {@code fd01:i::/64}.
 */
public final class Interconnect implements AutoCloseable {

    private final Network network = Network.builder()
            .createNetworkCmdModifier(command -> command.withInternal(true))
            .build();

    private final List<OvnNode> nodes = new ArrayList<>();

    /** Starts the nodes and joins them. */
    public static Interconnect of(int count) {
        Interconnect interconnect = new Interconnect();
        try {
            List<String> tunnelEnds = new ArrayList<>();
            for (int i = 1; i <= count; i++) {
                OvnNode node = OvnNode.start("n" + i, interconnect.network);
                interconnect.nodes.add(node);
                tunnelEnds.add(node.tunnelEnd());
            }
            for (int i = 1; i <= count; i++) {
                OvnNode node = interconnect.nodes.get(i - 1);
                node.script(own(i));
                for (int other = 1; other <= count; other++) {
                    if (other != i) {
                        node.script(remote(other, tunnelEnds.get(other - 1)));
                    }
                }
            }
            return interconnect;
        } catch (RuntimeException e) {
            interconnect.close();
            throw e;
        }
    }

    public List<OvnNode> nodes() {
        return List.copyOf(nodes);
    }

    /** A node's own port on the transit switch. Its key and those of the other ports are the same in every zone. */
    private static String own(int i) {
        return """
                set -e
                ovn-nbctl --no-wait --may-exist lr-add router \
                  -- ls-add transit_switch \
                  -- set Logical_Switch transit_switch other_config:interconn-ts=transit_switch other_config:requested-tnl-key=16711683 \
                  -- lrp-add router rtots-n%1$d 0a:58:64:58:00:%1$02x 100.88.0.%1$d/16 fd97::%1$d/64 \
                  -- set Logical_Router_Port rtots-n%1$d options:requested-tnl-key=%1$d \
                  -- lsp-add transit_switch tstor-n%1$d -- lsp-set-type tstor-n%1$d router \
                  -- lsp-set-addresses tstor-n%1$d router \
                  -- lsp-set-options tstor-n%1$d router-port=rtots-n%1$d requested-tnl-key=%1$d
                """.formatted(i);
    }

    /** Another node: its chassis, its port and the way to what it has. */
    private static String remote(int i, String tunnelEnd) {
        return """
                set -e
                ovn-sbctl chassis-add n%1$d geneve %2$s -- set Chassis n%1$d other_config:is-remote=true
                ovn-nbctl --no-wait lsp-add transit_switch tstor-n%1$d -- lsp-set-type tstor-n%1$d remote \
                  -- lsp-set-addresses tstor-n%1$d "0a:58:64:58:00:%1$02x 100.88.0.%1$d/16 fd97::%1$d/64" \
                  -- lsp-set-options tstor-n%1$d requested-tnl-key=%1$d requested-chassis=n%1$d \
                  -- lr-route-add router 10.244.%1$d.0/24 100.88.0.%1$d -- lr-route-add router fd00:%1$d::/64 fd97::%1$d \
                  -- lr-route-add router 192.168.%1$d.0/24 100.88.0.%1$d -- lr-route-add router fd01:%1$d::/64 fd97::%1$d
                """.formatted(i, tunnelEnd);
    }

    @Override
    public void close() {
        nodes.forEach(OvnNode::close);
        network.close();
    }
}
