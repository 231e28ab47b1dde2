package dev.terrace.e2e.form;

import dev.terrace.core.model.NamespaceScope;
import dev.terrace.core.model.Peer;

/** What a peer can be. */
enum PeerForm {
    ANYONE,
    PODS_OF_ITS_NAMESPACE,
    PODS_OF_NAMESPACES,
    NETWORKS,
    NETWORKS_WITH_HOLES,
    NODES,
    KUBELET_PROBES,
    ENDPOINTS;

    static PeerForm of(Peer peer) {
        return switch (peer) {
            case Peer.Anyone() -> ANYONE;
            case Peer.Pods(var selection) ->
                switch (selection.scope()) {
                    case NamespaceScope.Own own -> PODS_OF_ITS_NAMESPACE;
                    case NamespaceScope.Matching matching -> PODS_OF_NAMESPACES;
                };
            case Peer.Networks(var blocks) ->
                blocks.stream().allMatch(block -> block.except().isEmpty()) ? NETWORKS : NETWORKS_WITH_HOLES;
            case Peer.Nodes nodes -> NODES;
            case Peer.KubeletProbes() -> KUBELET_PROBES;
            case Peer.Endpoints endpoints -> ENDPOINTS;
        };
    }
}
