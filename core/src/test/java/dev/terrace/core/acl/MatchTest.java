package dev.terrace.core.acl;

import static dev.terrace.core.acl.Packets.packet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.core.desired.LogicalPort;
import dev.terrace.core.model.IpPrefix;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every line of the first two tables was put to {@code ovn-trace} of OVN 25.03 and 26.03, as the match of an ACL, with
 * the same outcome.
 */
class MatchTest {

    private static final NamedSets SETS = new NamedSets(
            Map.of(
                    "four", prefixes("10.0.0.1", "10.1.0.0/16"),
                    "six", prefixes("fd00::1", "fd01::/16"),
                    "all_six", prefixes("::/0"),
                    "nobody", prefixes()),
            Map.of(
                    "one", ports("p1"),
                    "two", ports("p2", "p3"),
                    "empty", ports()));

    private static final Map<String, Packet> PACKETS = Map.of(
            "tcp4", packet("tcp 10.0.0.1 10.1.0.2 80"),
            "tcp6", packet("tcp fd00::1 fd01::2 80"),
            "udp4", packet("udp 10.0.0.1 10.1.0.2 8080"),
            "sctp4", packet("sctp 10.2.0.1 10.1.0.2 80"),
            "icmp4", packet("icmp 10.0.0.1 10.1.0.2"),
            "icmp6", packet("icmp fd00::1 fd01::2"));

