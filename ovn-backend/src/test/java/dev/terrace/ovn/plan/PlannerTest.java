package dev.terrace.ovn.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.AddressSetRow;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.RowKey;
import dev.terrace.core.desired.RowKey.Table;
import dev.terrace.core.model.IpPrefix;
import dev.terrace.ovn.Rows;
import dev.terrace.ovn.replica.StoredRow;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.BeforeTry;

class PlannerTest {

    private RowUuids uuids = new RowUuids(Rows.OWNER);

    private NorthboundModel database = new NorthboundModel();

    @BeforeTry
    void startOver() {
        uuids = new RowUuids(Rows.OWNER);
        database = new NorthboundModel();
    }

    @Provide
    Arbitrary<DesiredImage> images() {
        return Images.any();
    }

    private Plan plan(DesiredImage image, Bounds bounds) {
        return plan(image, Set.of(), bounds);
    }

    private Plan plan(DesiredImage image, Set<RowKey> withheld, Bounds bounds) {
        return Planner.plan(DesiredRows.of(image, uuids), database.replica(), withheld, bounds, Scope.all());
    }

    private void bringTo(DesiredImage image) {
        plan(image, Bounds.DEFAULT).transactions().forEach(database::commit);
    }

    private void ports(int count) {
        for (String port : Images.PORTS.subList(0, count)) {
            database.ports.put(port, UUID.nameUUIDFromBytes(port.getBytes(UTF_8)));
        }
    }

    private void assertIs(DesiredImage image) {
        assertThat(database.contents()).isEqualTo(database.contentsOf(image));
        assertThat(plan(image, Bounds.DEFAULT).isEmpty()).isTrue();
    }

    @Property(tries = 500)
    void leadsFromAnyImageToAnyOther(
            @ForAll("images") DesiredImage from,
            @ForAll("images") DesiredImage to,
            @ForAll @IntRange(min = 1, max = 40) int operations,
            @ForAll @IntRange(max = 6) int ports) {
        ports(ports);
        bringTo(from);
        assertIs(from);

        Bounds bounds = new Bounds(operations, 4_000);
        for (Transaction transaction : plan(to, bounds).transactions()) {
            assertWithin(bounds, transaction);
            database.commit(transaction);
            assertThat(database.dangling()).isEmpty();
        }
        assertIs(to);
    }

    /** Counts as the server will: an edit is an operation, and a row that is there already takes a guard. */
    private void assertWithin(Bounds bounds, Transaction transaction) {
        List<Edit> edits = transaction.edits();
        long guards =
                edits.stream().map(Edit::row).distinct().filter(database::has).count();
        assertThat(transaction.steps()).isNotEmpty();
        if (transaction.steps().size() > 1) {
            assertThat(edits.size() + guards).isLessThanOrEqualTo(bounds.operations());
            assertThat(edits.stream().mapToLong(Edit::bytes).sum()).isLessThanOrEqualTo(bounds.bytes());
        }
    }

    @Property(tries = 500)
    void putsRightWhateverOthersDid(
            @ForAll("images") DesiredImage from, @ForAll("images") DesiredImage to, @ForAll Random random) {
        ports(4);
        bringTo(from);
        Vandal vandal = new Vandal(database, random);
        for (int i = 0; i < 6; i++) {
            vandal.act();
        }
        Set<StoredRow> foreign = database.foreign();

        bringTo(to);

        assertIs(to);
        // A foreign ACL that nobody but us referred to is gone; nothing else may happen to a foreign row.
        assertThat(database.foreign()).isSubsetOf(foreign).containsAll(vandal.theirs());
    }

    @Property(tries = 200)
    void leavesWithheldRowsAndWhatLeansOnThemAlone(
            @ForAll("images") DesiredImage from, @ForAll("images") DesiredImage to, @ForAll Random random) {
        ports(3);
        bringTo(from);
        Set<RowKey> withheld = new HashSet<>();
        for (RowKey key : to.rows().keySet()) {
            if (random.nextInt(4) == 0) {
                withheld.add(key);
            }
        }

        Plan plan = plan(to, withheld, Bounds.DEFAULT);
        Set<RowKey> heldBack = plan.heldBack().keySet();

        for (Transaction transaction : plan.transactions()) {
            assertThat(transaction.keys()).noneMatch(withheld::contains);
            assertThat(transaction.keys()).noneMatch(heldBack::contains);
        }
        for (RowKey key : heldBack) {
            AclRow held = (AclRow) Objects.requireNonNull(to.rows().get(key));
            assertThat(withheld.contains(new RowKey(Table.PORT_GROUP, held.portGroup()))
                            || withheld.stream().anyMatch(set -> held.match().contains("$" + set.id())))
                    .isTrue();
        }
        plan.transactions().forEach(database::commit);
        assertThat(plan(to, withheld, Bounds.DEFAULT).isEmpty()).isTrue();
    }

