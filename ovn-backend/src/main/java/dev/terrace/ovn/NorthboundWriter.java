package dev.terrace.ovn;

import dev.terrace.core.desired.DesiredDelta;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.ExternalIds;
import dev.terrace.core.desired.LogicalPort;
import dev.terrace.core.desired.Row;
import dev.terrace.core.desired.RowDelta;
import dev.terrace.core.desired.RowKey;
import dev.terrace.core.model.PolicyKind;
import dev.terrace.ovn.WriterState.Phase;
import dev.terrace.ovn.plan.AwaitedPorts;
import dev.terrace.ovn.plan.Transaction;
import dev.terrace.ovn.replica.Fence;
import dev.terrace.ovn.replica.Replica;
import dev.terrace.ovn.rpc.Endpoint;
import dev.terrace.ovn.session.CommitResult;
import dev.terrace.ovn.session.Session;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the rows of one owner in a Northbound database as desired.
 *
 * <p>It is given an image and then what changes of it, or another image. It compares what is desired with its replica
 * of the database, writes the difference, and goes on comparing: after each transaction, whenever one of its rows or a
 * port changes, and after each new connection. So it needs no memory of what it sent, and drift, new ports, lost
 * replies and emptied servers are all the same case. It looks only where one of the two has changed; at everything
 * after each new connection and from time to time.
 *
 * <p>All its state belongs to one thread of its own, which never waits for the network. What to do next is the
 * {@link Reconciliation}'s to decide, the connection the {@link Link}'s to keep.
 */
