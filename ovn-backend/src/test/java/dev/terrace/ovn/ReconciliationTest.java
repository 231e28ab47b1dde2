package dev.terrace.ovn;

import static dev.terrace.ovn.Rows.ids;
import static dev.terrace.ovn.Rows.image;
import static dev.terrace.ovn.Rows.policy;
import static dev.terrace.ovn.Rows.set;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.Row;
import dev.terrace.core.desired.RowKey;
import dev.terrace.ovn.plan.Bounds;
import dev.terrace.ovn.plan.Edit;
import dev.terrace.ovn.plan.Transaction;
import dev.terrace.ovn.replica.Fence;
import dev.terrace.ovn.replica.Replica;
import dev.terrace.ovn.rpc.Endpoint;
import dev.terrace.ovn.session.CommitResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What comes next, on a clock and a replica that stand still: a replica without news never has what was committed. */
class ReconciliationTest {

    private static final CommitResult.Applied APPLIED = new CommitResult.Applied();

    private static final WriterSettings SETTINGS =
            WriterSettings.of(List.of(Endpoint.parse("tcp:127.0.0.1:6641")), Rows.OWNER);

    private final Replica replica = new Replica();
    private long now = 42;

    private Reconciliation wanting(DesiredImage image, int operations) {
        Reconciliation reconciliation =
                new Reconciliation(SETTINGS.withBounds(new Bounds(operations, 1 << 20)), "me", () -> now);
        reconciliation.opened(false);
        reconciliation.desire(image, false);
        Next next = reconciliation.compare(replica, true);
        assertThat(next).isInstanceOf(Next.TakeOver.class);
        stand(((Next.TakeOver) next).ours());
        assertThat(reconciliation.tookOver(APPLIED)).isEqualTo(new Next.Compare());
        return reconciliation;
    }

    /** Makes the replica show a fence. */
    private void stand(Fence fence) {
        appear(fence.row(), Fence.key(Rows.OWNER).id(), fence.marks());
    }

    /** Makes the replica show an empty set. */
    private void appear(UUID uuid, String name, Map<String, String> externalIds) {
        ObjectNode row = JsonNodeFactory.instance.objectNode().put("name", name);
        ArrayNode ids = row.putArray("external_ids").add("map").addArray();
        externalIds.forEach((key, value) -> ids.addArray().add(key).add(value));
        ObjectNode update = JsonNodeFactory.instance.objectNode();
        update.putObject("Address_Set").putObject(uuid.toString()).set("initial", row);
        replica.apply(update);
    }

    private static DesiredImage sets(int count) {
        return image(IntStream.range(0, count)
                .mapToObj(i -> set("s%04d".formatted(i)))
                .toArray(Row[]::new));
    }

    private static DesiredImage policies(int count) {
        return image(IntStream.range(0, count)
                .mapToObj(i -> policy("%04d".formatted(i)))
                .flatMap(List::stream)
                .toList());
    }

    private static Transaction transaction(Next next) {
        assertThat(next).isInstanceOf(Next.Commit.class);
        return ((Next.Commit) next).transaction();
    }

    @Test
    void restsWithoutAnImage() {
        assertThat(new Reconciliation(SETTINGS, "me", () -> now).compare(replica, true))
                .isEqualTo(new Next.Rest());
    }

    @Test
    void writesNothingWhileAnotherIsElected() {
        Reconciliation reconciliation = wanting(image(set("as")), 10);
        Fence theirs = new Fence(Objects.requireNonNull(replica.fence()).row(), 2, "another");
        stand(theirs);
        assertThat(reconciliation.compare(replica, false)).isEqualTo(new Next.StandBy(theirs));
    }

    @Test
    void takesOverFromWhomeverItFindsWhenItIsElected() {
        Reconciliation reconciliation = wanting(image(set("as")), 10);
        Fence ours = Objects.requireNonNull(replica.fence());
        assertThat(ours).isEqualTo(new Fence(ours.row(), 1, "me"));
        transaction(reconciliation.compare(replica, true));
        stand(new Fence(ours.row(), 2, "another"));
        assertThat(reconciliation.ended(new CommitResult.Fenced(), false)).isEqualTo(new Next.Compare());
        assertThat(reconciliation.compare(replica, true))
                .isEqualTo(new Next.TakeOver(new Fence(ours.row(), 2, "another"), new Fence(ours.row(), 3, "me")));
        assertThat(reconciliation.tookOver(new CommitResult.Fenced())).isEqualTo(new Next.Compare());
        stand(new Fence(ours.row(), 3, "me"));
        transaction(reconciliation.compare(replica, true));
    }

    @Test
    void isSettledOnlyWhenAComparisonSaysSo() {
        Reconciliation reconciliation = wanting(image(set("as", "10.0.0.1/32")), 10);
        transaction(reconciliation.compare(replica, true));
        assertThat(reconciliation.compare(replica, true)).isEqualTo(new Next.Rest());
        assertThat(reconciliation.ended(APPLIED, false)).isEqualTo(new Next.Compare());

        reconciliation.desire(DesiredImage.EMPTY, false);
        assertThat(reconciliation.compare(replica, true)).isInstanceOf(Next.Settled.class);
    }