    @Property(tries = 100)
    void isTheSameForTheSameInputs(@ForAll("images") DesiredImage from, @ForAll("images") DesiredImage to) {
        ports(6);
        bringTo(from);
        assertThat(plan(to, Bounds.DEFAULT).transactions())
                .isEqualTo(plan(to, Bounds.DEFAULT).transactions());
    }

    @Example
    void splitsAHugeSetIntoStepsThatFit() {
        SortedSet<IpPrefix> addresses = new TreeSet<>();
        for (int i = 0; i < 50_000; i++) {
            addresses.add(IpPrefix.parse("10.0.%d.%d/32".formatted(i >> 8, i & 255)));
        }
        DesiredImage huge = Rows.image(new AddressSetRow("huge", addresses, Rows.ids("huge")));
        Bounds bounds = new Bounds(2_000, 200_000);
        List<Transaction> transactions = plan(huge, bounds).transactions();
        assertThat(transactions)
                .hasSize(7)
                .allSatisfy(transaction -> assertThat(transaction.edits())
                        .allSatisfy(edit -> assertThat(edit.bytes()).isLessThanOrEqualTo(bounds.bytes())));
        transactions.forEach(database::commit);
        assertIs(huge);
        plan(Rows.image(Rows.set("huge")), bounds).transactions().forEach(database::commit);
        assertIs(Rows.image(Rows.set("huge")));
    }

    /** An ACL that lets through comes after those above it that do not, and a group not before its first ACL. */
    @Property(tries = 300)
    void opensNothingOnTheWay(@ForAll("images") DesiredImage to, @ForAll @IntRange(min = 1, max = 40) int operations) {
        List<AclRow> written = new ArrayList<>();
        for (Transaction transaction : plan(to, new Bounds(operations, 4_000)).transactions()) {
            for (Edit edit : transaction.edits()) {
                if (edit instanceof Edit.CreateAcl(UUID _, AclRow acl, int _)) {
                    written.add(acl);
                }
            }
            for (AclRow acl : written) {
                assertThat(to.rows().values())
                        .filteredOn(row -> row instanceof AclRow above
                                && !written.contains(above)
                                && isAbove(above, acl)
                                && openness(above) < openness(acl))
                        .isEmpty();
            }
        }
    }

    private static boolean isAbove(AclRow one, AclRow other) {
        return one.tier() < other.tier() || (one.tier() == other.tier() && one.priority() > other.priority());
    }

    private static int openness(AclRow acl) {
        return switch (acl.action()) {
            case DROP -> 0;
            case PASS -> 1;
            case ALLOW_RELATED -> 2;
        };
    }

    @Example
    void dropsBeforeASetGrowsAndLetsThroughAfterItShrank() {
        DesiredImage open = ofOneAcl(AclRow.Verb.ALLOW_RELATED, "10.0.0.1/32");
        DesiredImage closed = ofOneAcl(AclRow.Verb.DROP, "10.0.0.1/32", "10.0.0.2/32");
        bringTo(open);
        assertThat(keys(closed)).containsExactly(Table.ACL, Table.ADDRESS_SET);
        bringTo(closed);
        assertThat(keys(open)).containsExactly(Table.ADDRESS_SET, Table.ACL);
        bringTo(open);
        assertIs(open);
    }

    private static DesiredImage ofOneAcl(AclRow.Verb verb, String... members) {
        return Rows.image(
                Rows.group("pg", "shop_web"),
                Rows.set("as", members),
                Rows.acl("acl", "pg", 2, 1_000, "ip4.src == $as", verb));
    }

    /** What a plan that takes a transaction for each step is about, in order. */
    private List<Table> keys(DesiredImage to) {
        return plan(to, new Bounds(1, 1)).transactions().stream()
                .map(transaction ->
                        transaction.keys().stream().toList().getFirst().table())
                .toList();
    }

    /** A group and its ACLs of one kind are three rows and three operations. */
    @Example
    void writesEachNewRowOnce() {
        DesiredImage image = Rows.image(
                Rows.group("pg", "shop_web"),
                Rows.acl("allow", "pg", 2, 1_001, "1", AclRow.Verb.ALLOW_RELATED),
                Rows.acl("deny", "pg", 2, 1_000, "1", AclRow.Verb.DROP));
        assertThat(plan(image, Bounds.DEFAULT).transactions())
                .singleElement()
                .satisfies(transaction -> assertThat(transaction.edits())
                        .hasSize(3)
                        .allSatisfy(edit -> assertThat(edit.creates()).isTrue()));
        bringTo(image);
        assertIs(image);
    }

    @Example
    void waitsForAGroupThatIsNotThere() {
        DesiredImage image = Rows.image(Rows.acl("a", "pg", 0, 0, "1", AclRow.Verb.DROP));
        Plan plan = plan(image, Bounds.DEFAULT);
        assertThat(plan.isEmpty()).isTrue();
        assertThat(plan.heldBack())
                .containsExactly(
                        Map.entry(new RowKey(Table.ACL, "a"), "held back: there is no Port_Group pg to hang it on"));
    }
}
