package dev.terrace.e2e.packet;

import dev.terrace.e2e.node.Host;
import dev.terrace.e2e.node.OvnNode;
import dev.terrace.e2e.node.Seen;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A cluster laid out on a node of OVN. */
public final class Testbed {

    private final OvnNode node;
    private final Topology topology;

    private Testbed(OvnNode node, Topology topology) {
        this.node = node;
        this.topology = topology;
    }

    /** Makes everybody of a topology. */
    public static Testbed lay(OvnNode node, Topology topology) {
        node.create(topology.hosts());
        return new Testbed(node, topology);
    }

    /** Makes those of a topology who are no pods; its pods are there already. */
    public static Testbed around(OvnNode node, Topology topology) {
        node.create(topology.hosts().stream()
                .filter(host -> host.namespace().isEmpty())
                .toList());
        return new Testbed(node, topology);
    }

    public OvnNode node() {
        return node;
    }

    public Topology topology() {
        return topology;
    }

    /** Sends packets, all at once, to servers that answer them; what became of each, in their order. */
    public List<Arrival> send(List<Packet> packets) {
        return send(packets, OvnNode.PATIENCE);
    }

    /** The same, and gives each that long to be answered. */
    public List<Arrival> send(List<Packet> packets, Duration patience) {
        node.serve(packets.stream().map(Packet::listener).toList());
        List<Seen> seen = node.probe(packets.stream().map(Packet::probe).toList(), patience);
        List<Arrival> arrivals = new ArrayList<>();
        for (int i = 0; i < packets.size(); i++) {
            arrivals.add(new Arrival(packets.get(i), seen.get(i)));
        }
        return arrivals;
    }

    /** Takes everybody away. */
    public void clear() {
        Set<String> names = new HashSet<>();
        topology.hosts().stream().map(Host::netns).forEach(names::add);
        node.delete(names);
    }
}
