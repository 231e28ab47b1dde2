package dev.terrace.core.space;

import dev.terrace.core.model.Direction;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PortMatch;
import dev.terrace.core.model.PortRange;
import dev.terrace.core.model.Protocol;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** All destination ports of all protocols, by class. */
final class TrafficPartition {

    private static final int FIRST_PORT = 1;
    private static final int AFTER_LAST_PORT = 65536;

    private final List<TrafficClass> classes = new ArrayList<>();
    private final Map<Protocol, NavigableMap<Integer, TrafficClass>> byStart = new EnumMap<>(Protocol.class);

    /** @param vocabularies of every world in which the ports of a class must be alike */
    TrafficPartition(List<Vocabulary> vocabularies) {
        for (Protocol protocol : Protocol.values()) {
            if (protocol == Protocol.ICMP) {
                add(protocol, List.of());
                continue;
            }
            Asked asked = new Asked(protocol);
            vocabularies.forEach(asked::learn);
            asked.partition().forEach(ports -> add(protocol, ports));
        }
    }

    private void add(Protocol protocol, List<PortRange> ports) {
        TrafficClass traffic = new TrafficClass(classes.size(), protocol, ports);
        classes.add(traffic);
        NavigableMap<Integer, TrafficClass> starts = byStart.computeIfAbsent(protocol, p -> new TreeMap<>());
        if (ports.isEmpty()) {
            starts.put(0, traffic);
        }
        ports.forEach(range -> starts.put(range.start(), traffic));
    }

    List<TrafficClass> classes() {
        return classes;
    }

    /** @throws IllegalArgumentException when it is no port of the protocol */
    TrafficClass classOf(Protocol protocol, int port) {
        Map.Entry<Integer, TrafficClass> entry =
                Objects.requireNonNull(byStart.get(protocol)).floorEntry(port);
        if (entry == null || !entry.getValue().contains(port)) {
            throw new IllegalArgumentException("no port of " + protocol.word() + ": " + port);
        }
        return entry.getValue();
    }

    /** What rules ask of the ports of one protocol. */
    private static final class Asked {

        private final Protocol protocol;
        private final Set<PortRange> ranges = new HashSet<>();

        /** Ports that mean something to some pod: each of them is a class of its own. */
        private final Set<Integer> singles = new HashSet<>();

        Asked(Protocol protocol) {
            this.protocol = protocol;
        }

        void learn(Vocabulary vocabulary) {
            for (Policy policy : vocabulary.world().facts().policies().values()) {
                for (Direction direction : Direction.values()) {
                    policy.rules(direction).forEach(rule -> rule.ports().forEach(this::learn));
                }
            }
            for (PodFact pod : vocabulary.world().facts().pods().values()) {
                pod.namedPorts().stream()
                        .filter(port -> port.protocol() == protocol
                                && vocabulary.portNames().contains(port.name()))
                        .forEach(port -> singles.add(port.number()));
                if (protocol == Protocol.TCP && vocabulary.asksForProbes()) {
                    singles.addAll(pod.probePorts());
                }
            }
        }

        private void learn(PortMatch port) {
            if (port instanceof PortMatch.Numbers numbers && numbers.protocol() == protocol) {
                ranges.add(numbers.ports());
            }
        }

        /** The ports from 1 to 65535, cut where an answer can change, those with equal answers put together again. */
        List<List<PortRange>> partition() {
            NavigableSet<Integer> cuts = new TreeSet<>(List.of(FIRST_PORT, AFTER_LAST_PORT));
            ranges.forEach(range -> cuts.addAll(List.of(range.start(), range.end() + 1)));
            singles.forEach(port -> cuts.addAll(List.of(port, port + 1)));
            Map<Integer, List<PortRange>> beginning = ranges.stream().collect(Collectors.groupingBy(PortRange::start));
            Set<PortRange> open = new HashSet<>();
            Map<Set<PortRange>, List<PortRange>> alike = new LinkedHashMap<>();
            for (int start : cuts.headSet(AFTER_LAST_PORT)) {
                PortRange part = new PortRange(start, Objects.requireNonNull(cuts.higher(start)) - 1);
                open.removeIf(range -> !range.contains(start));
                open.addAll(beginning.getOrDefault(start, List.of()));
                Set<PortRange> answers = new HashSet<>(open);
                if (singles.contains(start)) {
                    answers.add(part);
                }
                append(alike.computeIfAbsent(answers, a -> new ArrayList<>()), part);
            }
            return List.copyOf(alike.values());
        }

        private static void append(List<PortRange> ports, PortRange part) {
            if (!ports.isEmpty() && ports.getLast().end() + 1 == part.start()) {
                ports.add(new PortRange(ports.removeLast().start(), part.end()));
            } else {
                ports.add(part);
            }
        }
    }
}
