package dev.terrace.e2e.packet;

import dev.terrace.core.model.IpFamily;
import dev.terrace.core.model.Protocol;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of a table for people:
 *
 * <pre>{@code
 * server/web   backend/orders   8080/tcp   ALLOW   # orders serves the shop
 * }</pre>
 *
 * <p>An end is a pod ({@code namespace/name}), a node ({@code node:name}) or the name of somebody outside. The packet
 * is {@code port/protocol}, or {@code icmp}. It is sent over every family that both ends have; a {@code 4} or {@code 6}
 * after the protocol ({@code 80/tcp6}) means one of them.
 *
 * @param from who opens the connection
 * @param to whom it is opened to
 * @param protocol the protocol
 * @param port the destination port, 0 for ICMP
 * @param families the families to try, as far as both ends have them
 * @param allowed the verdict that is expected
 * @param note why, or empty
 */
public record PacketLine(
        String from, String to, Protocol protocol, int port, Set<IpFamily> families, boolean allowed, String note) {

    private static final Pattern PACKET = Pattern.compile("(?:(\\d+)/(tcp|udp|sctp)|(icmp))([46]?)");

    public PacketLine {
        families = Set.copyOf(families);
    }

    /**
     * Reads a table. Lines that are empty or begin with a {@code #} are for people only.
     *
     * @throws IllegalArgumentException with the line that is not understood
     */
    public static List<PacketLine> table(List<String> lines) {
        return lines.stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .map(PacketLine::parse)
                .toList();
    }

    private static PacketLine parse(String line) {
        int hash = line.indexOf('#');
        String[] words = (hash < 0 ? line : line.substring(0, hash)).strip().split("\\s+");
        Matcher packet = PACKET.matcher(words.length > 2 ? words[2] : "");
        if (words.length != 4 || !packet.matches() || !words[3].matches("ALLOW|DROP")) {
            throw new IllegalArgumentException("not \"from to port/protocol ALLOW|DROP\": " + line);
        }
        boolean icmp = packet.group(3) != null;
        return new PacketLine(
                words[0],
                words[1],
                icmp ? Protocol.ICMP : Protocol.valueOf(packet.group(2).toUpperCase(Locale.ROOT)),
                icmp ? 0 : Integer.parseInt(packet.group(1)),
                families(packet.group(4)),
                words[3].equals("ALLOW"),
                hash < 0 ? "" : line.substring(hash + 1).strip());
    }

    private static Set<IpFamily> families(String digit) {
        return switch (digit) {
            case "4" -> Set.of(IpFamily.IPV4);
            case "6" -> Set.of(IpFamily.IPV6);
            default -> EnumSet.allOf(IpFamily.class);
        };
    }

    /** The packet as the table has it: {@code 8080/tcp}, {@code icmp6}. */
    public String packet() {
        String what = protocol == Protocol.ICMP ? "icmp" : port + "/" + protocol.word();
        return families.size() > 1 ? what : what + (families.contains(IpFamily.IPV4) ? "4" : "6");
    }

    @Override
    public String toString() {
        return from + " -> " + to + " " + packet();
    }
}