    @Test
    void carriesAPlanThroughUnlessAnImageComesOrTheServerChoosesUuids() {
        DesiredImage image = image(set("a"), set("b"), set("c"), set("d"));
        Reconciliation reconciliation = wanting(image, 1);
        transaction(reconciliation.compare(replica, true));
        transaction(reconciliation.ended(APPLIED, false));
        assertThat(reconciliation.ended(APPLIED, true)).isEqualTo(new Next.Compare());
        transaction(reconciliation.compare(replica, true));
        reconciliation.desire(image, false);
        assertThat(reconciliation.ended(APPLIED, false)).isEqualTo(new Next.Compare());
    }

    private static final DesiredImage SIX = image(set("a"), set("b"), set("c"), set("d"), set("e"), set("f"));

    @Test
    void sendsSomeWithoutWaitingEachOnConditionOfTheOneBefore() {
        Reconciliation reconciliation = wanting(sets(18), 1);
        Next.Commit before = (Next.Commit) reconciliation.compare(replica, true);
        assertThat(before.after()).isNull();
        int more = 15;
        for (int i = 0; i < more; i++) {
            Next.Commit next = (Next.Commit) reconciliation.more(false);
            assertThat(next.after()).isEqualTo(before.transaction().creation());
            before = next;
        }
        assertThat(reconciliation.more(false)).isEqualTo(new Next.Rest());
        transaction(reconciliation.ended(APPLIED, false));
        transaction(reconciliation.ended(APPLIED, false));
        for (int i = 0; i < more; i++) {
            assertThat(reconciliation.ended(APPLIED, false)).isEqualTo(new Next.Rest());
        }
        assertThat(reconciliation.ended(APPLIED, false)).isEqualTo(new Next.Compare());
    }

    @Test
    void fillsAnEmptyDatabaseFromTheFirstPartOn() {
        int policies = 1_500;
        Reconciliation reconciliation = new Reconciliation(SETTINGS, "me", () -> now);
        reconciliation.opened(false);
        reconciliation.desire(policies(policies), true);
        stand(((Next.TakeOver) reconciliation.compare(replica, true)).ours());
        reconciliation.tookOver(APPLIED);
        List<Transaction> sent = new ArrayList<>();
        sent.add(transaction(reconciliation.compare(replica, true)));
        assertThat(sent.getFirst().size()).isEqualTo(100);
        while (reconciliation.isBusy()) {
            Next next = reconciliation.isFilling()
                    ? reconciliation.fill(replica, false)
                    : reconciliation.ended(APPLIED, false);
            while (next instanceof Next.Commit commit) {
                sent.add(commit.transaction());
                next = reconciliation.more(false);
            }
        }
        List<RowKey> written = sent.stream()
                .flatMap(transaction -> transaction.edits().stream())
                .filter(Edit::creates)
                .map(Edit::key)
                .toList();
        assertThat(written)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(policies(policies).rows().keySet());
        assertThat(written.subList(0, policies)).allMatch(key -> key.table() == RowKey.Table.ADDRESS_SET);
    }

    @Test
    void desiresTheWholeImageBeforeItComparesWithRowsThatAreThere() {
        Reconciliation reconciliation = new Reconciliation(SETTINGS, "me", () -> now);
        reconciliation.opened(false);
        reconciliation.desire(policies(1_500), true);
        Fence ours = ((Next.TakeOver) reconciliation.compare(replica, true)).ours();
        stand(ours);
        reconciliation.tookOver(APPLIED);
        transaction(reconciliation.compare(replica, true));
        reconciliation.lost();
        reconciliation.opened(false);
        appear(UUID.randomUUID(), "before", ids("before"));
        transaction(reconciliation.compare(replica, true));
        assertThat(reconciliation.isFilling()).isFalse();
    }

    @Test
    void waitsWhereAnAnswerIsNeeded() {
        Reconciliation reconciliation = wanting(SIX, 1);
        transaction(reconciliation.compare(replica, true));
        // The server chooses the UUIDs.
        assertThat(reconciliation.more(true)).isEqualTo(new Next.Rest());
        // Something else is desired.
        reconciliation.expectDesire();
        assertThat(reconciliation.more(false)).isEqualTo(new Next.Rest());
        assertThat(reconciliation.ended(APPLIED, false)).isEqualTo(new Next.Compare());
    }

    @Test
    void leavesOutTheRowThatFailedAndNotThoseThatFailedWithIt() {
        Reconciliation reconciliation = wanting(SIX, 1);
        transaction(reconciliation.compare(replica, true));
        transaction(reconciliation.more(false));
        transaction(reconciliation.more(false));
        reconciliation.ended(new CommitResult.Rejected("constraint violation", "no", Set.of(set("a").key())), false);
        assertThat(reconciliation.more(false)).isEqualTo(new Next.Rest());
        assertThat(reconciliation.compare(replica, true)).isEqualTo(new Next.Rest());
        reconciliation.ended(new CommitResult.Stale(), false);
        assertThat(reconciliation.ended(new CommitResult.Stale(), false)).isEqualTo(new Next.Compare());
        assertThat(transaction(reconciliation.compare(replica, true)).keys()).containsExactly(set("b").key());
        transaction(reconciliation.more(false));
    }

