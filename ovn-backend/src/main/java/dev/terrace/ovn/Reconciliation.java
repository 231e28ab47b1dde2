package dev.terrace.ovn;

import com.google.common.collect.Iterators;
import com.google.common.collect.Sets;
import dev.terrace.core.desired.DesiredDelta;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.LogicalPort;
import dev.terrace.core.desired.RowKey;
import dev.terrace.core.model.PolicyKind;
import dev.terrace.ovn.plan.AwaitedPorts;
import dev.terrace.ovn.plan.Bounds;
import dev.terrace.ovn.plan.DesiredRows;
import dev.terrace.ovn.plan.Plan;
import dev.terrace.ovn.plan.Planner;
import dev.terrace.ovn.plan.RowUuids;
import dev.terrace.ovn.plan.Scope;
import dev.terrace.ovn.plan.Step;
import dev.terrace.ovn.plan.Transaction;
import dev.terrace.ovn.replica.Fence;
import dev.terrace.ovn.replica.News;
import dev.terrace.ovn.replica.Replica;
import dev.terrace.ovn.session.CommitResult;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
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
 * Decides what comes next: compare, write, compare. It knows what is desired, what is planned and under way, what was
 * rejected, and how patient to be; it does nothing itself.
 *
 * <p>Some transactions of one plan may be under way at a time. Each is done only if the one before was, so they amount
 * to as many as were done in turn.
 */
final class Reconciliation {

    private static final Logger LOG = LoggerFactory.getLogger(Reconciliation.class);

    /** After so many plans in a row that did not settle, somebody else must be undoing them: slow down. */
    private static final int UNSETTLED_PLANS = 8;

    /** After so many transactions in a row that met rows which had gone, the replica cannot be trusted. */
    private static final int STALE_TRANSACTIONS = 5;

    /** So many transactions under way keep the server busy while we read what others did, or work out the next ones. */
    private static final int UNDER_WAY = 16;

    /** So many rows are reviewed before others have their turn: some milliseconds. */
    private static final int REVIEWED_AT_ONCE = 1_000;

    private static final IntervalFunction CONTEST =
            IntervalFunction.ofExponentialRandomBackoff(Duration.ofMillis(100), 2.0, 0.25, Duration.ofSeconds(5));

    private final Sizing sizing;
    private final String owner;
    private final String holder;
    private final @Nullable String node;
    private final RemovalGuard guard;
    private final KeptRows kept = new KeptRows();
    private final RowUuids uuids;
    private final DesiredRows desired;
    private final @Nullable AwaitedPorts awaited;
    private int notHeld;
    private final Scope scope = Scope.all();
    private Scope recent = new Scope();
    private boolean done;
    private final LongSupplier nanoTime;
    private final Rejections rejections = new Rejections();
    private final Drift drift = new Drift();
    private @Nullable Plan plan;
    private Iterator<Transaction> planned = Collections.emptyIterator();
    private int editsSent;
    private @Nullable Filling filling;

    /** Whether the plan is not all of what is under way: it grew by parts, which are not remembered. */
    private boolean inParts;

    private boolean begun;
    private boolean changed;
    private boolean holds;
    private final Deque<Scope> review = new ArrayDeque<>();
    private boolean reviewDue;
    private long reviews;
    private long overlooked;
    private final Deque<Transaction> underWay = new ArrayDeque<>();
    private long busySince;
    private boolean failing;
    private boolean leaving;
    private @Nullable Fence fence;
    private boolean takingOver;
    private int stepLimit = Integer.MAX_VALUE;
    private int unsettledPlans;
    private int staleInARow;
    private long notBefore;

