package dev.terrace.ovn;

import com.google.common.collect.Sets;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.RowKey;
import dev.terrace.ovn.plan.Bounds;
import dev.terrace.ovn.plan.Plan;
import dev.terrace.ovn.plan.Planner;
import dev.terrace.ovn.plan.RowUuids;
import dev.terrace.ovn.plan.Transaction;
import dev.terrace.ovn.replica.Fence;
import dev.terrace.ovn.replica.Replica;
import dev.terrace.ovn.session.CommitResult;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what comes next: compare, write, compare. It knows the newest image, what is planned and under way, what was
 * rejected, and how patient to be; it does nothing itself. At most one transaction is under way.
 */
final class Reconciliation {

    private static final Logger LOG = LoggerFactory.getLogger(Reconciliation.class);

    /** After so many plans in a row that did not settle, somebody else must be undoing them: slow down. */
    private static final int UNSETTLED_PLANS = 8;

    /** After so many transactions in a row that met rows which had gone, the replica cannot be trusted. */
    private static final int STALE_TRANSACTIONS = 5;

    private static final IntervalFunction CONTEST =
            IntervalFunction.ofExponentialRandomBackoff(Duration.ofMillis(100), 2.0, 0.25, Duration.ofSeconds(5));

    private final Bounds bounds;
    private final String owner;
    private final String holder;
    private final RemovalGuard guard;
    private final RowUuids uuids;
    private final LongSupplier nanoTime;
    private final Rejections rejections = new Rejections();
    private final Drift drift = new Drift();
    private final Deque<Transaction> planned = new ArrayDeque<>();
    private @Nullable DesiredImage image;
    private boolean imageIsNew;
    private @Nullable Transaction underWay;
    private @Nullable Fence fence;
    private boolean takingOver;
    private int stepLimit = Integer.MAX_VALUE;
    private int unsettledPlans;
    private int staleInARow;
    private long notBefore;

    /** @param holder what tells this writer from others of the same owner */
    Reconciliation(WriterSettings settings, String holder, LongSupplier nanoTime) {
        this.bounds = settings.bounds();
        this.owner = settings.owner();
        this.holder = holder;
        this.guard = new RemovalGuard(settings.allowsMassDelete());
        this.uuids = new RowUuids(owner);
        this.nanoTime = nanoTime;
        this.notBefore = nanoTime.getAsLong();
    }

    /** Another image counts from now on. */
    void desire(DesiredImage next) {
        image = next;
        imageIsNew = true;
        uuids.retain(next.rows().keySet());
        rejections.judge(next);
    }

    /** There is a new session, whose replica is complete. */
    void opened() {
        staleInARow = 0;
        rejections.forgive();
    }

    /**
     * The session is gone, and all plans with it.
     *
     * @return whether a transaction was under way, of which nobody knows what became
     */
    boolean lost() {
        boolean unknown = underWay != null;
        underWay = null;
        takingOver = false;
        planned.clear();
        drift.interrupted();
        return unknown;
    }

    /** The newest image means the removals that were held back. */
    void confirmRemovals() {
        if (image != null) {
            guard.confirm(image);
        }
    }

    /**
     * Compares the newest image with the replica.
     *
     * @param elected whether we are the one to write
     */
    Next compare(Replica replica, boolean elected) {
        DesiredImage wanted = image;
        if (wanted == null || underWay != null || takingOver) {
            return new Next.Rest();
        }
        if (!elected) {
            drift.interrupted();
            return new Next.StandBy(replica.fence());
        }
        long early = TimeUnit.NANOSECONDS.toMillis(notBefore - nanoTime.getAsLong());
        if (early > 0 && !imageIsNew) {
            return new Next.CompareLater(early);
        }
        imageIsNew = false;
        Bounds limited = new Bounds(Math.min(stepLimit, bounds.operations()), bounds.bytes());
        Set<RowKey> held = guard.held(wanted, replica);
        Plan plan = Planner.plan(wanted, replica, Sets.union(rejections.keys(), held), uuids, limited);
        planned.clear();
        planned.addAll(plan.transactions());
        if (plan.isEmpty()) {
            SortedMap<RowKey, String> left = new TreeMap<>(plan.heldBack());
            held.forEach(key -> left.put(
                    key, "one of " + held.size() + " removals at once, of " + replica.ownRows() + " rows: held back"));
            return settled(wanted, left);
        }
        Fence standing = replica.fence();
        if (standing == null || !standing.equals(fence)) {
            planned.clear();
            return takeOver(standing);
        }
        drift.note(wanted, plan, rejections.failed().keySet());
        return commitNext();
    }