    /** The expression, and the packets that it matches. */
    private static final String MEANINGS = """
            1                                                    | tcp4 tcp6 udp4 sctp4 icmp4 icmp6
            0                                                    |
            !0                                                   | tcp4 tcp6 udp4 sctp4 icmp4 icmp6
            ip                                                   | tcp4 tcp6 udp4 sctp4 icmp4 icmp6
            ip4                                                  | tcp4 udp4 sctp4 icmp4
            ip4 == 1                                             | tcp4 udp4 sctp4 icmp4
            0 != ip4                                             | tcp4 udp4 sctp4 icmp4
            !(ip4 == 0)                                          | tcp4 udp4 sctp4 icmp4
            ip6                                                  | tcp6 icmp6
            tcp                                                  | tcp4 tcp6
            tcp && ip6                                           | tcp6
            udp||sctp                                            | udp4 sctp4
            icmp                                                 | icmp4 icmp6
            icmp4                                                | icmp4
            icmp6                                                | icmp6
            icmp4.type == 8 && icmp4.code == 0                   | icmp4
            icmp6.type == {128, 129}                             | icmp6
            icmp4.type == 128                                    |
            !icmp4.type                                          |
            !icmp6.code                                          | icmp6
            arp || nd                                            |
            eth.type == 0x86dd                                   | tcp6 icmp6
            ip.proto == {6, 17}                                  | tcp4 tcp6 udp4
            ip4.src == 10.0.0.1                                  | tcp4 udp4 icmp4
            10.0.0.1 == ip4.src                                  | tcp4 udp4 icmp4
            ip4.src == 10.0.0.0/8                                | tcp4 udp4 sctp4 icmp4
            ip4.src == 10.2.3.4/15                               | sctp4
            ip4.src == 0.0.0.1/0.0.0.255                         | tcp4 udp4 sctp4 icmp4
            ip4.src == 0.0.0.0/0                                 | tcp4 udp4 sctp4 icmp4
            ip4.src != 0.0.0.0/0                                 |
            ip4.src != 10.0.0.1                                  | sctp4
            !(ip4.src == 10.0.0.1)                               | sctp4
            !(ip4.src != 10.0.0.1)                               | tcp4 udp4 icmp4
            ip4.src == {10.0.0.1, 10.2.0.0/16}                   | tcp4 udp4 sctp4 icmp4
            ip4.src != {10.0.0.1, 10.2.0.0/16}                   |
            ip4.src > 10.0.0.1                                   | sctp4
            ip4.src == $four                                     | tcp4 udp4 icmp4
            ip4.src != $four                                     | sctp4
            ip4.src == {$four, 10.2.0.1}                         | tcp4 udp4 sctp4 icmp4
            ip4.src == {$four $nobody}                           | tcp4 udp4 icmp4
            ip4.src == $nobody                                   |
            ip4.src != $nobody                                   | tcp4 tcp6 udp4 sctp4 icmp4 icmp6
            !(ip4.src == $nobody)                                | tcp4 tcp6 udp4 sctp4 icmp4 icmp6
            ip4 && ip4.src != $nobody                            | tcp4 udp4 sctp4 icmp4
            ip6.src == $six                                      | tcp6 icmp6
            ip6.dst == $six                                      | tcp6 icmp6
            ip6.src == fd00::/8                                  | tcp6 icmp6
            ip6.src == FD00:0::1                                 | tcp6 icmp6
            ip6.dst == ::/0                                      | tcp6 icmp6
            ip6.src == ::2/::2                                   |
            ip6.src == $four                                     |
            ip6.src != $four                                     | tcp6 icmp6
            ip6.src == 10.0.0.1                                  |
            ip4.src == ::/0                                      | tcp4 udp4 sctp4 icmp4
            ip4.src == $all_six                                  | tcp4 udp4 sctp4 icmp4
            ip4.src == 0x0a000001                                | tcp4 udp4 icmp4
            ip4.src == 167772161                                 | tcp4 udp4 icmp4
            tcp.dst == 80                                        | tcp4 tcp6
            tcp.dst != 80                                        |
            tcp.dst != 81                                        | tcp4 tcp6
            !(tcp.dst == 81)                                     | tcp4 tcp6
            !tcp.dst                                             |
            !tcp.src                                             |
            tcp.dst == {80, 443,}                                | tcp4 tcp6
            tcp.dst == {80 443}                                  | tcp4 tcp6
            tcp.dst == 0x50                                      | tcp4 tcp6
            tcp.dst == 0x50/0xfff0                               | tcp4 tcp6
            tcp.dst == 0/0xff00                                  | tcp4 tcp6
            tcp.dst == 80/16                                     | tcp4 tcp6
            tcp.dst == 95/16                                     | tcp4 tcp6
            tcp.dst == 64/16                                     |
            tcp.src > 1023                                       | tcp4 tcp6
            tcp.dst < 80                                         |
            tcp.dst <= 80                                        | tcp4 tcp6
            tcp.dst > 80                                         |
            tcp.dst >= 80                                        | tcp4 tcp6
            tcp.dst >= 0                                         | tcp4 tcp6
            tcp.dst < 0                                          |
            80 <= tcp.dst                                        | tcp4 tcp6
            8000 <= udp.dst <= 8999                              | udp4
            8999 >= udp.dst > 8079                               | udp4
            8080 < udp.dst < 8999                                |
            !(8080 < udp.dst < 8999)                             | udp4
            !(8000 <= udp.dst <= 8999)                           |
            sctp.dst == 80                                       | sctp4
            tcp.dst == 80 || udp.dst == 8080                     | tcp4 tcp6 udp4
            !(tcp.dst == 80 || udp.dst == 80)                    |
            !(tcp.dst == 80 && udp.dst == 80)                    | udp4
            !(tcp.dst == 80 && ip4.src == 10.0.0.9)              | tcp4 udp4 sctp4 icmp4
            !(tcp.dst == 80 && !(ip4.src == 10.0.0.1))           | tcp4 udp4 icmp4
            inport == "p1"                                       | tcp4 tcp6 udp4 sctp4 icmp4 icmp6
            "p1" == inport                                       | tcp4 tcp6 udp4 sctp4 icmp4 icmp6
            inport == "\\u0070\\u0031"                           | tcp4 tcp6 udp4 sctp4 icmp4 icmp6
            inport == {"p3", "p1"} && tcp                        | tcp4 tcp6
            !(inport != "p1") && tcp                             | tcp4 tcp6
            inport == @one && tcp                                | tcp4 tcp6
            outport == @one                                      |
            outport == @two && (tcp || icmp)                     | tcp4 tcp6 icmp4 icmp6
            outport == {@one, @two} && icmp4                     | icmp4
            outport == {@one, "p2"} && icmp4                     | icmp4
            (((ip4)))&&(tcp)                                     | tcp4
            ip4&&tcp&&tcp.dst==80                                | tcp4
            ip4 && (tcp.dst == {80, 443} || 8000 <= tcp.dst <= 8999) | tcp4
            """;