    /** @param holder what tells this writer from others of the same owner */
    Reconciliation(WriterSettings settings, String holder, LongSupplier nanoTime) {
        this.sizing = new Sizing(settings.bounds());
        this.owner = settings.owner();
        this.holder = holder;
        this.node = settings.node();
        this.guard = new RemovalGuard(settings.allowsMassDelete());
        this.uuids = new RowUuids(owner);
        this.desired = new DesiredRows(uuids);
        this.awaited = settings.hold() == null ? null : new AwaitedPorts(settings.hold(), nanoTime);
        this.nanoTime = nanoTime;
        this.notBefore = nanoTime.getAsLong();
    }

    /** Something else is desired, to be told when this one is not {@linkplain #isBusy busy}. */
    void expectDesire() {
        changed = true;
    }

    /** Whether transactions are under way. */
    boolean isBusy() {
        return !underWay.isEmpty();
    }

    /**
     * This is desired from now on.
     *
     * @param empty whether the database is known to have no row of ours
     */
    void desire(DesiredImage image, boolean empty) {
        begun = true;
        changed = true;
        applyRest();
        if (awaited != null) {
            awaited.everything();
        }
        if (empty && desired.size() == 0 && Filling.isWorthwhile(image)) {
            filling = new Filling(image);
            apply(filling.next(), scope);
        } else {
            apply(desired.until(image), scope);
        }
    }

    /** This is desired otherwise from now on. Changes of what is not desired are a bug, of which nothing comes. */
    void desire(DesiredDelta changes) {
        if (!changes.isEmpty()) {
            changed = true;
            applyRest();
            apply(changes, scope);
        }
    }

    private void apply(DesiredDelta changes, Scope touched) {
        guard.changed(changes.rows().keySet());
        if (awaited != null) {
            awaited.expect(changes, desired);
        }
        put(changes, touched);
    }

    private void put(DesiredDelta changes, Scope touched) {
        drift.changed(changes.rows().keySet());
        rejections.judge(changes);
        List<RowKey> unknown = desired.apply(changes, touched);
        if (!unknown.isEmpty()) {
            LOG.error("a bug: members change of rows that are not desired: {}", unknown);
        }
    }

    /** No more parts: the whole image is desired. */
    private void applyRest() {
        while (filling != null && filling.hasNext()) {
            apply(filling.next(), scope);
        }
        filling = null;
    }

    /** Whether parts of an image are on their way into the database, and the next one is to be worked out. */
    boolean isFilling() {
        return filling != null && plan != null && editsSent > 0 && !leaving;
    }

    /** Works out one more part, and says what may be sent then. */
    Next fill(Replica replica, boolean namedUuids) {
        if (filling == null || !isFilling()) {
            return new Next.Rest();
        }
        inParts = true;
        Scope touched = new Scope();
        apply(filling.next(), touched);
        Plan part = Planner.plan(
                desired, replica, rejections.keys(), sizing.bounds().pieces(), touched);
        part.heldBack().keySet().forEach(scope::row);
        planned = Iterators.concat(planned, filling.inTurn(part));
        if (!filling.hasNext()) {
            filling = null;
        }
        if (isBusy()) {
            return more(namedUuids);
        }
        return planned.hasNext() ? commitNext() : new Next.Rest();
    }

    /**
     * There is a new session, whose replica is complete.
     *
     * @param cluster whether the server is one of a cluster, which a long commit endangers
     */
    void opened(boolean cluster) {
        sizing.opened(cluster);
        kept.opened();
        staleInARow = 0;
        rejections.forgive();
        scope.everything();
    }

    /**
     * The session is gone, and all plans with it.
     *
     * @return whether a transaction was under way, of which nobody knows what became
     */
    boolean lost() {
        boolean unknown = !underWay.isEmpty();
        underWay.clear();
        failing = false;
        leaving = false;
        takingOver = false;
        giveUpPlan();
        review.clear();
        drift.interrupted();
        return unknown;
    }

    /** Of policies of these kinds nothing is known. */
    void keep(Set<PolicyKind> kinds) {
        kept.keep(kinds);
        scope.everything();
    }

    /** What is desired means the removals that were held back. */
    void confirmRemovals() {
        guard.confirm();
    }