    @Test
    void slowsDownWhenItsWorkIsUndoneAgainAndAgain() {
        Reconciliation reconciliation = wanting(image(set("as")), 10);
        for (int i = 0; i < 9; i++) {
            transaction(reconciliation.compare(replica, true));
            assertThat(reconciliation.ended(APPLIED, false)).isEqualTo(new Next.Compare());
        }
        assertThat(reconciliation.compare(replica, true))
                .isInstanceOfSatisfying(
                        Next.CompareLater.class,
                        later -> assertThat(later.milliseconds()).isBetween(50L, 150L));
        now += Duration.ofMillis(200).toNanos();
        transaction(reconciliation.compare(replica, true));
    }

    @Test
    void doesNotKeepANewImageWaiting() {
        Reconciliation reconciliation = wanting(image(set("as")), 10);
        for (int i = 0; i < 9; i++) {
            transaction(reconciliation.compare(replica, true));
            reconciliation.ended(APPLIED, false);
        }
        reconciliation.desire(image(set("other")), false);
        transaction(reconciliation.compare(replica, true));
    }

    @Test
    void comparesAgainWhenARowHasGoneButNotForEver() {
        Reconciliation reconciliation = wanting(image(set("as")), 10);
        for (int i = 0; i < 5; i++) {
            transaction(reconciliation.compare(replica, true));
            assertThat(reconciliation.ended(new CommitResult.Stale(), false)).isEqualTo(new Next.Compare());
        }
        transaction(reconciliation.compare(replica, true));
        assertThat(reconciliation.ended(new CommitResult.Stale(), false))
                .isEqualTo(new Next.Reopen("its updates do not match its answers"));
    }

    @Test
    void findsByHalvingARowThatTheServerDoesNotName() {
        DesiredImage image = image(set("a"), set("b"), set("c"), set("d"), set("e"));
        Reconciliation reconciliation = wanting(image, 100);
        RowKey poison = set("c").key();
        CommitResult rejected = new CommitResult.Rejected("constraint violation", "no", Set.of());
        Next next = reconciliation.compare(replica, true);
        int refusals = 0;
        while (transaction(next).keys().contains(poison)) {
            assertThat(++refusals).isLessThan(10);
            next = reconciliation.ended(rejected, false);
            assertThat(next).isEqualTo(new Next.Compare());
            next = reconciliation.compare(replica, true);
            while (!transaction(next).keys().contains(poison)
                    && transaction(next).steps().size() < 4) {
                next = reconciliation.ended(APPLIED, false);
            }
        }
        assertThat(transaction(next).keys())
                .containsExactlyInAnyOrder(set("a").key(), set("b").key(), set("d").key(), set("e").key());
        assertThat(reconciliation.isForgivable()).isTrue();
        reconciliation.lost();
        reconciliation.opened(false);
        assertThat(transaction(reconciliation.compare(replica, true)).keys()).contains(poison);
    }

    @Test
    void reportsWhatIsLeftOutAndWhatLeansOnIt() {
        DesiredImage image = image(policy("web"));
        Reconciliation reconciliation = wanting(image, 100);
        transaction(reconciliation.compare(replica, true));
        CommitResult rejected = new CommitResult.Rejected(
                "constraint violation",
                "no",
                Set.of(set("as_web").key(), Rows.group("pg_web").key()));
        assertThat(reconciliation.ended(rejected, false)).isEqualTo(new Next.Compare());
        assertThat(reconciliation.compare(replica, true))
                .isInstanceOfSatisfying(
                        Next.Settled.class,
                        settled -> assertThat(settled.failed().keySet())
                                .isEqualTo(image.rows().keySet()));
    }

    @Test
    void doesNotKnowWhatBecameOfATransactionThatHadNoAnswer() {
        Reconciliation reconciliation = wanting(image(set("as")), 10);
        transaction(reconciliation.compare(replica, true));
        assertThat(reconciliation.ended(new CommitResult.Lost("gone"), false)).isEqualTo(new Next.Rest());
        assertThat(reconciliation.lost()).isTrue();

        transaction(reconciliation.compare(replica, true));
        assertThat(reconciliation.ended(new CommitResult.Unavailable("not leader"), false))
                .isEqualTo(new Next.Reopen("not leader"));
        assertThat(reconciliation.lost()).isTrue();

        transaction(reconciliation.compare(replica, true));
        reconciliation.ended(APPLIED, false);
        assertThat(reconciliation.lost()).isFalse();
    }

    @Test
    void letsAnOldServerChooseUuids() {
        Reconciliation reconciliation = wanting(image(set("as")), 10);
        transaction(reconciliation.compare(replica, true));
        assertThat(reconciliation.ended(new CommitResult.UuidRefused(), false)).isEqualTo(new Next.UseNamedUuids());
        transaction(reconciliation.compare(replica, true));
    }
}
