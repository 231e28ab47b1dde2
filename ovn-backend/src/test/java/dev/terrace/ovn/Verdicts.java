package dev.terrace.ovn;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What OVN makes of the ACLs in a database, for those that {@link Turns} writes: matches are terms that all must hold.
 * An ACL whose match names a set or a group that is not there is not installed ({@code ovn-nb(5)}).
 */
final class Verdicts {

    /** What happens to a packet. */
    enum Verdict {
        ALLOWED,
        DENIED
    }

    /**
     * A packet that begins a connection.
     *
     * @param direction of the ACLs that judge it, {@code to-lport} or {@code from-lport}
     * @param port the logical port that they judge it for
     * @param remote the address at the other end, as it stands in sets
     */
    record Packet(String direction, String port, String remote) {}

    private static final int TIERS = 4;

    private final Map<String, ? extends Map<String, Object>> rows;
    private final List<Acl> acls;

    /** What decides, of a row of {@code ACL}. */
    private record Acl(Object direction, Object tier, int priority, List<String> terms, Object action) {
        static Acl of(Map<String, Object> columns) {
            return new Acl(
                    column(columns, "direction"),
                    column(columns, "tier"),
                    (int) column(columns, "priority"),
                    List.of(((String) column(columns, "match")).split(" && ")),
                    column(columns, "action"));
        }

        private static Object column(Map<String, Object> columns, String name) {
            return Objects.requireNonNull(columns.get(name), name);
        }
    }

    Verdicts(Contents contents) {
        this.rows = contents.rows();
        this.acls = rows.entrySet().stream()
                .filter(row -> row.getKey().startsWith("ACL "))
                .map(row -> Acl.of(row.getValue()))
                .toList();
    }

    /** All packets of which images of {@link Turns} can think. */
    static List<Packet> packets() {
        return Stream.of("to-lport", "from-lport")
                .flatMap(direction -> Turns.PORTS.stream()
                        .flatMap(port -> Turns.ADDRESSES.stream()
                                .map(address -> new Packet(direction, port, address.replace("/32", "")))))
                .toList();
    }

    /** What the ACLs say of each packet; more than one verdict where two ACLs of one priority contradict each other. */
    NavigableMap<String, Set<Verdict>> all() {
        NavigableMap<String, Set<Verdict>> verdicts = new TreeMap<>();
        packets().forEach(packet -> verdicts.put(packet.toString(), of(packet, 0)));
        return verdicts;
    }

    private Set<Verdict> of(Packet packet, int tier) {
        if (tier == TIERS) {
            return EnumSet.of(Verdict.ALLOWED);
        }
        List<Acl> matching = acls.stream()
                .filter(acl -> acl.tier().equals(tier) && acl.direction().equals(packet.direction()))
                .filter(acl -> acl.terms().stream().allMatch(term -> holds(term, packet)))
                .toList();
        int highest = matching.stream().mapToInt(Acl::priority).max().orElse(-1);
        Set<Verdict> verdicts = EnumSet.noneOf(Verdict.class);
        matching.stream().filter(acl -> acl.priority() == highest).forEach(acl -> {
            switch ((String) acl.action()) {
                case "drop" -> verdicts.add(Verdict.DENIED);
                case "pass" -> verdicts.addAll(of(packet, tier + 1));
                default -> verdicts.add(Verdict.ALLOWED);
            }
        });
        return matching.isEmpty() ? of(packet, tier + 1) : verdicts;
    }

    private boolean holds(String term, Packet packet) {
        return term.equals("ip4")
                || members(term, "outport == @", "Port_Group ", "ports").contains(packet.port())
                || members(term, "inport == @", "Port_Group ", "ports").contains(packet.port())
                || members(term, "ip4.src == $", "Address_Set ", "addresses").contains(packet.remote())
                || members(term, "ip4.dst == $", "Address_Set ", "addresses").contains(packet.remote());
    }

    private Set<?> members(String term, String prefix, String table, String column) {
        if (!term.startsWith(prefix)) {
            return Set.of();
        }
        Map<String, Object> row = rows.get(table + term.substring(prefix.length()));
        return row != null && row.get(column) instanceof Set<?> members ? members : Set.of();
    }

    /** The sets and groups that ACLs name and that are not there. */
    Set<String> missing() {
        Set<String> missing = new TreeSet<>();
        Stream.of(" == @", " == $")
                .forEach(sign -> acls.stream()
                        .flatMap(acl -> acl.terms().stream())
                        .filter(term -> term.contains(sign))
                        .map(term -> (sign.endsWith("@") ? "Port_Group " : "Address_Set ")
                                + term.substring(term.indexOf(sign) + sign.length()))
                        .filter(Predicate.not(rows::containsKey))
                        .forEach(missing::add));
        return missing;
    }
}