    /** The next comparisons that find nothing to do shall look at everything, also where nothing has happened. */
    void review() {
        reviewDue = true;
    }

    /** Whether there is more to look at. */
    boolean isReviewing() {
        return !review.isEmpty();
    }

    /**
     * Compares what is desired with the replica, where one of them may have changed.
     *
     * @param elected whether we are the one to write
     */
    Next compare(Replica replica, boolean elected) {
        News news = replica.takeNews();
        recent.add(news, desired, replica);
        if (awaited != null) {
            awaited.hear(news);
        }
        if (isBusy() || isFilling()) {
            lookBack(replica);
            return new Next.Rest();
        }
        boolean overtaken = changed || news == null || !news.isEmpty();
        scope.add(recent);
        recent = new Scope();
        if (takingOver) {
            return new Next.Rest();
        }
        String otherZone = otherZone(replica);
        if (otherZone != null) {
            rest();
            return new Next.StayOut(otherZone);
        }
        if (!begun) {
            return new Next.Rest();
        }
        if (!elected) {
            rest();
            return new Next.StandBy(replica.fence());
        }
        long early = TimeUnit.NANOSECONDS.toMillis(notBefore - nanoTime.getAsLong());
        if (early > 0 && !changed) {
            return new Next.CompareLater(early);
        }
        changed = false;
        Plan ready = plan;
        if (ready != null && overtaken) {
            giveUpPlan();
        }
        return ready != null && !overtaken ? carryOut(ready, replica) : planAnew(replica);
    }

    /** Why the database is not that of our node, in one sentence; null where it is, or may be anybody's. */
    private @Nullable String otherZone(Replica replica) {
        String zone = replica.zone();
        if (node == null || node.equals(zone)) {
            return null;
        }
        return zone.isEmpty()
                ? "NB_Global does not say whose database it is, and it must be that of node " + node
                        + ": nothing is written"
                : "it is the database of node " + zone + ", not of node " + node + ": nothing is written";
    }

    /** Others write: when it is our turn, all may be different. */
    private void rest() {
        drift.interrupted();
        plan = null;
        scope.everything();
    }

    /** What stops new pods is desired like all else, and what it is depends on the ports that are there. */
    private void hold(AwaitedPorts ports, Replica replica) {
        Set<LogicalPort> overdue = ports.overdue();
        if (!overdue.isEmpty()) {
            LOG.warn("let go though hv_cfg did not come as far as nb_cfg, or they have no address: {}", overdue);
        }
        put(ports.change(desired, replica), scope);
        int beyond = ports.beyond();
        if (beyond > 0 && notHeld == 0) {
            LOG.warn("too many pods without a port: {} of them are not held until they are in their groups", beyond);
        }
        notHeld = beyond;
    }

    /** Whether the datapath is to be asked if it has all that is in the database, so that new pods can be let go. */
    boolean awaitsDatapath() {
        return awaited != null && awaited.isToBeAsked();
    }

    /** The datapath was asked. */
    void askedDatapath() {
        if (awaited != null) {
            awaited.asked();
        }
    }

    /**
     * The datapath has what it was asked about.
     *
     * @return whether there is something to be done now
     */
    boolean reachedDatapath() {
        return awaited != null && awaited.reached();
    }

    /** Whether new pods are let go in a while, though nothing may happen until then. */
    boolean isLettingGo() {
        return awaited != null && awaited.isLettingGo();
    }

    /** The addresses of the pods of more ports are not known, and of fewer, as what is desired says from now on. */
    void addressless(Set<LogicalPort> more, Set<LogicalPort> fewer) {
        if (awaited != null) {
            awaited.addressless(more, fewer);
        }
    }

