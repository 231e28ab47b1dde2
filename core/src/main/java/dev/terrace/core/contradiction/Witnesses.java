package dev.terrace.core.contradiction;

import dev.terrace.core.contradiction.PodPoints.Point;
import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.Direction;
import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.IpFamily;
import dev.terrace.core.model.IpPrefix;
import dev.terrace.core.model.NodeFact;
import dev.terrace.core.model.Peer;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.PortMatch;
import dev.terrace.core.model.PortRange;
import dev.terrace.core.model.Protocol;
import dev.terrace.core.model.Rule;
import dev.terrace.core.verdict.Connection;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * For some rules, connections enough that every connection of some pods is to the rules like one of them: of the pods
 * and of the addresses that are alike two each, so that one is left where the other is the pod itself; of the ports one
 * of each stretch that is alike. Equal clusters and rules give them in the same order, so that the same one is told.
 */
final class Witnesses {

    /** A port of a stretch that no rule speaks of. */
    private static final int ANY_PORT = 1;

    private static final int MAX_PORT = 65535;

    private final ClusterFacts facts;
    private final PodPoints points;

    Witnesses(ClusterFacts facts, PodPoints points) {
        this.facts = facts;
        this.points = points;
    }

    /**
     * Tries connections until one of them is what is looked for.
     *
     * @param subjects the pods on the side of {@code direction}
     * @param rules what tells connections apart
     * @param test gives the answer, or null for the search to go on
     * @return the answer, or null if no connection has one
     */
    <T> @Nullable T search(
            BitSet subjects, Direction direction, List<Rule> rules, Function<Connection, @Nullable T> test) {
        Set<Peer> peers = rules.stream()
                .flatMap(rule -> rule.peers().stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        for (IpFamily family : IpFamily.values()) {
            BitSet ofFamily = points.of(family);
            List<Point> sides = alike(and(subjects, ofFamily), sideSplits(direction, rules, peers));
            if (sides.isEmpty()) {
                continue;
            }
            List<Point> pods = alike(ofFamily, peerSplits(direction, rules, peers));
            List<IpAddress> outside = outside(family, peers);
            for (Point side : sides) {
                List<Connection> ends = new ArrayList<>();
                pods.forEach(pod -> ends.add(connect(direction, side, pod.pod(), pod.address())));
                Stream.concat(outside.stream(), ownNode(side.pod(), family, peers))
                        .forEach(address -> ends.add(connect(direction, side, null, address)));
                T answer = search(ends, rules, peers, test);
                if (answer != null) {
                    return answer;
                }
            }
        }
        return null;
    }

    private static <T> @Nullable T search(
            List<Connection> ends, List<Rule> rules, Set<Peer> peers, Function<Connection, @Nullable T> test) {
        for (Connection end : ends) {
            if (end.isHairpin()) {
                continue;
            }
            for (Protocol protocol : Protocol.values()) {
                for (int port : ports(protocol, rules, peers, end.destinationPod())) {
                    T answer = test.apply(new Connection(
                            end.source(), end.destination(), end.sourcePod(), end.destinationPod(), protocol, port));
                    if (answer != null) {
                        return answer;
                    }
                }
            }
        }
        return null;
    }

    /** A connection of which protocol and port are still open. */
    private static Connection connect(Direction direction, Point side, @Nullable PodFact pod, IpAddress address) {
        return switch (direction) {
            case INGRESS -> new Connection(address, side.address(), pod, side.pod(), Protocol.ICMP, 0);
            case EGRESS -> new Connection(side.address(), address, side.pod(), pod, Protocol.ICMP, 0);
        };
    }

    // Pods that are alike

    /** What tells the pods on the side of the subject apart, beside being a subject. */
    private List<BitSet> sideSplits(Direction direction, List<Rule> rules, Set<Peer> peers) {
        List<BitSet> splits = new ArrayList<>();
        if (direction == Direction.INGRESS) {
            splits.addAll(meanings(rules));
        }
        if (peers.stream().anyMatch(Peer.KubeletProbes.class::isInstance)) {
            splits.addAll(points.byProbes());
        }
        return splits;
    }

    private List<BitSet> peerSplits(Direction direction, List<Rule> rules, Set<Peer> peers) {
        List<BitSet> splits = new ArrayList<>();
        peers.forEach(peer -> splits.add(points.of(peer)));
        if (direction == Direction.EGRESS) {
            splits.addAll(meanings(rules));
        }
        return splits;
    }

    private List<BitSet> meanings(List<Rule> rules) {
        return named(rules)
                .map(PortMatch.Named::name)
                .distinct()
                .flatMap(name -> points.byMeaning(name).stream())
                .toList();
    }

    private static Stream<PortMatch.Named> named(List<Rule> rules) {
        return rules.stream()
                .flatMap(rule -> rule.ports().stream())
                .filter(PortMatch.Named.class::isInstance)
                .map(PortMatch.Named.class::cast);
    }

    /** Two points, where there are two, of each part of a set whose points no split tells apart. */
    private List<Point> alike(BitSet all, Collection<BitSet> splits) {
        List<BitSet> parts = List.of(all);
        for (BitSet split : splits) {
            List<BitSet> finer = new ArrayList<>();
            for (BitSet part : parts) {
                BitSet inside = and(part, split);
                BitSet outside = (BitSet) part.clone();
                outside.andNot(split);
                Stream.of(inside, outside).filter(half -> !half.isEmpty()).forEach(finer::add);
            }
            parts = finer;
        }
        return parts.stream()
                .flatMap(part -> part.stream().limit(2).mapToObj(points::get))
                .toList();
    }

    private static BitSet and(BitSet one, BitSet other) {
        BitSet both = (BitSet) one.clone();
        both.and(other);
        return both;
    }

    // Addresses that no pod has

    /**
     * Every address that a peer of the cluster has, and one of each block that is in no smaller one: of two blocks one
     * is in the other, or they have nothing in common.
     */
    private List<IpAddress> outside(IpFamily family, Set<Peer> peers) {
        Set<IpAddress> outside = peers.stream()
                .flatMap(peer -> points.listed(peer).stream())
                .filter(address -> address.family() == family && !points.hasAddress(address))
                .sorted()
                .collect(Collectors.toCollection(LinkedHashSet::new));
        Set<IpPrefix> blocks = blocks(family, peers);
        for (IpPrefix block : blocks) {
            List<IpPrefix> own = block.minus(blocks.stream()
                    .filter(other -> block.contains(other) && !other.equals(block))
                    .toList());
            free(own, outside).ifPresent(outside::add);
        }
        return List.copyOf(outside);
    }

    /** The blocks and holes of the peers, and the one that holds all of them. */
    private static Set<IpPrefix> blocks(IpFamily family, Set<Peer> peers) {
        Set<IpPrefix> blocks = peers.stream()
                .filter(Peer.Networks.class::isInstance)
                .flatMap(peer -> ((Peer.Networks) peer).blocks().stream())
                .flatMap(block -> Stream.concat(Stream.of(block.cidr()), block.except().stream()))
                .filter(prefix -> prefix.family() == family)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        blocks.add(IpPrefix.whole(family));
        return blocks;
    }

    /** Somebody's address in one of the blocks who is neither a pod nor {@code known}. */
    private Optional<IpAddress> free(List<IpPrefix> blocks, Set<IpAddress> known) {
        Predicate<IpAddress> unknown = address -> !points.hasAddress(address) && !known.contains(address);
        return blocks.stream()
                .map(IpPrefix::network)
                .filter(unknown)
                .findFirst()
                .or(() -> blocks.stream()
                        .flatMap(block -> block.minus(taken(block, known)).stream())
                        .map(IpPrefix::network)
                        .findFirst());
    }

    private List<IpPrefix> taken(IpPrefix block, Set<IpAddress> known) {
        return Stream.concat(points.addresses().stream(), known.stream())
                .filter(block::contains)
                .map(IpPrefix::of)
                .toList();
    }

    private Stream<IpAddress> ownNode(PodFact pod, IpFamily family, Set<Peer> peers) {
        NodeFact node = pod.node() == null ? null : facts.nodes().get(pod.node());
        return node == null || peers.stream().noneMatch(Peer.KubeletProbes.class::isInstance)
                ? Stream.of()
                : node.addresses().stream().filter(address -> address.family() == family);
    }

    // Ports

    private static Set<Integer> ports(
            Protocol protocol, List<Rule> rules, Set<Peer> peers, @Nullable PodFact destination) {
        if (protocol == Protocol.ICMP) {
            return Set.of(0);
        }
        Set<Integer> spoken = new LinkedHashSet<>();
        Set<Integer> beyond = new LinkedHashSet<>();
        stretches(protocol, rules, peers, destination).forEach(range -> {
            spoken.add(range.start());
            beyond.add(range.end() + 1);
        });
        beyond.remove(MAX_PORT + 1);
        // People understand an example best whose port they have written.
        spoken.addAll(beyond);
        spoken.add(ANY_PORT);
        return spoken;
    }

    /** The ports of a protocol that mean something to some rule. */
    private static Stream<PortRange> stretches(
            Protocol protocol, List<Rule> rules, Set<Peer> peers, @Nullable PodFact destination) {
        Stream<PortRange> numbers = rules.stream()
                .flatMap(rule -> rule.ports().stream())
                .filter(port -> port instanceof PortMatch.Numbers of && of.protocol() == protocol)
                .map(port -> ((PortMatch.Numbers) port).ports());
        if (destination == null) {
            return numbers;
        }
        Set<String> names = named(rules).map(PortMatch.Named::name).collect(Collectors.toSet());
        Stream<PortRange> named = destination.namedPorts().stream()
                .filter(port -> port.protocol() == protocol && names.contains(port.name()))
                .map(port -> PortRange.of(port.number()));
        Stream<PortRange> probes =
                protocol == Protocol.TCP && peers.stream().anyMatch(Peer.KubeletProbes.class::isInstance)
                        ? destination.probePorts().stream().map(PortRange::of)
                        : Stream.of();
        return Stream.of(numbers, named, probes).flatMap(Function.identity());
    }
}
