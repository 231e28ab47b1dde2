package dev.terrace.e2e.packet;

import dev.terrace.core.model.IpAddress;
import dev.terrace.core.verdict.Flow;
import dev.terrace.core.verdict.FlowEnd;
import dev.terrace.e2e.node.Listener;
import dev.terrace.e2e.node.Probe;
import dev.terrace.e2e.node.Trace;
import java.util.Collection;

/**
 * A line of a table in one address family.
 *
 * @param line the line
 * @param source the source address
 * @param destination the destination address
 * @param fromNetns the network namespace that has the source address
 * @param toNetns the network namespace that has the destination address
 */
public record Packet(PacketLine line, IpAddress source, IpAddress destination, String fromNetns, String toNetns) {

    /** Whether so many packets should pass, and so many should not. */
    public static boolean hasBoth(Collection<Packet> packets, int fewest) {
        long allowed = packets.stream().filter(packet -> packet.line.allowed()).count();
        return allowed >= fewest && packets.size() - allowed >= fewest;
    }

    /** The question for evaluators. */
    public Flow flow() {
        return new Flow(new FlowEnd.Address(source), new FlowEnd.Address(destination), line.protocol(), line.port());
    }

    /** The question for the network. */
    public Probe probe() {
        return new Probe(fromNetns, destination, line.protocol(), line.port());
    }

    /** The question for OVN's simulator. */
    public Trace trace() {
        return new Trace(probe(), source, toNetns);
    }

    /** Who must listen so that the packet is answered. */
    public Listener listener() {
        return new Listener(toNetns, line.protocol(), line.port());
    }

    @Override
    public String toString() {
        return line + " (" + source + " -> " + destination + ")";
    }
}