    private Next planAnew(Replica replica) {
        if (replica.ownRows() > 0) {
            // What is desired in part would remove the rest.
            applyRest();
        }
        if (awaited != null && filling == null) {
            hold(awaited, replica);
        }
        Set<RowKey> stay = kept.in(replica, desired);
        Set<RowKey> held = guard.held(desired, replica, stay);
        if (holds || !held.isEmpty()) {
            scope.everything();
        }
        holds = !held.isEmpty();
        Plan next = plan(replica, Sets.union(Sets.union(rejections.keys(), held), stay));
        if (!next.isEmpty()) {
            return carryOut(next, replica);
        }
        if (filling != null) {
            applyRest();
            return planAnew(replica);
        }
        SortedMap<RowKey, String> left = new TreeMap<>(next.heldBack());
        held.forEach(key -> left.put(
                key, "one of " + held.size() + " removals at once, of " + replica.ownRows() + " rows: held back"));
        return settled(left);
    }

    private Next carryOut(Plan next, Replica replica) {
        plan = next;
        inParts = false;
        editsSent = 0;
        Fence standing = replica.fence();
        if (standing == null || !standing.equals(fence)) {
            return takeOver(standing);
        }
        drift.note(next, rejections.failed().keySet());
        planned = next.inTurn();
        return commitNext();
    }

    /** All that is not done of it is to be compared again. */
    private void giveUpPlan() {
        if (plan != null && inParts) {
            scope.everything();
        } else if (plan != null) {
            plan.steps().forEach(scope::add);
        }
        plan = null;
        planned = Collections.emptyIterator();
    }

    /** While the server is busy, what it has done already is compared, so that little is left to do at the end. */
    private void lookBack(Replica replica) {
        if (done) {
            done = false;
            Plan found = Planner.plan(desired, replica, rejections.keys(), sizing.bounds(), recent);
            found.steps().forEach(scope::add);
            found.heldBack().keySet().forEach(scope::row);
            recent = new Scope();
        }
    }

    private Plan plan(Replica replica, Set<RowKey> withheld) {
        Bounds bounds = filling != null ? sizing.bounds().pieces() : sizing.bounds();
        Bounds limited = new Bounds(Math.min(stepLimit, bounds.operations()), bounds.bytes());
        Plan found = Planner.plan(desired, replica, withheld, limited, scope);
        scope.narrow(found);
        if (!found.isEmpty()) {
            return found;
        }
        Step overlooked = reviewSome(replica, withheld);
        if (overlooked == null) {
            return found;
        }
        LOG.error("a bug: overlooked that a row differs from what is desired: {}", overlooked);
        drift.interrupted();
        scope.everything();
        Plan whole = Planner.plan(desired, replica, withheld, limited, scope);
        scope.narrow(whole);
        return whole;
    }