public final class NorthboundWriter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NorthboundWriter.class);

    private static final IntervalFunction RETRY_REJECTED =
            IntervalFunction.ofExponentialRandomBackoff(Duration.ofSeconds(5), 2.0, 0.25, Duration.ofSeconds(60));

    private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

    private final String owner;
    private final String place;
    private final Duration review;
    private final WriterListener listener;
    private final Loop loop = new Loop("ovn-writer", this::startOver);
    private final CompletableFuture<Void> started = new CompletableFuture<>();
    private final Mailbox mailbox = new Mailbox();
    private volatile WriterState state = WriterState.NEW;
    private volatile boolean stopsEstablished;

    // The loop only.

    private final Link link;
    private final Reconciliation reconciliation;
    private final Barrier barrier = new Barrier(System::nanoTime);
    private String northdVersion = "";
    private List<CompletableFuture<Outcome>> waiting = new ArrayList<>();
    private SortedMap<RowKey, String> failed = Collections.emptySortedMap();
    private boolean compareQueued;
    private boolean fillQueued;
    private int retries;
    private boolean settledHere;
    private boolean closed;
    private Written written = Written.NOTHING;
    private Phase phase = Phase.NEW;
    private String detail = "not started";
    private long connections;
    private long transactions;
    private long rowsWritten;
    private long epoch;

    private final Appointment contest = new Appointment(loop, this::queueCompare);
    private final Appointment retry = new Appointment(loop, this::retry);
    private final Appointment question = new Appointment(loop, this::askDatapath);
    private final Appointment release = new Appointment(loop, this::queueCompare);

    public NorthboundWriter(WriterSettings settings, WriterListener listener) {
        String holder = UUID.randomUUID().toString();
        this.owner = settings.owner();
        this.place = settings.endpoints().stream().map(Endpoint::toString).collect(Collectors.joining(","));
        this.review = settings.review();
        this.listener = listener;
        this.link = new Link(settings, holder, loop, this::queueCompare, this::follow);
        this.reconciliation = new Reconciliation(settings, holder, System::nanoTime);
    }

    /**
     * Connects for the first time, and reads. Nothing is written before.
     *
     * @return fails with {@link NorthboundException} when no server can be reached, is a Northbound database and new
     *     enough; the writer is closed then. After a first success, it reconnects by itself for ever
     */
    public CompletionStage<Void> start() {
        loop.execute(() -> {
            if (phase == Phase.NEW) {
                announce(Phase.CONNECTING, "connecting to " + place);
                link.open();
                reviewLater();
            }
        });
        return started.minimalCompletionStage();
    }

    /**
     * Sets what the database shall hold from now on. Before the writer has started it is kept for then.
     *
     * @return completes when this image or one that replaced it is in the database, as {@link Outcome.Committed} or
     *     {@link Outcome.Rejected}, however often the connection is lost before that; as {@link Outcome.Unknown} only
     *     when the writer is closed first. Never fails
     * @throws IllegalArgumentException when a row has another owner or no primary id
     */
    public CompletionStage<Outcome> desire(DesiredImage image) {
        image.rows().values().forEach(this::check);
        return accept(mailbox.put(image));
    }

    /**
     * Changes what the database shall hold, at the cost of what changes.
     *
     * @return as of {@link #desire(DesiredImage)}
     * @throws IllegalStateException before the first image
     * @throws IllegalArgumentException when a row has another owner or no primary id, or when the change does not fit
     *     the ones before
     */
    public CompletionStage<Outcome> desire(DesiredDelta delta) {
        for (RowDelta change : delta.rows().values()) {
            if (change instanceof RowDelta.Put(Row row)) {
                check(row);
            }
        }
        return accept(mailbox.put(delta));
    }

    private void check(Row row) {
        if (!owner.equals(row.externalIds().get(ExternalIds.OWNER))
                || !row.key().id().equals(row.externalIds().get(ExternalIds.ID))) {
            throw new IllegalArgumentException("owner or primary id of " + row.key() + " is not " + owner + ", "
                    + row.key().id() + ": " + row.externalIds());
        }
    }

    private CompletionStage<Outcome> accept(Mailbox.Receipt receipt) {
        if (receipt.first()) {
            loop.execute(() -> {
                reconciliation.expectDesire();
                queueCompare();
            });
        }
        if (loop.isEnded()) {
            receipt.outcome().complete(new Outcome.Unknown("closed"));
        }
        return receipt.outcome().minimalCompletionStage();
    }

    /**
     * Says of which kinds of policy nothing is known. What the database has of them, and what no policy alone answers
     * for, stays as it is as long as nobody desires it.
     */
    public void keep(Set<PolicyKind> kinds) {
        loop.execute(() -> {
            reconciliation.keep(kinds);
            queueCompare();
        });
    }

    /**
     * Says of which ports the pods have no address that is known, in what was desired before: those that are held stay
     * so for a while, because they would not be stopped as peers.
     *
     * @param more that have none now
     * @param fewer that have one now, or are no more
     */
    public void addressless(Set<LogicalPort> more, Set<LogicalPort> fewer) {
        loop.execute(() -> {
            reconciliation.addressless(more, fewer);
            queueCompare();
        });
    }

    /** Says that the newest image means what it removes, however much that is. */
    public void confirmRemovals() {
        loop.execute(() -> {
            reconciliation.confirmRemovals();
            queueCompare();
        });
    }

    /** A look at the writer; may be called on any thread. */
    public WriterState state() {
        return state;
    }

    /**
     * Whether OVN itself stops an established connection for good that a row begins to deny, as the database said last;
     * not before it has. May be called on any thread.
     */
    public boolean stopsEstablished() {
        return stopsEstablished;
    }

    /** The endpoints that are left out for a while, because they failed; may be called on any thread. */
    public List<Endpoint> leftOut() {
        return link.leftOut();
    }

    /** Completes on the writer's thread: soon, as long as it lives, and never once it is closed. */
    public CompletionStage<Void> ping() {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        loop.execute(() -> answer.complete(null));
        return answer.minimalCompletionStage();
    }

    /** Ends the connection. What is in the database stays there. */
    @Override
    public void close() {
        loop.execute(this::end);
    }

    /**
     * A bug: what it left behind is thrown away with the session, and a new one starts from what the database holds.
     */
    private void startOver(Throwable bug) {
        LOG.error("a bug in the writer; starting over from what the database holds", bug);
        link.reopen("a bug: " + bug);
    }

    private void takeDesire(@Nullable Session session) {
        Mailbox.Delivery delivery = mailbox.take();
        if (delivery != null) {
            waiting.add(delivery.outcome());
            if (delivery.image() != null) {
                reconciliation.desire(
                        delivery.image(), session != null && session.replica().ownRows() == 0);
            }
            reconciliation.desire(delivery.changes());
        }
    }

    private void follow(LinkEvent event) {
        switch (event) {
            case LinkEvent.Opened(Session session) -> {
                connections++;
                learnVersion(session.replica());
                settledHere = false;
                reconciliation.opened(session.isOfCluster());
                announce(
                        Phase.WRITING,
                        "connected to " + session.endpoint() + ", schema " + session.schemaVersion() + ", "
                                + session.replica().ownRows() + " rows of ours, "
                                + session.replica().portCount() + " ports");
                queueCompare();
                started.complete(null);
            }
            case LinkEvent.Lost(String reason) -> {
                boolean unknown = reconciliation.lost();
                barrier.lost();
                announce(Phase.DISCONNECTED, "lost " + place + ": " + reason);
                if (unknown) {
                    listener.settled(new Outcome.Unknown(reason));
                }
            }
            case LinkEvent.Failed(String line, boolean answered) -> {
                if (!started.isDone() && !answered) {
                    started.completeExceptionally(new NorthboundException(line));
                    end();
                } else if (!line.equals(detail)) {
                    announce(Phase.DISCONNECTED, line);
                }
            }
        }
    }

    private void end() {
        if (closed) {
            return;
        }
        closed = true;
        started.completeExceptionally(new NorthboundException("closed"));
        link.close();
        enter(Phase.CLOSED, "closed");
        loop.end();
        Mailbox.Delivery unread = mailbox.take();
        if (unread != null) {
            waiting.add(unread.outcome());
        }
        waiting.forEach(stage -> stage.complete(new Outcome.Unknown("closed")));
    }

    // The loop: compare, write, compare

    private void reviewLater() {
        if (review.isPositive()) {
            loop.schedule(
                    () -> {
                        reconciliation.review();
                        queueCompare();
                        reviewLater();
                    },
                    review.toMillis());
        }
    }

    private void queueCompare() {
        if (!compareQueued && !closed) {
            compareQueued = true;
            // Behind the updates that wait already, so that a burst of them is one comparison.
            loop.execute(this::compare);
        }
    }

    private void compare() {
        compareQueued = false;
        Session session = link.session();
        if (!reconciliation.isBusy()) {
            takeDesire(session);
        }
        if (session != null && !closed) {
            askDatapath();
            learnVersion(session.replica());
            Next next = reconciliation.compare(session.replica(), session.isElected());
            if (phase == Phase.ELSEWHERE && !(next instanceof Next.StayOut)) {
                announce(Phase.WRITING, session.endpoint() + " is the database of our node now");
            }
            act(next, session);
        }
    }

    /** A database that is emptied does not say it for a moment: then it is as before. */
    private void learnVersion(Replica replica) {
        if (replica.northdVersion().equals(northdVersion)) {
            return;
        }
        northdVersion = replica.northdVersion();
        NorthdVersion version = NorthdVersion.parse(northdVersion);
        if (version != null) {
            stopsEstablished = version.stopsEstablished();
        }
    }

    private void act(Next next, Session session) {
        switch (next) {
            case Next.Rest _ -> {}
            case Next.Compare _ -> queueCompare();
            // What is newly desired does not wait for that.
            case Next.CompareLater(long milliseconds) -> contest.make(Duration.ofMillis(milliseconds));
            case Next.StandBy(Fence fence) -> standBy(fence);
            case Next.StayOut(String why) -> stayOut(session.endpoint() + ": " + why);
            case Next.TakeOver(Fence before, Fence ours) -> takeOver(before, ours, session);
            case Next.Commit commit -> commit(commit, session);
            case Next.Settled(int rows, SortedMap<RowKey, String> rejected) -> settle(rows, rejected);
            case Next.UseNamedUuids _ -> {
                LOG.info("{} is too old to insert rows with our UUIDs, it chooses them itself", session.endpoint());
                session.useNamedUuids();
                queueCompare();
            }
            case Next.Reopen(String reason) -> link.reopen(reason);
        }
    }

    private void stayOut(String words) {
        if (phase != Phase.ELSEWHERE || !words.equals(detail)) {
            settledHere = false;
            LOG.warn("{}", words);
            enter(Phase.ELSEWHERE, words);
        }
    }

    private void standBy(@Nullable Fence fence) {
        if (phase != Phase.STANDING_BY) {
            String other = fence == null ? "another writer" : "the writer " + fence.holder();
            announce(Phase.STANDING_BY, "standing by: " + other + " keeps the rows of " + owner);
        }
    }

    private void takeOver(@Nullable Fence before, Fence ours, Session session) {
        session.takeOver(before, ours).thenAccept(result -> {
            if (link.session() == session && !closed) {
                if (result instanceof CommitResult.Applied) {
                    epoch = ours.epoch();
                    LOG.debug("we write from now on, {}", ours);
                }
                act(reconciliation.tookOver(result), session);
            }
        });
    }

    private void commit(Next.Commit next, Session session) {
        enter(Phase.WRITING, "writing");
        session.commit(next.transaction(), next.fence(), next.after()).thenAccept(result -> {
            if (link.session() == session && !closed) {
                if (result instanceof CommitResult.Applied) {
                    count(next.transaction());
                    barrier.committed();
                }
                act(reconciliation.ended(result, session.usesNamedUuids()), session);
                queueFill(session);
                queueCompare();
            }
        });
        // Answers that are there have their turn first.
        loop.execute(() -> {
            if (link.session() == session && !closed) {
                act(reconciliation.more(session.usesNamedUuids()), session);
            }
        });
    }

    /** After the answers that are there, and before those that are not, one part of what fills the database. */
    private void queueFill(Session session) {
        if (!fillQueued && reconciliation.isFilling()) {
            fillQueued = true;
            loop.execute(() -> {
                fillQueued = false;
                if (link.session() == session && !closed) {
                    act(reconciliation.fill(session.replica(), session.usesNamedUuids()), session);
                    if (!reconciliation.isBusy()) {
                        queueFill(session);
                    }
                }
            });
        }
    }

    // The barrier: from the commit to the datapath

    private void askDatapath() {
        Session session = link.session();
        if (session == null || closed) {
            return;
        }
        Duration delay = barrier.reached(session.replica().datapathConfiguration());
        if (delay != null) {
            listener.reachedDatapath(delay);
            if (reconciliation.reachedDatapath()) {
                queueCompare();
            }
        }
        Fence fence = session.replica().fence();
        if (phase != Phase.IN_SYNC || fence == null || !session.isElected()) {
            return;
        }
        boolean urgent = reconciliation.awaitsDatapath();
        if (urgent) {
            barrier.committed();
        }
        if (barrier.ask(urgent)) {
            reconciliation.askedDatapath();
            listener.askedDatapath();
            session.count(fence).thenAccept(number -> number.ifPresentOrElse(barrier::asked, barrier::lost));
        } else if (barrier.isWaiting()) {
            question.make(ASK_AGAIN);
        }
    }

    private void count(Transaction transaction) {
        Written before = written;
        written = written.plus(transaction.edits());
        transactions++;
        rowsWritten += written.rows() - before.rows();
    }

    private void settle(int rows, SortedMap<RowKey, String> rejected) {
        boolean news = !rejected.equals(failed) || written.transactions() > 0 || !waiting.isEmpty();
        failed = rejected;
        link.proved();
        Outcome outcome = failed.isEmpty() ? new Outcome.Committed(written) : new Outcome.Rejected(failed, written);
        if (!settledHere) {
            settledHere = true;
            LOG.info("in sync with {}: {} rows, {} written, {} rejected", place, rows, written.rows(), failed.size());
        } else if (news) {
            LOG.debug("in sync again: {}", outcome);
        }
        written = Written.NOTHING;
        retryRejected();
        enter(Phase.IN_SYNC, "in sync");
        if (news) {
            List<CompletableFuture<Outcome>> told = waiting;
            waiting = new ArrayList<>();
            told.forEach(stage -> stage.complete(outcome));
            listener.settled(outcome);
        }
        askDatapath();
        if (reconciliation.isReviewing()) {
            queueCompare();
        }
        if (reconciliation.isLettingGo()) {
            release.make(AwaitedPorts.PATIENCE);
        }
    }

    /** What stands in the way, a foreign row of the same name for example, is nothing that we would be told of. */
    private void retryRejected() {
        if (!reconciliation.isForgivable()) {
            retries = 0;
        } else if (!retry.isMade()) {
            retry.make(Duration.ofMillis(RETRY_REJECTED.apply(++retries)));
        }
    }

    private void retry() {
        reconciliation.forgive();
        queueCompare();
    }

    private void announce(Phase next, String words) {
        LOG.info("{}", words);
        enter(next, words);
    }

    private void enter(Phase next, String words) {
        boolean other = phase != next;
        phase = next;
        detail = words;
        Session session = link.session();
        state = new WriterState(
                next,
                words,
                connections,
                transactions,
                rowsWritten,
                reconciliation.driftHealed(),
                session == null ? 0 : session.replica().ownRows(),
                session == null ? 0 : session.replica().portCount(),
                failed.size(),
                epoch,
                barrier.last(),
                reconciliation.reviews(),
                reconciliation.overlooked());
        if (other) {
            listener.phaseChanged(state);
        }
    }
}