    private Next takeOver(@Nullable Fence standing) {
        takingOver = true;
        if (fence != null) {
            slowDown();
        }
        Fence ours = standing == null
                ? new Fence(uuids.of(Fence.key(owner)), 1, holder)
                : new Fence(standing.row(), standing.epoch() + 1, holder);
        fence = ours;
        return new Next.TakeOver(standing, ours);
    }

    private Next settled(DesiredImage wanted, SortedMap<RowKey, String> heldBack) {
        unsettledPlans = 0;
        stepLimit = Integer.MAX_VALUE;
        drift.settled(wanted);
        return new Next.Settled(wanted, rejections.settled(heldBack));
    }

    private Next commitNext() {
        Transaction next = planned.remove();
        underWay = next;
        return new Next.Commit(next, Objects.requireNonNull(fence));
    }

    /** The attempt to put our fence up has come to an end; the replica has it if it was successful. */
    Next tookOver(CommitResult result) {
        takingOver = false;
        return switch (result) {
            case CommitResult.Lost _ -> new Next.Rest();
            case CommitResult.Unavailable(String reason) -> new Next.Reopen(reason);
            // What stands there now decides what comes next.
            case CommitResult.Applied _, CommitResult.Fenced _, CommitResult.Stale _, CommitResult.Rejected _ ->
                new Next.Compare();
            case CommitResult.UuidRefused _ -> new Next.Reopen("it is too old to insert rows with our UUIDs");
        };
    }

    /**
     * The transaction under way has come to an end.
     *
     * @param namedUuids whether the server chose the UUIDs of the rows that were inserted
     */
    Next ended(CommitResult result, boolean namedUuids) {
        Transaction transaction = Objects.requireNonNull(underWay);
        return switch (result) {
            // The connection itself says so in a moment, and only then it is certain that nothing else will come.
            case CommitResult.Lost _ -> new Next.Rest();
            case CommitResult.Unavailable(String reason) -> new Next.Reopen(reason);
            case CommitResult.Applied _ -> {
                underWay = null;
                yield applied(namedUuids);
            }
            case CommitResult.Fenced _, CommitResult.Stale _ -> {
                underWay = null;
                yield ++staleInARow > STALE_TRANSACTIONS
                        ? new Next.Reopen("its updates do not match its answers")
                        : new Next.Compare();
            }
            case CommitResult.Rejected refusal -> {
                underWay = null;
                yield refused(refusal, transaction);
            }
            case CommitResult.UuidRefused _ -> {
                underWay = null;
                yield new Next.UseNamedUuids();
            }
        };
    }

    private Next applied(boolean namedUuids) {
        staleInARow = 0;
        if (!planned.isEmpty() && !imageIsNew && !namedUuids) {
            return commitNext();
        }
        if (planned.isEmpty()) {
            slowDown();
        }
        // Not the end before a comparison says so.
        return new Next.Compare();
    }

    private void slowDown() {
        if (++unsettledPlans > UNSETTLED_PLANS) {
            long delay = CONTEST.apply(Math.min(unsettledPlans - UNSETTLED_PLANS, 16));
            notBefore = nanoTime.getAsLong() + TimeUnit.MILLISECONDS.toNanos(delay);
        }
    }

    /**
     * Leaves out the rows at which the server stumbled, so that they do not hold the others; where it does not say
     * which they are, halves the transaction until it is one step.
     */
    private Next refused(CommitResult.Rejected refusal, Transaction transaction) {
        boolean alone = transaction.steps().size() == 1;
        boolean progress = false;
        for (RowKey key : alone ? transaction.keys() : refusal.culprits()) {
            progress |= leaveOut(key, refusal);
        }
        if (progress) {
            stepLimit = Integer.MAX_VALUE;
            return new Next.Compare();
        }
        if (alone) {
            return new Next.Reopen("it rejects what was left out already: " + refusal.details());
        }
        stepLimit = Math.max(1, Math.min(stepLimit, transaction.edits().size()) / 2);
        return new Next.Compare();
    }

    private boolean leaveOut(RowKey key, CommitResult.Rejected refusal) {
        if (refusal.error().equals("duplicate uuid") && uuids.replace(key)) {
            LOG.info("the UUID of {} is taken by a row that is not ours, it gets another", key);
            return true;
        }
        return rejections.add(key, refusal);
    }

    /** Gives the rows that the server refused another trial. */
    void forgive() {
        rejections.forgive();
    }

    /** Whether there are rows that the server refused, and might not the next time. */
    boolean isForgivable() {
        return rejections.isRefusal();
    }

    /** Rows that others changed and that were put right, in all. */
    long driftHealed() {
        return drift.healed();
    }
}
