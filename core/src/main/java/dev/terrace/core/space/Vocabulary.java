package dev.terrace.core.space;

import dev.terrace.core.model.Direction;
import dev.terrace.core.model.EndpointSliceFact;
import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.IpBlock;
import dev.terrace.core.model.IpFamily;
import dev.terrace.core.model.IpPrefix;
import dev.terrace.core.model.NamespaceFact;
import dev.terrace.core.model.NamespaceScope;
import dev.terrace.core.model.NodeFact;
import dev.terrace.core.model.Peer;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.PodSelection;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PortMatch;
import dev.terrace.core.model.Rule;
import dev.terrace.core.verdict.Connection;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Everything that the policies of one world ask about an end, and the answers. */
final class Vocabulary {

    private final World world;
    private final Map<Atom, Integer> numbers = new HashMap<>();

    /** By where they look, because many look in the same place. */
    private final Map<NamespaceScope, Set<PodSelection>> selections = new HashMap<>();

    private final Set<String> portNames = new HashSet<>();
    private final Map<IpPrefix, Set<IpBlock>> blocks = new HashMap<>();
    private final NavigableSet<IpPrefix> boundaries = new TreeSet<>();
    private final Map<IpFamily, NavigableSet<Integer>> lengths = new EnumMap<>(IpFamily.class);
    private final Set<Peer.Nodes> nodePeers = new HashSet<>();
    private final Set<Peer.Endpoints> endpointPeers = new HashSet<>();
    private boolean asksForProbes;

    private final Map<IpAddress, List<PodFact>> podsByAddress = new HashMap<>();
    private final Map<IpAddress, List<NodeFact>> nodesByAddress = new HashMap<>();
    private final Map<IpAddress, List<EndpointSliceFact>> slicesByAddress = new HashMap<>();

    private final Map<NamespaceFact, List<PodSelection>> looking = new HashMap<>();
    private final Map<Labelled, List<PodSelection>> selecting = new HashMap<>();

    /** All that a selection can see of a pod that it can select. */
    private record Labelled(NamespaceFact namespace, Map<String, String> labels) {}

    Vocabulary(World world) {
        this.world = world;
        asksForProbes = world.platform().kubeletProbes();
        world.platform().hairpin().peers().forEach(this::learn);
        world.facts().policies().values().forEach(this::learn);
        world.facts().pods().values().stream()
                .filter(PodFact::selectable)
                .forEach(pod -> pod.addresses().forEach(address -> add(podsByAddress, address, pod)));
        world.facts()
                .nodes()
                .values()
                .forEach(node -> node.addresses().forEach(address -> add(nodesByAddress, address, node)));
        world.facts()
                .endpointSlices()
                .values()
                .forEach(slice -> slice.addresses().forEach(address -> add(slicesByAddress, address, slice)));
    }

    private static <T> void add(Map<IpAddress, List<T>> index, IpAddress address, T value) {
        index.computeIfAbsent(address, a -> new ArrayList<>()).add(value);
    }

    private void learn(Policy policy) {
        learn(policy.subject());
        for (Direction direction : Direction.values()) {
            for (Rule rule : policy.rules(direction)) {
                rule.peers().forEach(this::learn);
                rule.ports().forEach(port -> {
                    if (port instanceof PortMatch.Named named) {
                        portNames.add(named.name());
                    }
                });
            }
        }
    }

    private void learn(Peer peer) {
        switch (peer) {
            case Peer.Anyone() -> {}
            case Peer.Pods(PodSelection selection) -> learn(selection);
            case Peer.Networks(List<IpBlock> list) -> list.forEach(this::learn);
            case Peer.Nodes nodes -> nodePeers.add(nodes);
            case Peer.KubeletProbes() -> asksForProbes = true;
            case Peer.Endpoints endpoints -> endpointPeers.add(endpoints);
        }
    }

    private void learn(PodSelection selection) {
        selections.computeIfAbsent(selection.scope(), _ -> new HashSet<>()).add(selection);
    }

    private void learn(IpBlock block) {
        blocks.computeIfAbsent(block.cidr(), cidr -> new HashSet<>()).add(block);
        boundaries.add(block.cidr());
        boundaries.addAll(block.except());
        lengths.computeIfAbsent(block.cidr().family(), family -> new TreeSet<>())
                .add(block.cidr().length());
    }

    World world() {
        return world;
    }

    /** The blocks and holes at whose edges an answer can change. */
    NavigableSet<IpPrefix> boundaries() {
        return boundaries;
    }

    /** The names of ports that some rule asks for. */
    Set<String> portNames() {
        return portNames;
    }

    /** Whether probes of pods are something that any rule, built in or not, asks for. */
    boolean asksForProbes() {
        return asksForProbes;
    }