    private static final String MALFORMED = """
            ||
            ip4 &&
            (ip4
            ip4)
            ip4 tcp
            ip4 & tcp
            ip4 | tcp
            ip4 && tcp || udp
            ip4 || tcp && udp
            !ip4
            !tcp
            !(tcp)
            !arp
            !!ip4
            !1 == ip4
            ip4 == 0
            ip4 == {1, 0}
            ip4 != 1
            ip4 == 2
            ip4 > 0
            2
            00
            0x1
            {1}
            tcp.dst
            tcp.dst = 80
            tcp.dst ==
            tcp.dst == x
            tcp.dst == {}
            tcp.dst == {,80}
            tcp.dst == {80,,81}
            tcp.dst == {80
            tcp.dst == "80"
            tcp.dst == 65536
            tcp.dst == 080
            tcp.dst == 0x
            tcp.dst == 80/0xff
            tcp.dst == 10.0.0.1
            tcp.dst > {80, 81}
            tcp.dst > 0x50/0xf0
            tcp.dst == 80 == 1
            80
            80 == tcp.dst == 80
            80 < tcp.dst > 90
            80 <= tcp.dst == 90
            80 < 90
            !tcp.dst == 80
            ip4.src == 10.0.0
            ip4.src == 10.0.0.256
            ip4.src == 10.0.0.0/33
            ip4.src == 10.0.0.0 /8
            ip4.src == 10.0.0.0/
            ip4.src == fd00::1
            ip4.src == $six
            ip4.src == "10.0.0.1"
            ip4.src == {10.0.0.1, "p1"}
            ip4.src == @one
            ip6.src == fd00::1/129
            ip6.src == fd00:::1
            ip.proto != 6
            !(ip.proto == 6)
            ip.proto > 6
            eth.type != 0x800
            icmp4.type != 8
            inport
            !inport
            inport == p1
            inport == 1
            inport == $four
            inport == $nobody
            inport == {"p1", 1}
            inport != "p1"
            inport != @one
            !(inport == "p1")
            inport > "p1"
            inport == "p1
            inport == "p\\x"
            "p1"
            $four
            $ four
            ip4.src == $
            inport == @1
            no.such == 1
            ip4; tcp
            ip4 # tcp
            """;

    /** What OVN's language knows and this reading of it does not. */
    private static final String REFUSED = """
            ip4 // comment
            ip4 /* comment */
            tcp.dst[0..7] == 80
            ip.ttl == 64
            eth.src == 00:00:00:00:00:01
            is_chassis_resident("p1")
            ip4.src == $one_ip4
            ip4.src < $four
            ip6.src == ::ffff:10.0.0.1
            """;

