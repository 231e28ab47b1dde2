package dev.terrace.ovn;

import static dev.terrace.ovn.Rows.OWNER;
import static dev.terrace.ovn.Rows.acl;
import static dev.terrace.ovn.Rows.image;
import static dev.terrace.ovn.Rows.named;
import static dev.terrace.ovn.Rows.policy;
import static dev.terrace.ovn.Rows.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.AddressSetRow;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.LogicalPort;
import dev.terrace.core.desired.PortGroupRow;
import dev.terrace.core.desired.Row;
import dev.terrace.core.desired.RowKey;
import dev.terrace.core.desired.RowKey.Table;
import dev.terrace.core.model.Direction;
import dev.terrace.core.model.IpPrefix;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rows that are odd, huge, or that the server will not have. */
class NorthboundStrangeRowsTest {

    @RegisterExtension
    private static final NorthboundServer SERVER = new NorthboundServer();

    @BeforeEach
    void empty() {
        SERVER.clear();
    }

    private static void assertHolds(DesiredImage image) {
        assertThat(Contents.of(SERVER, OWNER)).isEqualTo(Contents.of(image, Set.of()));
    }

    private static DesiredImage with(List<Row> rows, Row... more) {
        List<Row> all = new ArrayList<>(rows);
        all.addAll(List.of(more));
        return DesiredImage.of(all);
    }

