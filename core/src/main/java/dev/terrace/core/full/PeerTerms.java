package dev.terrace.core.full;

import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.Direction;
import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.IpBlock;
import dev.terrace.core.model.IpFamily;
import dev.terrace.core.model.IpPrefix;
import dev.terrace.core.model.NodeFact;
import dev.terrace.core.model.Peer;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.PodSelection;
import dev.terrace.core.model.ServiceKey;
import dev.terrace.core.row.LiteralBlocks;
import dev.terrace.core.row.NamedPort;
import dev.terrace.core.row.PeerTerm;
import dev.terrace.core.row.SelectionText;
import dev.terrace.core.selector.LabelSelector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Turns the peers of a rule into terms over address sets, one per family, and the sets into rows. */
final class PeerTerms {

    private final ClusterFacts facts;
    private final PodIndex pods;
    private final ImageBuilder image;

    PeerTerms(ClusterFacts facts, PodIndex pods, ImageBuilder image) {
        this.facts = facts;
        this.pods = pods;
        this.image = image;
    }

    /** The peers at whatever port they have; {@link Peer.KubeletProbes} is not one that addresses alone can tell. */
    List<PeerTerm> of(Direction direction, List<Peer> peers) {
        if (peers.contains(new Peer.Anyone())) {
            return List.of(PeerTerm.ANYONE);
        }
        List<PeerTerm> terms = new ArrayList<>();
        for (IpFamily family : IpFamily.values()) {
            LiteralBlocks literals = LiteralBlocks.of(peers, family);
            if (literals.isWholeFamily()) {
                terms.add(PeerTerm.whole(family));
                continue;
            }
            SortedSet<String> sets = new TreeSet<>();
            for (Peer peer : peers) {
                switch (peer) {
                    case Peer.Pods(PodSelection selection) -> {
                        if (pods.families().contains(family)) {
                            sets.add(image.addressSet(
                                    SelectionText.of(selection), family, ofPods(pods.select(selection), family)));
                        }
                    }
                    case Peer.Nodes(LabelSelector selector) ->
                        addUnlessEmpty(sets, SelectionText.nodes(selector), family, ofNodes(selector));
                    case Peer.Endpoints(ServiceKey service) ->
                        addUnlessEmpty(sets, SelectionText.endpoints(service), family, ofEndpoints(service));
                    case Peer.Networks networks -> {}
                    case Peer.Anyone anyone -> {}
                    case Peer.KubeletProbes probes -> {}
                }
            }
            if (!literals.blocks().isEmpty()) {
                sets.add(image.addressSet(SelectionText.networks(literals.blocks()), family, literals.blocks()));
            }
            addUnlessEmpty(terms, direction, family, sets);
        }
        return terms;
    }

    /** The peers of an egress rule where they are pods that give a port this meaning. */
    List<PeerTerm> withPort(List<Peer> peers, NamedPort port) {
        List<PeerTerm> terms = new ArrayList<>();
        for (IpFamily family : IpFamily.values()) {
            SortedSet<String> sets = new TreeSet<>();
            for (Peer peer : peers) {
                Predicate<IpAddress> among = addresses(peer);
                List<PodFact> candidates =
                        peer instanceof Peer.Pods(PodSelection selection) ? pods.select(selection) : pods.all();
                Stream<IpAddress> destinations = candidates.stream()
                        .filter(port::isOn)
                        .flatMap(pod -> pod.addresses().stream())
                        .filter(among);
                addUnlessEmpty(sets, SelectionText.withPort(SelectionText.of(peer), port), family, destinations);
            }
            addUnlessEmpty(terms, Direction.EGRESS, family, sets);
        }
        return terms;
    }

    /** The addresses of one node. */
    List<PeerTerm> ofNode(String name) {
        List<PeerTerm> terms = new ArrayList<>();
        NodeFact node = facts.nodes().get(name);
        if (node != null) {
            for (IpFamily family : IpFamily.values()) {
                SortedSet<String> sets = new TreeSet<>();
                addUnlessEmpty(sets, SelectionText.node(name), family, node.addresses().stream());
                addUnlessEmpty(terms, Direction.INGRESS, family, sets);
            }
        }
        return terms;
    }

    private static void addUnlessEmpty(
            List<PeerTerm> terms, Direction direction, IpFamily family, Collection<String> sets) {
        if (!sets.isEmpty()) {
            terms.add(PeerTerm.in(direction, family, sets));
        }
    }

    private void addUnlessEmpty(SortedSet<String> sets, String selects, IpFamily family, Stream<IpAddress> addresses) {
        SortedSet<IpPrefix> members = members(addresses, family);
        if (!members.isEmpty()) {
            sets.add(image.addressSet(selects, family, members));
        }
    }

    private Stream<IpAddress> ofNodes(LabelSelector selector) {
        return facts.nodes().values().stream()
                .filter(node -> selector.matches(node.labels()))
                .flatMap(node -> node.addresses().stream());
    }

    private Stream<IpAddress> ofEndpoints(ServiceKey service) {
        return facts.endpointSlices().values().stream()
                .filter(slice -> slice.service().equals(service))
                .flatMap(slice -> slice.addresses().stream());
    }

    private Predicate<IpAddress> addresses(Peer peer) {
        return switch (peer) {
            case Peer.Anyone anyone -> address -> true;
            case Peer.Pods selected -> address -> true;
            case Peer.Networks(List<IpBlock> blocks) ->
                address -> blocks.stream().anyMatch(block -> block.contains(address));
            case Peer.Nodes(LabelSelector selector) -> ofNodes(selector).collect(Collectors.toSet())::contains;
            case Peer.Endpoints(ServiceKey service) -> ofEndpoints(service).collect(Collectors.toSet())::contains;
            case Peer.KubeletProbes probes -> address -> false;
        };
    }

    private static SortedSet<IpPrefix> ofPods(List<PodFact> pods, IpFamily family) {
        return members(pods.stream().flatMap(pod -> pod.addresses().stream()), family);
    }

    private static SortedSet<IpPrefix> members(Stream<IpAddress> addresses, IpFamily family) {
        return addresses
                .filter(address -> address.family() == family)
                .map(IpPrefix::of)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