    @TestFactory
    Stream<DynamicTest> meanings() {
        return MEANINGS.lines().map(line -> {
            int bar = line.lastIndexOf(" |");
            String expression = line.substring(0, bar).strip();
            SortedSet<String> expected = words(line.substring(bar + 2));
            return DynamicTest.dynamicTest(expression, () -> {
                Match match = Match.parse(expression, SETS);
                assertThat(match.isInstalled()).isTrue();
                SortedSet<String> matched = PACKETS.entrySet().stream()
                        .filter(packet -> match.matches(packet.getValue()))
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toCollection(TreeSet::new));
                assertThat(matched).isEqualTo(expected);
            });
        });
    }

    @TestFactory
    Stream<DynamicTest> malformed() {
        return Stream.concat(Stream.of(""), MALFORMED.lines())
                .map(expression -> DynamicTest.dynamicTest(
                        "no match: " + expression,
                        () -> assertThatThrownBy(() -> Match.parse(expression, SETS))
                                .isInstanceOf(IllegalArgumentException.class)
                                .hasMessageStartingWith("at ")
                                .hasMessageEndingWith(": " + expression)));
    }

    @TestFactory
    Stream<DynamicTest> refused() {
        return REFUSED.lines()
                .map(expression -> DynamicTest.dynamicTest(
                        expression,
                        () -> assertThatThrownBy(() -> Match.parse(expression, SETS))
                                .isInstanceOf(IllegalArgumentException.class)));
    }

    @Test
    void anErrorTellsWhereAndWhat() {
        assertThatThrownBy(() -> Match.parse("ip4 && tcp.dst == )", SETS))
                .hasMessage("at 18: expected a constant, found ')': ip4 && tcp.dst == )");
        assertThatThrownBy(() -> Match.parse("ip4 && tcp || udp", SETS))
                .hasMessage("at 11: && and || need parentheses when they are used together: ip4 && tcp || udp");
        assertThatThrownBy(() -> Match.parse("tcp.dst == 70000", SETS))
                .hasMessage("at 11: a constant of 17 bits is too wide for tcp.dst with 16: tcp.dst == 70000");
        assertThatThrownBy(() -> Match.parse("ip4 && ~tcp", SETS))
                .hasMessage("at 7: expected a token of OVN's match language: ip4 && ~tcp");
        assertThatThrownBy(() -> Match.parse("ip4 &&", SETS))
                .hasMessage("at 6: expected a constant, found the end: ip4 &&");
    }

    @Test
    void aMissingNameSilencesTheWholeMatch() {
        for (String expression :
                new String[] {"ip4 || ip4.src == $gone", "1 || inport == @gone", "!(ip4.src == $gone)"}) {
            Match match = Match.parse(expression, SETS);
            assertThat(match.isInstalled()).isFalse();
            assertThat(PACKETS.values()).noneMatch(match::matches);
        }
        assertThat(Match.parse("ip4.src == {$gone, $four} || inport == {@gone, @one}", SETS)
                        .missing())
                .containsExactly("$gone", "@gone");
    }

    @Test
    void aGroupWithoutPortsIsMissing() {
        assertThat(Match.parse("inport == {@one, @empty}", SETS).missing()).containsExactly("@empty");
    }

    @Test
    void aPacketOnNoPortIsOnNoneOfThem() {
        Packet outside = packet(null, null, "tcp 10.0.0.1 10.1.0.2 80");
        assertThat(Match.parse("inport == {@one, @two}", SETS).matches(outside)).isFalse();
        assertThat(Match.parse("!(inport != @one)", SETS).matches(outside)).isFalse();
    }

    @Test
    void parenthesesNestAHundredTimes() {
        assertThat(Match.parse("(".repeat(100) + "1" + ")".repeat(100), SETS).isInstalled())
                .isTrue();
        assertThatThrownBy(() -> Match.parse("(".repeat(101) + "1" + ")".repeat(101), SETS))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static SortedSet<IpPrefix> prefixes(String... prefixes) {
        return Arrays.stream(prefixes)
                .map(text -> text.contains("/") ? text : text + (text.contains(":") ? "/128" : "/32"))
                .map(IpPrefix::parse)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static SortedSet<LogicalPort> ports(String... names) {
        return Arrays.stream(names).map(LogicalPort::new).collect(Collectors.toCollection(TreeSet::new));
    }

    private static SortedSet<String> words(String text) {
        return Arrays.stream(text.strip().split(" +"))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
