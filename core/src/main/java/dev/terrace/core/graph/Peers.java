package dev.terrace.core.graph;

import dev.terrace.core.model.IpBlock;
import dev.terrace.core.model.IpFamily;
import dev.terrace.core.model.Peer;
import dev.terrace.core.model.PodSelection;
import dev.terrace.core.model.ServiceKey;
import dev.terrace.core.row.LiteralBlocks;
import dev.terrace.core.row.NamedPort;
import dev.terrace.core.row.SelectionText;
import dev.terrace.core.selector.LabelSelector;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the addresses of peers. */
final class Peers {

    private final Wiring wiring;
    private final Map<LiteralBlocks, LiteralAddresses> literals = new HashMap<>();

    Peers(Wiring wiring) {
        this.wiring = wiring;
    }

    /** The other ends of a rule, at whatever port they have. */
    PeerSets of(Collection<Peer> peers) {
        if (peers.contains(new Peer.Anyone())) {
            return PeerSets.ANYONE;
        }
        Set<IpFamily> whole = EnumSet.noneOf(IpFamily.class);
        Set<Addresses> sets = new LinkedHashSet<>();
        for (Peer peer : peers) {
            switch (peer) {
                case Peer.Pods(PodSelection selection) ->
                    sets.add(wiring.selections().of(selection).addresses());
                case Peer.Nodes(LabelSelector selector) ->
                    sets.add(wiring.nodes().of(selector));
                case Peer.Endpoints(ServiceKey service) ->
                    sets.add(wiring.endpointSlices().of(service));
                case Peer.Networks networks -> {}
                case Peer.Anyone anyone -> {}
                case Peer.KubeletProbes probes -> {}
            }
        }
        for (IpFamily family : IpFamily.values()) {
            LiteralBlocks blocks = LiteralBlocks.of(peers, family);
            if (blocks.isWholeFamily()) {
                whole.add(family);
            } else if (!blocks.blocks().isEmpty()) {
                sets.add(literal(blocks));
            }
        }
        return new PeerSets(false, whole, List.copyOf(sets));
    }

    private LiteralAddresses literal(LiteralBlocks blocks) {
        LiteralAddresses known = literals.get(blocks);
        if (known != null) {
            return known;
        }
        LiteralAddresses set = new LiteralAddresses(wiring, blocks, () -> literals.remove(blocks));
        literals.put(blocks, set);
        return set;
    }

    /** One node. */
    PeerSets ofNode(String name) {
        return PeerSets.of(List.of(wiring.nodes().of(name)));
    }

    /** The pods among which a peer's named ports are looked for. */
    PodSet candidates(Peer peer) {
        return peer instanceof Peer.Pods(PodSelection selection)
                ? wiring.selections().of(selection)
                : wiring.allPods();
    }

    /** A peer as far as it is pods that give a port this meaning: those of a part of its candidates. */
    Addresses withPort(Peer peer, NamedPort port, PodSet part) {
        return switch (peer) {
            case Peer.Pods selected -> part.addresses();
            case Peer.Anyone anyone -> part.addresses();
            case Peer.Networks _, Peer.Nodes _, Peer.Endpoints _ ->
                part.addressesOf(peer, SelectionText.withPort(SelectionText.of(peer), port));
            case Peer.KubeletProbes probes -> throw new IllegalArgumentException("addresses do not tell: " + probes);
        };
    }

    /** What lets through the addresses of a peer that is no selection of pods. */
    AddressFilter filter(Peer peer) {
        return switch (peer) {
            case Peer.Networks(List<IpBlock> blocks) -> new AddressFilter.InBlocks(blocks);
            case Peer.Nodes(LabelSelector selector) ->
                new AddressFilter.Among(wiring.nodes().of(selector));
            case Peer.Endpoints(ServiceKey service) ->
                new AddressFilter.Among(wiring.endpointSlices().of(service));
            case Peer.Anyone _, Peer.Pods _, Peer.KubeletProbes _ ->
                throw new IllegalArgumentException("no filter of addresses: " + peer);
        };
    }

    void audit() {
        literals.values().forEach(Addresses::audit);
    }

    /**
     * Asserts that nothing is left after everything was removed.
     *
     * @param lasting what no policy has to name
     */
    void auditEmpty(Collection<Peer> lasting) {
        Set<LiteralBlocks> left = new HashSet<>(literals.keySet());
        for (IpFamily family : IpFamily.values()) {
            left.remove(LiteralBlocks.of(lasting, family));
        }
        if (!left.isEmpty()) {
            throw new IllegalStateException("blocks are left: " + literals.keySet());
        }
    }
}
