package dev.terrace.core.space;

import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.PortRange;
import dev.terrace.core.verdict.Connection;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Flows that any class may have. */
public final class RandomConnections {

    private RandomConnections() {}

    /** Random flows: between any two ends of the space, known or not, at the edges of ranges and anywhere. */
    public static List<Connection> of(FlowSpace space, ClusterFacts facts, int count, Random random) {
        List<Connection> connections = new ArrayList<>();
        while (connections.size() < count) {
            EndClass from = pick(space.endClasses(), random);
            EndClass to = pick(space.endClasses(), random);
            if (from.family() == to.family()) {
                End source = member(from, facts, random);
                End destination = random.nextInt(20) == 0 ? source : member(to, facts, random);
                TrafficClass traffic = pick(space.trafficClasses(), random);
                connections.add(new Connection(
                        source.address(),
                        destination.address(),
                        podOf(source, facts),
                        podOf(destination, facts),
                        traffic.protocol(),
                        port(traffic, random)));
            }
        }
        return connections;
    }

    private static @Nullable PodFact podOf(End end, ClusterFacts facts) {
        return end.pod() == null ? null : facts.pods().get(end.pod());
    }

    private static End member(EndClass ends, ClusterFacts facts, Random random) {
        int chosen = random.nextInt(ends.known().size() + ends.elsewhere().size());
        if (chosen < ends.known().size()) {
            return ends.known().get(chosen);
        }
        AddressRange range = ends.elsewhere().get(chosen - ends.known().size());
        BigInteger size = range.last().value().subtract(range.first().value()).add(BigInteger.ONE);
        BigInteger step = switch (random.nextInt(3)) {
            case 0 -> BigInteger.ZERO;
            case 1 -> size.subtract(BigInteger.ONE);
            default -> new BigInteger(size.bitLength() + 8, random).mod(size);
        };
        return at(IpAddress.of(range.first().family(), range.first().value().add(step)), facts);
    }

    private static End at(IpAddress address, ClusterFacts facts) {
        return new End(
                address,
                facts.pods().values().stream()
                        .filter(pod -> pod.selectable() && pod.addresses().contains(address))
                        .map(PodFact::key)
                        .min(Comparator.naturalOrder())
                        .orElse(null));
    }

    private static int port(TrafficClass traffic, Random random) {
        if (traffic.ports().isEmpty()) {
            return 0;
        }
        PortRange range = pick(traffic.ports(), random);
        return switch (random.nextInt(3)) {
            case 0 -> range.start();
            case 1 -> range.end();
            default -> range.start() + random.nextInt(range.end() - range.start() + 1);
        };
    }

    private static <T> T pick(List<T> from, Random random) {
        return from.get(random.nextInt(from.size()));
    }
}