    /** Every end that is known: the addresses of pods, nodes and endpoints. */
    Set<End> knownEnds() {
        Set<End> ends = new HashSet<>();
        world.facts()
                .pods()
                .values()
                .forEach(pod -> pod.addresses()
                        .forEach(address -> ends.add(new End(address, pod.selectable() ? pod.key() : null))));
        for (Collection<IpAddress> nobodysOwn : List.of(nodesByAddress.keySet(), slicesByAddress.keySet())) {
            nobodysOwn.stream()
                    .filter(address -> !podsByAddress.containsKey(address))
                    .forEach(address -> ends.add(new End(address, null)));
        }
        return ends;
    }

    /** The pod of an end in this world, or null where this world has none that judges there. */
    @Nullable PodFact podOf(End end) {
        PodFact pod = end.pod() == null ? null : world.facts().pods().get(end.pod());
        return pod != null && pod.selectable() && pod.addresses().contains(end.address()) ? pod : null;
    }

    /** The number of an atom, or -1 for one that is true of no end that was described. */
    int numberOf(Atom atom) {
        return numbers.getOrDefault(atom, -1);
    }

    /** The numbers of all atoms that are true of an end. */
    BitSet describe(End end) {
        BitSet atoms = new BitSet();
        PodFact own = podOf(end);
        if (own != null) {
            note(atoms, new Atom.Judges());
            selecting(own).forEach(selection -> note(atoms, new Atom.Subject(selection)));
            if (asksForProbes) {
                own.probePorts().forEach(port -> note(atoms, new Atom.Probed(port)));
            }
        }
        describeOccupants(end.address(), atoms);
        describeBlocks(end.address(), atoms);
        return atoms;
    }

    /** The numbers of all atoms that would be true of an address if nobody had it. */
    BitSet describeNobody(IpAddress address) {
        BitSet atoms = new BitSet();
        describeBlocks(address, atoms);
        return atoms;
    }

    private void describeOccupants(IpAddress address, BitSet atoms) {
        for (PodFact pod : podsByAddress.getOrDefault(address, List.of())) {
            selecting(pod).forEach(selection -> note(atoms, new Atom.Occupant(selection)));
            pod.namedPorts().stream()
                    .filter(port -> portNames.contains(port.name()))
                    .forEach(port -> note(atoms, new Atom.Declares(port)));
        }
        for (NodeFact node : nodesByAddress.getOrDefault(address, List.of())) {
            note(atoms, new Atom.OfSomeNode());
            nodePeers.stream()
                    .filter(peer -> peer.selector().matches(node.labels()))
                    .forEach(peer -> note(atoms, new Atom.OfNode(peer.selector())));
        }
        for (EndpointSliceFact slice : slicesByAddress.getOrDefault(address, List.of())) {
            if (endpointPeers.contains(new Peer.Endpoints(slice.service()))) {
                note(atoms, new Atom.EndpointOf(slice.service()));
            }
        }
    }

    private void describeBlocks(IpAddress address, BitSet atoms) {
        for (int length : lengths.getOrDefault(address.family(), Collections.emptyNavigableSet())) {
            blocks.getOrDefault(new IpPrefix(address, length), Set.of()).stream()
                    .filter(block -> block.contains(address))
                    .forEach(block -> note(atoms, new Atom.Within(block)));
        }
    }

    private void note(BitSet atoms, Atom atom) {
        atoms.set(numbers.computeIfAbsent(atom, a -> numbers.size()));
    }

    /** The selections that select a pod. Pods with equal labels in one namespace are asked about once. */
    private List<PodSelection> selecting(PodFact pod) {
        NamespaceFact namespace = world.facts().namespaceOf(pod);
        return selecting.computeIfAbsent(
                new Labelled(namespace, pod.labels()),
                labelled -> looking.computeIfAbsent(namespace, this::looking).stream()
                        .filter(selection -> selection.pods().matches(labelled.labels()))
                        .toList());
    }

    private List<PodSelection> looking(NamespaceFact namespace) {
        return selections.entrySet().stream()
                .filter(scoped -> scoped.getKey().covers(namespace))
                .flatMap(scoped -> scoped.getValue().stream())
                .toList();
    }

    /** What the ends of a connection of this world are to each other. */
    Relation relation(Connection connection) {
        if (connection.isHairpin()) {
            return Relation.SELF;
        }
        PodFact to = connection.destinationPod();
        NodeFact node =
                to == null || to.node() == null ? null : world.facts().nodes().get(to.node());
        return node != null && node.addresses().contains(connection.source()) ? Relation.OWN_NODE : Relation.STRANGERS;
    }
}
