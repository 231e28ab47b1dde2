package dev.terrace.ovn;

import static dev.terrace.ovn.Rows.image;
import static dev.terrace.ovn.Rows.policy;
import static dev.terrace.ovn.Rows.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.RowKey;
import dev.terrace.ovn.plan.Bounds;
import dev.terrace.ovn.plan.Transaction;
import dev.terrace.ovn.replica.Replica;
import dev.terrace.ovn.session.CommitResult;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What comes next, on a clock and a replica that stand still: a replica without news never has what was committed. */
class ReconciliationTest {

    private static final CommitResult.Applied APPLIED = new CommitResult.Applied();

    private final Replica replica = new Replica();
    private long now = 42;

    private Reconciliation wanting(DesiredImage image, int operations) {
        Reconciliation reconciliation = new Reconciliation(new Bounds(operations, 1 << 20), Rows.OWNER, () -> now);
        reconciliation.opened();
        reconciliation.desire(image);
        return reconciliation;
    }

    private static Transaction transaction(Next next) {
        assertThat(next).isInstanceOf(Next.Commit.class);
        return ((Next.Commit) next).transaction();
    }

    @Test
    void restsWithoutAnImage() {
        assertThat(new Reconciliation(Bounds.DEFAULT, Rows.OWNER, () -> now).compare(replica))
                .isEqualTo(new Next.Rest());
    }

    @Test
    void isSettledOnlyWhenAComparisonSaysSo() {
        Reconciliation reconciliation = wanting(image(set("as", "10.0.0.1/32")), 10);
        transaction(reconciliation.compare(replica));
        assertThat(reconciliation.compare(replica)).isEqualTo(new Next.Rest());
        assertThat(reconciliation.ended(APPLIED, false)).isEqualTo(new Next.Compare());

        reconciliation.desire(DesiredImage.EMPTY);
        assertThat(reconciliation.compare(replica)).isInstanceOf(Next.Settled.class);
    }

    @Test
    void carriesAPlanThroughUnlessAnImageComesOrTheServerChoosesUuids() {
        DesiredImage image = image(set("a"), set("b"), set("c"), set("d"));
        Reconciliation reconciliation = wanting(image, 1);
        transaction(reconciliation.compare(replica));
        transaction(reconciliation.ended(APPLIED, false));
        assertThat(reconciliation.ended(APPLIED, true)).isEqualTo(new Next.Compare());
        transaction(reconciliation.compare(replica));
        reconciliation.desire(image);
        assertThat(reconciliation.ended(APPLIED, false)).isEqualTo(new Next.Compare());
    }

    @Test
    void slowsDownWhenItsWorkIsUndoneAgainAndAgain() {
        Reconciliation reconciliation = wanting(image(set("as")), 10);
        for (int i = 0; i < 9; i++) {
            transaction(reconciliation.compare(replica));
            assertThat(reconciliation.ended(APPLIED, false)).isEqualTo(new Next.Compare());
        }
        assertThat(reconciliation.compare(replica))
                .isInstanceOfSatisfying(
                        Next.CompareLater.class,
                        later -> assertThat(later.milliseconds()).isBetween(50L, 150L));
        now += Duration.ofMillis(200).toNanos();
        transaction(reconciliation.compare(replica));
    }

    @Test
    void doesNotKeepANewImageWaiting() {
        Reconciliation reconciliation = wanting(image(set("as")), 10);
        for (int i = 0; i < 9; i++) {
            transaction(reconciliation.compare(replica));
            reconciliation.ended(APPLIED, false);
        }
        reconciliation.desire(image(set("other")));
        transaction(reconciliation.compare(replica));
    }

    @Test
    void comparesAgainWhenARowHasGoneButNotForEver() {
        Reconciliation reconciliation = wanting(image(set("as")), 10);
        for (int i = 0; i < 5; i++) {
            transaction(reconciliation.compare(replica));
            assertThat(reconciliation.ended(new CommitResult.Stale(), false)).isEqualTo(new Next.Compare());
        }
        transaction(reconciliation.compare(replica));
        assertThat(reconciliation.ended(new CommitResult.Stale(), false))
                .isEqualTo(new Next.Reopen("its updates do not match its answers"));
    }

    @Test
    void findsByHalvingARowThatTheServerDoesNotName() {
        DesiredImage image = image(set("a"), set("b"), set("c"), set("d"), set("e"));
        Reconciliation reconciliation = wanting(image, 100);
        RowKey poison = set("c").key();
        CommitResult rejected = new CommitResult.Rejected("constraint violation", "no", Set.of());
        Next next = reconciliation.compare(replica);
        int refusals = 0;
        while (transaction(next).keys().contains(poison)) {
            assertThat(++refusals).isLessThan(10);
            next = reconciliation.ended(rejected, false);
            assertThat(next).isEqualTo(new Next.Compare());
            next = reconciliation.compare(replica);
            while (!transaction(next).keys().contains(poison)
                    && transaction(next).steps().size() < 4) {
                next = reconciliation.ended(APPLIED, false);
            }
        }
        assertThat(transaction(next).keys())
                .containsExactlyInAnyOrder(set("a").key(), set("b").key(), set("d").key(), set("e").key());
        assertThat(reconciliation.isForgivable()).isTrue();
        reconciliation.lost();
        reconciliation.opened();
        assertThat(transaction(reconciliation.compare(replica)).keys()).contains(poison);
    }

    @Test
    void reportsWhatIsLeftOutAndWhatLeansOnIt() {
        DesiredImage image = image(policy("web"));
        Reconciliation reconciliation = wanting(image, 100);
        transaction(reconciliation.compare(replica));
        CommitResult rejected = new CommitResult.Rejected(
                "constraint violation",
                "no",
                Set.of(set("as_web").key(), Rows.group("pg_web").key()));
        assertThat(reconciliation.ended(rejected, false)).isEqualTo(new Next.Compare());
        assertThat(reconciliation.compare(replica))
                .isInstanceOfSatisfying(
                        Next.Settled.class,
                        settled -> assertThat(settled.failed().keySet())
                                .isEqualTo(image.rows().keySet()));
    }

    @Test
    void doesNotKnowWhatBecameOfATransactionThatHadNoAnswer() {
        Reconciliation reconciliation = wanting(image(set("as")), 10);
        transaction(reconciliation.compare(replica));
        assertThat(reconciliation.ended(new CommitResult.Lost("gone"), false)).isEqualTo(new Next.Rest());
        assertThat(reconciliation.lost()).isTrue();

        transaction(reconciliation.compare(replica));
        assertThat(reconciliation.ended(new CommitResult.Unavailable("not leader"), false))
                .isEqualTo(new Next.Reopen("not leader"));
        assertThat(reconciliation.lost()).isTrue();

        transaction(reconciliation.compare(replica));
        reconciliation.ended(APPLIED, false);
        assertThat(reconciliation.lost()).isFalse();
    }

    @Test
    void letsAnOldServerChooseUuids() {
        Reconciliation reconciliation = wanting(image(set("as")), 10);
        transaction(reconciliation.compare(replica));
        assertThat(reconciliation.ended(new CommitResult.UuidRefused(), false)).isEqualTo(new Next.UseNamedUuids());
        transaction(reconciliation.compare(replica));
    }
}
