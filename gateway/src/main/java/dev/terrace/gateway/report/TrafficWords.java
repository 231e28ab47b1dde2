package dev.terrace.gateway.report;

import dev.terrace.core.model.PortRange;
import dev.terrace.core.model.Protocol;
import dev.terrace.core.space.TrafficClass;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Traffic in words: ports that follow one another as a range, a whole protocol by its name. */
final class TrafficWords {

    private static final int MAX_PORT = 65535;

    private TrafficWords() {}

    static String of(Collection<TrafficClass> traffic) {
        List<String> words = new ArrayList<>();
        for (Protocol protocol : Protocol.values()) {
            if (traffic.stream().anyMatch(part -> part.protocol() == protocol)) {
                String ports = ports(traffic.stream()
                        .filter(part -> part.protocol() == protocol)
                        .flatMap(part -> part.ports().stream())
                        .sorted()
                        .toList());
                words.add(ports.isEmpty() ? protocol.word() : ports + "/" + protocol.word());
            }
        }
        return words.equals(List.of("tcp", "udp", "sctp", "icmp")) ? "everything" : String.join(" ", words);
    }

    /** Empty where it is all of them. */
    private static String ports(List<PortRange> sorted) {
        List<PortRange> joined = new ArrayList<>();
        for (PortRange range : sorted) {
            if (!joined.isEmpty() && joined.getLast().end() + 1 == range.start()) {
                joined.add(new PortRange(joined.removeLast().start(), range.end()));
            } else {
                joined.add(range);
            }
        }
        return joined.equals(List.of(new PortRange(1, MAX_PORT)))
                ? ""
                : joined.stream()
                        .map(range -> range.start() == range.end()
                                ? Integer.toString(range.start())
                                : range.start() + "-" + range.end())
                        .collect(Collectors.joining(","));
    }
}
