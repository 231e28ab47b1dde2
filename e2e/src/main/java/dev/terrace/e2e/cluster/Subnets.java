package dev.terrace.e2e.cluster;

import dev.terrace.core.model.IpAddress;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The addresses of pods: a /24 and a /64 for each node, in the order in which nodes are heard of. One that was given
 * back is not given away again before all others were.
 */
final class Subnets {

    private static final int FIRST = 2;
    private static final int LAST = 250;

    private final Map<String, Subnet> byNode = new TreeMap<>();
    private final Set<PodNetwork> taken = new HashSet<>();

    /** The next address of a node that nobody has. */
    PodNetwork next(String node) {
        Subnet subnet = byNode.computeIfAbsent(node, _ -> new Subnet(byNode.size() + 1));
        return IntStream.rangeClosed(FIRST, LAST)
                .mapToObj(_ -> subnet.next())
                .filter(taken::add)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no address is left on node " + node));
    }

    /** Nobody has an address any more. */
    void giveBack(PodNetwork network) {
        taken.remove(network);
    }

    private static final class Subnet {

        private final int number;
        private int last = FIRST - 1;

        Subnet(int number) {
            this.number = number;
        }

        PodNetwork next() {
            last = last == LAST ? FIRST : last + 1;
            return new PodNetwork(
                    IpAddress.parse("10.244." + number + "." + last),
                    IpAddress.parse("fd00:244:" + number + "::" + last),
                    "0a:58:0a:f4:%02x:%02x".formatted(number, last),
                    IpAddress.parse("10.244." + number + ".254"),
                    IpAddress.parse("fd00:244:" + number + ":0:ffff:ffff:ffff:fffe"));
        }
    }
}