    private static SortedMap<RowKey, String> rejected(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Rejected.class);
        return ((Outcome.Rejected) outcome).rows();
    }

    private static AclRow saying(String id, String text) {
        AclRow plain = acl(id, "pg_web", 1, 5, "ip4 && \"" + text + "\"", AclRow.Verb.DROP);
        SortedMap<String, String> ids = Rows.ids(id);
        ids.put("terrace.dev/rule-name", text);
        ids.put(text, "key");
        return new AclRow(
                id,
                plain.portGroup(),
                plain.direction(),
                plain.tier(),
                plain.priority(),
                plain.match(),
                plain.action(),
                text.codePointCount(0, text.length()) <= AclRow.MAX_NAME_LENGTH ? text : "",
                ids);
    }

    @Test
    void g13_keepsOddStringsInEveryColumn() throws Exception {
        DesiredImage image = with(
                policy("web"),
                saying("quotes", "\"'`\" $(x) ${y}"),
                saying("backslash", "ends in \\"),
                saying("backslashes", "\\\\\" \\u0041 \\n \\"),
                saying("control", "\u0001\t\r\n\b\f\u001f\u007f\u0085\u2028"),
                saying("latin", "Zürich, naïve, ß"),
                saying("astral", "\uD83D\uDE00\uD83C\uDDE8\uD83C\uDDED 漢字 العربية"),
                saying("braces", "}{][,:"),
                saying("longest name", "n".repeat(AclRow.MAX_NAME_LENGTH)),
                saying("longest astral name", "\uD83D\uDE00".repeat(AclRow.MAX_NAME_LENGTH)),
                saying("long", "xé\uD83D\uDE00\\".repeat(50_000)));
        try (RunningWriter writer = new RunningWriter(SERVER.endpoint())) {
            assertThat(writer.desire(image)).isInstanceOf(Outcome.Committed.class);
            assertHolds(image);
        }
        int before = SERVER.transactions();
        try (RunningWriter writer = new RunningWriter(SERVER.endpoint())) {
            assertThat(writer.desire(image)).isEqualTo(new Outcome.Committed(Written.NOTHING));
        }
        assertThat(SERVER.transactions()).isEqualTo(before);
    }

    private static final List<String> ODD = List.of(
            "\"",
            "\\",
            "\\\\",
            "\\\"",
            "'",
            "{",
            "}]",
            ":",
            ",",
            "\\u0041",
            "\\n",
            "\n",
            "\t",
            "\u0001",
            "\u007f",
            "ß",
            "漢",
            "\u2028",
            "\uFEFF",
            "\uFFFD",
            "\uD83D\uDE00",
            " ",
            "x",
            "$",
            "@",
            "null",
            "[\"uuid\",\"");

    private static String odd(Random random) {
        return IntStream.range(0, 1 + random.nextInt(8))
                .mapToObj(_ -> ODD.get(random.nextInt(ODD.size())))
                .collect(Collectors.joining());
    }

    /** Owner, names, ids, keys, matches, ports: whatever is text. */
    @Test
    void g13_keepsOddStringsAtEveryPlace() throws Exception {
        Random random = Faults.random("strings");
        for (int i = 0; i < Faults.TIMES; i++) {
            String owner = odd(random);
            String port = "port" + odd(random);
            SERVER.clear();
            try (Vandal other = new Vandal(SERVER.endpoint())) {
                other.addPorts(List.of(port));
            }
            DesiredImage image = oddImage(owner, port, random);
            try (RunningWriter writer = new RunningWriter(SERVER.endpoint(), owner)) {
                assertThat(writer.desire(image)).isInstanceOf(Outcome.Committed.class);
                assertThat(Contents.of(SERVER, owner)).isEqualTo(Contents.of(image, Set.of(port)));
                assertThat(writer.desire(DesiredImage.EMPTY)).isInstanceOf(Outcome.Committed.class);
                assertThat(writer.desire(image)).isInstanceOf(Outcome.Committed.class);
            }
            try (RunningWriter writer = new RunningWriter(SERVER.endpoint(), owner)) {
                assertThat(writer.desire(image)).isEqualTo(new Outcome.Committed(Written.NOTHING));
            }
        }
    }

    private static DesiredImage oddImage(String owner, String port, Random random) {
        String group = "pg" + odd(random);
        String set = "as" + odd(random);
        List<Row> rows = new ArrayList<>();
        rows.add(new AddressSetRow(
                set, new TreeSet<>(List.of(IpPrefix.parse("10.0.0.1/32"))), oddIds(owner, set, random)));
        rows.add(new PortGroupRow(group, new TreeSet<>(List.of(new LogicalPort(port))), oddIds(owner, group, random)));
        for (int i = 0; i < 3; i++) {
            String id = i + odd(random);
            SortedMap<String, String> ids = oddIds(owner, id, random);
            rows.add(new AclRow(id, group, Direction.INGRESS, 1, i, odd(random), AclRow.Verb.DROP, odd(random), ids));
        }
        return DesiredImage.of(rows);
    }

    private static NavigableMap<String, String> oddIds(String owner, String id, Random random) {
        NavigableMap<String, String> ids = new TreeMap<>(Rows.ids(id));
        ids.put("terrace.dev/owner", owner);
        ids.put("terrace.dev/rule-name", odd(random));
        ids.put("key" + odd(random), odd(random));
        return ids;
    }

    @Test
    void g13_leavesOutTextsThatNoServerCanHold() throws Exception {
        try (RunningWriter writer = new RunningWriter(SERVER.endpoint())) {
            SortedMap<RowKey, String> rejected =
                    rejected(writer.desire(with(policy("web"), saying("nul", "a\0b"), saying("half", "\uD83D!"))));

            assertThat(rejected).containsOnlyKeys(new RowKey(Table.ACL, "half"), new RowKey(Table.ACL, "nul"));
            assertThat(writer.state().connections()).isOne();
            assertHolds(image(policy("web")));
        }
    }

    @Test
    void g9_reportsEachRowThatTheServerRejectsAndWritesTheOthers() throws Exception {
        SERVER.nbctl("create address_set name=taken addresses=1.1.1.1");
        SortedSet<String> foreign = Contents.foreign(SERVER, OWNER);
        try (RunningWriter writer = new RunningWriter(SERVER.endpoint())) {
            SortedMap<RowKey, String> rejected = rejected(writer.desire(with(
                    policy("web"),
                    named(acl("long name", "pg_web", 1, 5, "ip4", AclRow.Verb.DROP), "n".repeat(64)),
                    acl("priority", "pg_web", 1, 32768, "ip4", AclRow.Verb.DROP),
                    acl("tier", "pg_web", 4, 5, "ip4", AclRow.Verb.DROP),
                    acl("good", "pg_web", 3, 5, "ip4", AclRow.Verb.DROP),
                    set("taken", "10.0.0.1/32"),
                    acl("leans on it", "pg_web", 3, 6, "ip4.src == $taken", AclRow.Verb.ALLOW_RELATED))));

            assertThat(rejected)
                    .containsOnlyKeys(
                            new RowKey(Table.ACL, "long name"),
                            new RowKey(Table.ACL, "priority"),
                            new RowKey(Table.ACL, "tier"),
                            new RowKey(Table.ACL, "leans on it"),
                            new RowKey(Table.ADDRESS_SET, "taken"));
            assertThat(rejected.get(new RowKey(Table.ACL, "priority"))).contains("constraint violation", "32768");
            assertThat(rejected.get(new RowKey(Table.ADDRESS_SET, "taken")))
                    .startsWith("a row of this name exists that is not ours; constraint violation: ");
            assertThat(rejected.get(new RowKey(Table.ACL, "leans on it")))
                    .isEqualTo("held back: Address_Set taken, which it refers to, cannot be written");
            assertThat(writer.state().rejectedRows()).isEqualTo(5);
            assertThat(writer.state().connections()).isOne();
            assertHolds(with(policy("web"), acl("good", "pg_web", 3, 5, "ip4", AclRow.Verb.DROP)));
            assertThat(Contents.foreign(SERVER, OWNER)).isEqualTo(foreign);
        }
    }

    @Test
    void writesARejectedRowWhenItIsMended() throws Exception {
        try (RunningWriter writer = new RunningWriter(SERVER.endpoint())) {
            rejected(writer.desire(with(policy("web"), acl("a", "pg_web", 1, 32768, "ip4", AclRow.Verb.DROP))));
            DesiredImage mended = with(policy("web"), acl("a", "pg_web", 1, 32767, "ip4", AclRow.Verb.DROP));

            assertThat(writer.desire(mended)).isInstanceOf(Outcome.Committed.class);
            assertHolds(mended);
            assertThat(writer.state().rejectedRows()).isZero();
        }
    }

    @Test
    void writesASetThatIsLargerThanATransaction() throws Exception {
        AddressSetRow huge = addresses("huge", 100_000);
        try (RunningWriter writer = new RunningWriter(SERVER.endpoint())) {
            assertThat(writer.desire(image(huge))).isInstanceOf(Outcome.Committed.class);
            assertHolds(image(huge));
        }
    }

    private static AddressSetRow addresses(String name, int count) {
        SortedSet<IpPrefix> addresses = new TreeSet<>();
        for (int i = 0; i < count; i++) {
            addresses.add(IpPrefix.parse("10.%d.%d.%d/32".formatted(i >> 16, i >> 8 & 255, i & 255)));
        }
        return new AddressSetRow(name, addresses, Rows.ids(name));
    }
}
