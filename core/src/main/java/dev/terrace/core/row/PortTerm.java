package dev.terrace.core.row;

import dev.terrace.core.model.PortMatch;
import dev.terrace.core.model.PortRange;
import dev.terrace.core.model.Protocol;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The part of a match that speaks of protocol and destination port: one per protocol that a rule names by number.
 *
 * @param id tells the terms of a rule apart: {@code any}, {@code tcp}
 * @param text an expression in OVN's language, empty where every protocol and port matches
 */
public record PortTerm(String id, String text) {

    /** Every protocol and port. */
    public static final PortTerm ANY = new PortTerm("any", "");

    /** The terms of a rule's port entries, but for named ports, whose meaning differs from pod to pod. */
    public static List<PortTerm> of(List<PortMatch> ports) {
        if (ports.isEmpty()) {
            return List.of(ANY);
        }
        Map<Protocol, SortedSet<PortRange>> ranges = new EnumMap<>(Protocol.class);
        Map<Protocol, PortTerm> terms = new EnumMap<>(Protocol.class);
        for (PortMatch port : ports) {
            switch (port) {
                case PortMatch.WholeProtocol(Protocol protocol) ->
                    terms.put(protocol, new PortTerm(protocol.word(), protocol.word()));
                case PortMatch.Numbers(Protocol protocol, PortRange range) ->
                    ranges.computeIfAbsent(protocol, p -> new TreeSet<>()).add(range);
                case PortMatch.Named named -> {}
            }
        }
        ranges.forEach((protocol, wanted) ->
                terms.putIfAbsent(protocol, new PortTerm(protocol.word(), text(protocol, coalesce(wanted)))));
        return List.copyOf(terms.values());
    }

    public static PortTerm of(NamedPort port) {
        return new PortTerm(port.toString(), port.protocol().word() + ".dst == " + port.number());
    }

    /** TCP ports, of which there must be one. */
    static PortTerm tcp(SortedSet<Integer> ports) {
        List<PortRange> ranges = ports.stream().map(PortRange::of).toList();
        return new PortTerm("tcp", text(Protocol.TCP, ranges));
    }

    private static List<PortRange> coalesce(SortedSet<PortRange> ranges) {
        List<PortRange> apart = new ArrayList<>();
        for (PortRange range : ranges) {
            if (!apart.isEmpty() && range.start() <= apart.getLast().end()) {
                PortRange last = apart.removeLast();
                apart.add(new PortRange(last.start(), Math.max(last.end(), range.end())));
            } else {
                apart.add(range);
            }
        }
        return apart;
    }

    private static String text(Protocol protocol, List<PortRange> ranges) {
        String field = protocol.word() + ".dst";
        List<String> numbers = new ArrayList<>();
        List<String> alternatives = new ArrayList<>();
        for (PortRange range : ranges) {
            if (range.start() == range.end()) {
                numbers.add(Integer.toString(range.start()));
            } else {
                alternatives.add(range.start() + " <= " + field + " <= " + range.end());
            }
        }
        if (!numbers.isEmpty()) {
            alternatives.addFirst(field + " == " + MatchText.oneOf(numbers));
        }
        return alternatives.size() == 1
                ? alternatives.getFirst()
                : alternatives.stream().collect(Collectors.joining(" || ", "(", ")"));
    }
}