    /** Looks at a part of everything, so that it holds nothing up, and returns what should have been known. */
    private @Nullable Step reviewSome(Replica replica, Set<RowKey> withheld) {
        if (reviewDue && review.isEmpty()) {
            reviewDue = false;
            review.addAll(Scope.slices(desired, replica, REVIEWED_AT_ONCE));
        }
        Scope slice = review.poll();
        if (slice == null) {
            return null;
        }
        if (review.isEmpty()) {
            reviews++;
        }
        Plan found = Planner.plan(desired, replica, withheld, Bounds.DEFAULT, slice);
        if (found.isEmpty()) {
            return null;
        }
        overlooked++;
        return found.steps().getFirst();
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

    private Next settled(SortedMap<RowKey, String> heldBack) {
        unsettledPlans = 0;
        stepLimit = Integer.MAX_VALUE;
        drift.settled();
        if (awaited != null) {
            awaited.settled();
        }
        return new Next.Settled(desired.size(), rejections.settled(heldBack));
    }

    private Next commitNext() {
        Transaction before = underWay.peekLast();
        if (before == null) {
            busySince = nanoTime.getAsLong();
        }
        Transaction next = planned.next();
        underWay.add(next);
        editsSent += next.size();
        return new Next.Commit(next, Objects.requireNonNull(fence), before == null ? null : before.creation());
    }

    /**
     * What may be sent though an answer is still due: the next transaction of the plan, if it can tell whether the one
     * before was done.
     *
     * @param namedUuids whether the server chooses the UUIDs of new rows
     */
    Next more(boolean namedUuids) {
        Transaction before = underWay.peekLast();
        return before == null
                        || before.creation() == null
                        || underWay.size() == UNDER_WAY
                        || failing
                        || leaving
                        || isOvertaken(namedUuids)
                        || !planned.hasNext()
                ? new Next.Rest()
                : commitNext();
    }

    /**
     * Whether the rest of the plan is of no use. What is desired since has to wait until as much is done as one large
     * transaction holds, or else a plan of many would be made again and again.
     */
    private boolean isOvertaken(boolean namedUuids) {
        return namedUuids || (changed && editsSent >= sizing.bounds().operations());
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
     * The transaction that was under way longest has come to an end.
     *
     * @param namedUuids whether the server chose the UUIDs of the rows that were inserted
     */
    Next ended(CommitResult result, boolean namedUuids) {
        if (leaving) {
            return new Next.Rest();
        }
        return switch (result) {
            // The connection itself says so in a moment, and only then it is certain that nothing else will come.
            case CommitResult.Lost _ -> new Next.Rest();
            case CommitResult.Unavailable(String reason) -> {
                leaving = true;
                yield new Next.Reopen(reason);
            }
            case CommitResult.Applied _ -> applied(underWay.remove(), namedUuids);
            case CommitResult.Fenced _, CommitResult.Stale _, CommitResult.Rejected _, CommitResult.UuidRefused _ -> {
                Transaction failed = underWay.remove();
                // Those after it waited for what it should have done, so they come to nothing too.
                Next next = failing ? new Next.Compare() : failed(result, failed);
                giveUpPlan();
                failing = isBusy();
                yield next;
            }
        };
    }

    private Next applied(Transaction transaction, boolean namedUuids) {
        done = true;
        transaction.steps().forEach(recent::add);
        staleInARow = 0;
        failing &= isBusy();
        long now = nanoTime.getAsLong();
        boolean tooLong = sizing.took(transaction.size(), Duration.ofNanos(now - busySince));
        busySince = now;
        if (tooLong || isOvertaken(namedUuids)) {
            giveUpPlan();
        } else if (planned.hasNext()) {
            return isBusy() ? more(namedUuids) : commitNext();
        }
        if (isBusy() || isFilling()) {
            return new Next.Rest();
        }
        if (plan != null) {
            plan = null;
            slowDown();
        }
        // Not the end before a comparison says so.
        return new Next.Compare();
    }

    private Next failed(CommitResult result, Transaction transaction) {
        return switch (result) {
            case CommitResult.Rejected refusal -> refused(refusal, transaction);
            case CommitResult.UuidRefused _ -> new Next.UseNamedUuids();
            default ->
                ++staleInARow > STALE_TRANSACTIONS
                        ? new Next.Reopen("its updates do not match its answers")
                        : new Next.Compare();
        };
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
        boolean alone = transaction.keys().size() == 1;
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
        // What leans on it and is in the database already is held back with it.
        scope.everything();
        if (refusal.error().equals("duplicate uuid") && desired.replaceUuid(key, scope)) {
            LOG.info("the UUID of {} is taken by a row that is not ours, it gets another", key);
            return true;
        }
        return rejections.add(key, refusal);
    }

    /** Gives the rows that the server refused another trial. */
    void forgive() {
        rejections.forgive().forEach(scope::row);
    }

    /** Whether there are rows that the server refused, and might not the next time. */
    boolean isForgivable() {
        return rejections.isRefusal();
    }

    /** How often everything was compared though nothing was known to differ, in all. */
    long reviews() {
        return reviews;
    }

    /** How often that found something, which is a bug, in all. */
    long overlooked() {
        return overlooked;
    }

    /** Rows that others changed and that were put right, in all. */
    long driftHealed() {
        return drift.healed();
    }
}
