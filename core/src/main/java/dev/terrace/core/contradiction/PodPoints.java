package dev.terrace.core.contradiction;

import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.ContainerPort;
import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.IpFamily;
import dev.terrace.core.model.NamespaceFact;
import dev.terrace.core.model.NamespaceScope;
import dev.terrace.core.model.Peer;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.PodSelection;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Every address of every selectable pod, numbered, and for whatever selects some of them the set of their numbers. */
final class PodPoints {

    /** One address of one pod. */
    record Point(PodFact pod, IpAddress address) {}

    /** What the kubelet's probes of a pod depend on. */
    private record Probed(String node, Set<Integer> ports) {}

    private final ClusterFacts facts;
    private final List<Point> points = new ArrayList<>();
    private final Map<String, BitSet> byNamespace = new HashMap<>();
    private final Map<PodSelection, BitSet> bySelection = new HashMap<>();
    private final Map<Peer, BitSet> byPeer = new HashMap<>();
    private final Map<IpFamily, BitSet> byFamily = new HashMap<>();
    private final Map<String, Collection<BitSet>> byPortName = new HashMap<>();
    private final Set<IpAddress> addresses = new HashSet<>();

    PodPoints(ClusterFacts facts) {
        this.facts = facts;
        facts.pods().values().stream()
                .filter(PodFact::selectable)
                .sorted(Comparator.comparing(PodFact::key))
                .forEach(pod -> pod.addresses().forEach(address -> add(new Point(pod, address))));
        for (IpFamily family : IpFamily.values()) {
            byFamily.put(family, where(point -> point.address().family() == family));
        }
    }

    private void add(Point point) {
        byNamespace
                .computeIfAbsent(point.pod().key().namespace(), namespace -> new BitSet())
                .set(points.size());
        addresses.add(point.address());
        points.add(point);
    }

    Point get(int number) {
        return points.get(number);
    }

    boolean hasAddress(IpAddress address) {
        return addresses.contains(address);
    }

    Set<IpAddress> addresses() {
        return addresses;
    }

    /** Not to be changed, like every set that is handed out here. */
    BitSet of(IpFamily family) {
        return byFamily.getOrDefault(family, new BitSet());
    }

    BitSet of(PodSelection selection) {
        return bySelection.computeIfAbsent(selection, this::select);
    }

    /** The points at which a peer is. */
    BitSet of(Peer peer) {
        return switch (peer) {
            case Peer.Pods(PodSelection selection) -> of(selection);
            case Peer.Networks(var blocks) ->
                byPeer.computeIfAbsent(
                        peer, p -> where(point -> blocks.stream().anyMatch(block -> block.contains(point.address()))));
            case Peer.Endpoints endpoints -> byPeer.computeIfAbsent(peer, p -> at(listed(p)));
            case Peer.Nodes nodes -> byPeer.computeIfAbsent(peer, p -> at(listed(p)));
            case Peer.Anyone anyone -> new BitSet();
            case Peer.KubeletProbes probes -> new BitSet();
        };
    }

    /** The addresses of a peer that the cluster lists; none where it is pods or blocks. */
    Set<IpAddress> listed(Peer peer) {
        return switch (peer) {
            case Peer.Endpoints(var service) ->
                facts.endpointSlices().values().stream()
                        .filter(slice -> slice.service().equals(service))
                        .flatMap(slice -> slice.addresses().stream())
                        .collect(Collectors.toSet());
            case Peer.Nodes(var selector) ->
                facts.nodes().values().stream()
                        .filter(node -> selector.matches(node.labels()))
                        .flatMap(node -> node.addresses().stream())
                        .collect(Collectors.toSet());
            case Peer.Anyone anyone -> Set.of();
            case Peer.Pods pods -> Set.of();
            case Peer.Networks networks -> Set.of();
            case Peer.KubeletProbes probes -> Set.of();
        };
    }

    /** The points by what a named port means there. */
    Collection<BitSet> byMeaning(String portName) {
        return byPortName.computeIfAbsent(
                portName,
                name -> by(pod -> pod.namedPorts().stream()
                        .filter(port -> port.name().equals(name))
                        .collect(Collectors.<ContainerPort>toSet())));
    }

    /** The points by what probes may be asked there, and from where. */
    Collection<BitSet> byProbes() {
        return by(pod -> new Probed(String.valueOf(pod.node()), pod.probePorts()));
    }

    private BitSet select(PodSelection selection) {
        BitSet selected = new BitSet();
        for (String namespace : namespaces(selection.scope())) {
            BitSet there = byNamespace.getOrDefault(namespace, new BitSet());
            there.stream()
                    .filter(number ->
                            selection.pods().matches(points.get(number).pod().labels()))
                    .forEach(selected::set);
        }
        return selected;
    }

    private List<String> namespaces(NamespaceScope scope) {
        return switch (scope) {
            case NamespaceScope.Own(String name) -> List.of(name);
            case NamespaceScope.Matching(var selector) ->
                byNamespace.keySet().stream()
                        .filter(name -> {
                            NamespaceFact known = facts.namespaces().get(name);
                            return selector.matches(known == null ? Map.of() : known.labels());
                        })
                        .toList();
        };
    }

    private BitSet at(Set<IpAddress> places) {
        return where(point -> places.contains(point.address()));
    }

    private BitSet where(Predicate<Point> property) {
        BitSet there = new BitSet();
        for (int number = 0; number < points.size(); number++) {
            if (property.test(points.get(number))) {
                there.set(number);
            }
        }
        return there;
    }

    private <T> Collection<BitSet> by(Function<PodFact, T> property) {
        Map<T, BitSet> parts = new LinkedHashMap<>();
        for (int number = 0; number < points.size(); number++) {
            parts.computeIfAbsent(property.apply(points.get(number).pod()), value -> new BitSet())
                    .set(number);
        }
        return parts.values();
    }
}
