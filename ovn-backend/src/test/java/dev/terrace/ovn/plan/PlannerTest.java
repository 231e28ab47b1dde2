package dev.terrace.ovn.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.AddressSetRow;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.ExternalIds;
import dev.terrace.core.desired.RowKey;
import dev.terrace.core.desired.RowKey.Table;
import dev.terrace.core.model.IpPrefix;
import dev.terrace.ovn.Rows;
import dev.terrace.ovn.replica.StoredRow;
import dev.terrace.ovn.replica.StoredRow.StoredAcl;
import dev.terrace.ovn.replica.StoredRow.StoredAddressSet;
import dev.terrace.ovn.replica.StoredRow.StoredPortGroup;
import java.util.Collection;
import java.util.HashMap;
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
        return Planner.plan(image, database.replica(), Set.of(), uuids, bounds);
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

        Plan plan = Planner.plan(to, database.replica(), withheld, uuids, Bounds.DEFAULT);
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
        assertThat(Planner.plan(to, database.replica(), withheld, uuids, Bounds.DEFAULT)
                        .isEmpty())
                .isTrue();
    }

    @Property(tries = 100)
    void isTheSameForTheSameInputs(@ForAll("images") DesiredImage from, @ForAll("images") DesiredImage to) {
        ports(6);
        bringTo(from);
        assertThat(plan(to, Bounds.DEFAULT)).isEqualTo(plan(to, Bounds.DEFAULT));
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

    @Example
    void waitsForAGroupThatIsNotThere() {
        DesiredImage image = Rows.image(Rows.acl("a", "pg", 0, 0, "1", AclRow.Verb.DROP));
        Plan plan = plan(image, Bounds.DEFAULT);
        assertThat(plan.isEmpty()).isTrue();
        assertThat(plan.heldBack())
                .containsExactly(
                        Map.entry(new RowKey(Table.ACL, "a"), "held back: there is no Port_Group pg to hang it on"));
    }

    /** Does to the database what others may do to it. */
    private static final class Vandal {
        private final NorthboundModel database;
        private final Random random;
        private final Set<StoredRow> theirs = new HashSet<>();
        private int count;

        Vandal(NorthboundModel database, Random random) {
            this.database = database;
            this.random = random;
        }

        Set<StoredRow> theirs() {
            return theirs;
        }

        void act() {
            count++;
            switch (random.nextInt(9)) {
                case 0 -> database.sets.remove(pick(database.sets.keySet()));
                case 1 -> deleteGroup();
                case 2 -> changeSet();
                case 3 -> changeGroup();
                case 4 -> changeAcl();
                case 5 -> moveAcl();
                case 6 -> foreignAclInOurGroup();
                case 7 -> copyOfAnAcl();
                case 8 -> foreignSetAndGroup();
                default -> throw new IllegalStateException();
            }
            database.settle();
        }

        private UUID pick(Collection<UUID> all) {
            List<UUID> sorted = all.stream()
                    .filter(uuid -> theirs.stream().noneMatch(row -> row.uuid().equals(uuid)))
                    .sorted()
                    .toList();
            return sorted.isEmpty() ? new UUID(0, 0) : sorted.get(random.nextInt(sorted.size()));
        }

        private UUID fresh() {
            return new UUID(random.nextLong(), random.nextLong());
        }

        /** Ids that changed; that of the owner never does, for what is then left is no row of ours. */
        private Map<String, String> mangled(Map<String, String> ids) {
            Map<String, String> other = new HashMap<>(ids);
            switch (random.nextInt(3)) {
                case 0 -> other.remove(ExternalIds.ID);
                case 1 -> other.put("somebody's", "note");
                default -> other.put(ExternalIds.ID, "acl_" + random.nextInt(8));
            }
            return other;
        }

        private void deleteGroup() {
            database.groups.remove(pick(database.groups.keySet()));
        }

        private void changeSet() {
            database.sets.computeIfPresent(
                    pick(database.sets.keySet()),
                    (uuid, set) -> new StoredAddressSet(
                            uuid,
                            random.nextBoolean() ? set.name() : "renamed_" + count,
                            Set.of("6.6.6.6", "10.0.0.1"),
                            mangled(set.externalIds())));
        }

        private void changeGroup() {
            database.groups.computeIfPresent(
                    pick(database.groups.keySet()),
                    (uuid, group) -> new StoredPortGroup(
                            uuid,
                            random.nextBoolean() ? group.name() : "renamed_" + count,
                            Set.of(pick(database.ports.values())),
                            group.acls(),
                            mangled(group.externalIds())));
        }

        private void changeAcl() {
            database.acls.computeIfPresent(
                    pick(database.acls.keySet()),
                    (uuid, acl) -> new StoredAcl(
                            uuid,
                            "to-lport",
                            random.nextInt(4),
                            random.nextInt(6),
                            "1",
                            "allow",
                            "mine",
                            true,
                            Map.of("x", "y"),
                            mangled(acl.externalIds())));
        }

        private void moveAcl() {
            UUID acl = pick(database.acls.keySet());
            UUID to = pick(database.groups.keySet());
            if (database.acls.containsKey(acl)) {
                database.groups.computeIfPresent(to, (_, group) -> hold(group, acl, random.nextBoolean()));
            }
        }

        private static StoredPortGroup hold(StoredPortGroup group, UUID acl, boolean alone) {
            Set<UUID> acls = new HashSet<>(alone ? Set.of() : group.acls());
            acls.add(acl);
            return new StoredPortGroup(group.uuid(), group.name(), group.ports(), acls, group.externalIds());
        }

        private void foreignAclInOurGroup() {
            insertAcl(Map.of(ExternalIds.ID, "acl_1"));
        }

        private void copyOfAnAcl() {
            insertAcl(Map.copyOf(Rows.ids("acl_" + random.nextInt(8))));
        }

        private void insertAcl(Map<String, String> ids) {
            UUID acl = fresh();
            database.groups.computeIfPresent(pick(database.groups.keySet()), (_, group) -> {
                database.acls.put(acl, new StoredAcl(acl, "to-lport", 0, 1, "ip4", "drop", "", false, Map.of(), ids));
                return hold(group, acl, false);
            });
        }

        private void foreignSetAndGroup() {
            UUID set = fresh();
            StoredAddressSet addresses = new StoredAddressSet(set, "theirs_" + count, Set.of("1.1.1.1"), Map.of());
            database.sets.put(set, addresses);
            UUID acl = fresh();
            Map<String, String> other = Map.of(ExternalIds.OWNER, "other", ExternalIds.ID, "acl_1");
            StoredAcl row = new StoredAcl(acl, "to-lport", 0, 1, "ip4", "drop", "", false, Map.of(), other);
            database.acls.put(acl, row);
            UUID uuid = fresh();
            StoredPortGroup group = new StoredPortGroup(uuid, "theirs_" + count, Set.of(), Set.of(acl), other);
            database.groups.put(uuid, group);
            theirs.addAll(List.of(group, row, addresses));
        }
    }
}
