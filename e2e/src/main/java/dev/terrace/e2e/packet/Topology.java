package dev.terrace.e2e.packet;

import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.IpFamily;
import dev.terrace.core.model.NodeFact;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.PodKey;
import dev.terrace.e2e.node.Host;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A cluster as network namespaces: a switch per node with the node's pods, one with the nodes' own addresses, so that
 * packets really come from them, and one for those outside.
 */
public final class Topology {

    private static final String NODE_PREFIX = "node:";

    private final ClusterFacts facts;
    private final Outside outside;
    private final Function<PodFact, String> switchOf;
    private final List<Host> others;

    private Topology(ClusterFacts facts, Outside outside, Function<PodFact, String> switchOf, List<Host> others) {
        this.facts = facts;
        this.outside = outside;
        this.switchOf = switchOf;
        this.others = List.copyOf(others);
    }

    /** A switch for the pods of each node, as clusters have it. */
    public static Topology of(ClusterFacts facts, Outside outside) {
        return of(facts, outside, pod -> "pods-" + pod.node());
    }

    /** The same with the switches of OVN-Kubernetes, which have the names of their nodes. */
    public static Topology byNode(ClusterFacts facts, Outside outside) {
        return of(facts, outside, pod -> String.valueOf(pod.node()));
    }

    /** The same with other switches; pods of one subnet must be on one switch. */
    public static Topology of(ClusterFacts facts, Outside outside, Function<PodFact, String> switchOf) {
        return new Topology(facts, outside, switchOf, List.of());
    }

    /** The same with hosts that are no pods, nodes or somebody outside. */
    public Topology with(List<Host> more) {
        return new Topology(facts, outside, switchOf, more);
    }

    /**
     * Everybody who needs a network namespace of their own: pods in the network of their node do not, nor do finished
     * pods, whose addresses may be somebody else's.
     */
    public List<Host> hosts() {
        List<Host> hosts = new ArrayList<>();
        facts.pods().values().stream()
                .filter(PodFact::hasPort)
                .sorted(Comparator.comparing(PodFact::key))
                .map(pod -> host(pod.key().namespace(), pod.key().name(), switchOf.apply(pod), pod.addresses()))
                .forEach(hosts::add);
        facts.nodes().values().stream()
                .sorted(Comparator.comparing(NodeFact::name))
                .map(node -> host("", node.name(), "nodes", node.addresses()))
                .forEach(hosts::add);
        outside.hosts().forEach((name, addresses) -> hosts.add(host("", name, "outside", addresses)));
        hosts.addAll(others);
        return hosts;
    }

    private static Host host(String namespace, String name, String onSwitch, List<IpAddress> addresses) {
        Site site = new Site("", addresses);
        return new Host(
                namespace,
                name,
                onSwitch,
                site.address(IpFamily.IPV4).map(IpAddress::toString).orElse(null),
                site.address(IpFamily.IPV6).map(IpAddress::toString).orElse(null),
                null);
    }

    /**
     * The packets of a table.
     *
     * @throws IllegalArgumentException when the table names who is not there, or a family that the two ends do not
     *     share
     */
    public List<Packet> packets(Collection<PacketLine> lines) {
        return lines.stream().flatMap(this::packets).toList();
    }

    private Stream<Packet> packets(PacketLine line) {
        Site from = site(line.from());
        Site to = site(line.to());
        List<Packet> packets = Stream.of(IpFamily.values())
                .filter(line.families()::contains)
                .flatMap(family -> from.address(family).stream()
                        .flatMap(source -> to.address(family).stream()
                                .map(destination -> new Packet(line, source, destination, from.netns(), to.netns()))))
                .toList();
        if (packets.isEmpty()) {
            throw new IllegalArgumentException("no address family for " + line);
        }
        return packets.stream();
    }

    private Site site(String name) {
        if (name.startsWith(NODE_PREFIX)) {
            NodeFact node = facts.nodes().get(name.substring(NODE_PREFIX.length()));
            if (node != null) {
                return new Site(node.name(), node.addresses());
            }
        } else if (name.contains("/")) {
            PodFact pod = facts.pods()
                    .get(new PodKey(name.substring(0, name.indexOf('/')), name.substring(name.indexOf('/') + 1)));
            if (pod != null) {
                return site(pod);
            }
        } else {
            List<IpAddress> addresses = hosts().stream()
                    .filter(host -> host.namespace().isEmpty() && host.name().equals(name))
                    .flatMap(host -> Stream.of(host.ip4(), host.ip6()))
                    .filter(Objects::nonNull)
                    .map(IpAddress::parse)
                    .toList();
            if (!addresses.isEmpty()) {
                return new Site(name, addresses);
            }
        }
        throw new IllegalArgumentException("nobody here is called " + name);
    }

    private Site site(PodFact pod) {
        return new Site(
                pod.hasPort()
                        ? pod.key().namespace() + "_" + pod.key().name()
                        : owner(pod.addresses().getFirst()),
                pod.addresses());
    }

    /** Whether anybody has an address. */
    public boolean has(IpAddress address) {
        return holders(address).findAny().isPresent();
    }

    /** The network namespace that has an address. */
    public String owner(IpAddress address) {
        return holders(address)
                .map(Host::netns)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("nobody here has the address " + address));
    }

    private Stream<Host> holders(IpAddress address) {
        String text = address.toString();
        return hosts().stream().filter(host -> text.equals(host.ip4()) || text.equals(host.ip6()));
    }

    /** The logical switch of a network namespace. */
    public String switchOf(String netns) {
        return hosts().stream()
                .filter(host -> host.netns().equals(netns))
                .map(Host::onSwitch)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("nobody here is called " + netns));
    }

    /** The addresses of everybody outside. */
    public Map<String, List<IpAddress>> outside() {
        return outside.hosts();
    }
}
