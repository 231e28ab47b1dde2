package dev.terrace.ovn;

import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.ExternalIds;
import dev.terrace.core.desired.Row;
import dev.terrace.core.desired.RowKey;
import dev.terrace.ovn.WriterState.Phase;
import dev.terrace.ovn.plan.Bounds;
import dev.terrace.ovn.plan.Column;
import dev.terrace.ovn.plan.Edit;
import dev.terrace.ovn.plan.Plan;
import dev.terrace.ovn.plan.Planner;
import dev.terrace.ovn.plan.RowUuids;
import dev.terrace.ovn.plan.Step;
import dev.terrace.ovn.plan.Transaction;
import dev.terrace.ovn.rpc.Endpoint;
import dev.terrace.ovn.rpc.Limits;
import dev.terrace.ovn.rpc.Transport;
import dev.terrace.ovn.session.CommitResult;
import dev.terrace.ovn.session.Opening;
import dev.terrace.ovn.session.Session;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the rows of one owner in a Northbound database as desired.
 *
 * <p>It is given whole images, of which the newest counts. It compares the image with its replica of the database,
 * writes the difference, and goes on comparing: after each transaction, whenever one of its rows or a port changes, and
 * after each new connection. So it needs no memory of what it sent, and drift, new ports, lost replies and emptied
 * servers are all the same case.
 *
 * <p>All its state belongs to one thread of its own, which never waits for the network. At most one transaction is
 * under way.
 */
public final class NorthboundWriter implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NorthboundWriter.class);

    private static final IntervalFunction RECONNECT =
            IntervalFunction.ofExponentialRandomBackoff(Duration.ofSeconds(1), 2.0, 0.25, Duration.ofSeconds(8));
    private static final IntervalFunction RETRY_REJECTED =
            IntervalFunction.ofExponentialRandomBackoff(Duration.ofSeconds(5), 2.0, 0.25, Duration.ofSeconds(60));

    /** After so many plans in a row that did not settle, somebody else must be undoing them: slow down. */
    private static final int UNSETTLED_PLANS = 8;

    /** After so many transactions in a row that met rows which had gone, the replica cannot be trusted. */
    private static final int STALE_TRANSACTIONS = 5;

    private static final IntervalFunction CONTEST =
            IntervalFunction.ofExponentialRandomBackoff(Duration.ofMillis(100), 2.0, 0.25, Duration.ofSeconds(5));

    private final Endpoint endpoint;
    private final String owner;
    private final WriterListener listener;
    private final Limits limits;
    private final Bounds bounds;
    private final Transport transport = new Transport();
    private final ScheduledThreadPoolExecutor thread;
    private final CompletableFuture<Void> started = new CompletableFuture<>();
    private final AtomicReference<@Nullable Desire> mailbox = new AtomicReference<>();
    private volatile WriterState state = new WriterState(Phase.NEW, "not started", 0, 0, 0, 0, 0, 0, 0);

    // The writer's thread only.

    private final RowUuids uuids;
    private @Nullable DesiredImage image;
    private List<CompletableFuture<Outcome>> waiting = new ArrayList<>();
    private @Nullable Session session;
    private final Deque<Transaction> planned = new ArrayDeque<>();
    private @Nullable Transaction underWay;
    private long commits;
    private boolean reconcileQueued;
    private boolean imageIsNew;

    /** What the database held when it last was as desired; what differs from it without our wish is drift. */
    private @Nullable DesiredImage settledImage;

    private boolean settledHere;
    private boolean closed;

    private final Rejections rejections = new Rejections();
    private SortedMap<RowKey, String> reported = new TreeMap<>();
    private int rejectedRetries;
    private boolean retryQueued;
    private int stepLimit = Integer.MAX_VALUE;
    private int unsettledPlans;
    private long notBefore = System.nanoTime();
    private int staleInARow;
    private int attempts;
    private Written written = Written.NOTHING;
    private Phase phase = Phase.NEW;
    private String detail = "not started";
    private long connections;
    private long transactions;
    private long rowsWritten;
    private long driftHealed;

    /** An image and who wants to know what became of it. */
    private record Desire(DesiredImage image, CompletableFuture<Outcome> outcome) {}

    public NorthboundWriter(Endpoint endpoint, String owner, WriterListener listener) {
        this(endpoint, owner, listener, Limits.DEFAULT, Bounds.DEFAULT);
    }

    /** @param owner the value of {@link ExternalIds#OWNER} in all rows that are ours, and in no others */
    public NorthboundWriter(Endpoint endpoint, String owner, WriterListener listener, Limits limits, Bounds bounds) {
        this.endpoint = endpoint;
        this.owner = owner;
        this.listener = listener;
        this.limits = limits;
        this.bounds = bounds;
        this.uuids = new RowUuids(owner);
        this.thread = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("ovn-writer").daemon().factory());
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        // What the network still has to say after the end is of no interest.
        thread.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    }

    /**
     * Connects for the first time, and reads. Nothing is written before.
     *
     * @return fails with {@link NorthboundException} when the server cannot be reached, is no Northbound database or is
     *     too old; the writer is closed then. After a first success, it reconnects by itself for ever
     */
    public CompletionStage<Void> start() {
        run(() -> {
            if (phase != Phase.NEW) {
                return;
            }
            announce(Phase.CONNECTING, "connecting to " + endpoint);
            open(opening -> {
                switch (opening) {
                    case Opening.Opened(Session opened) -> {
                        opened(opened);
                        started.complete(null);
                    }
                    case Opening.Failed(String line) -> {
                        started.completeExceptionally(new NorthboundException(line));
                        end();
                    }
                }
            });
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
        for (Row row : image.rows().values()) {
            if (!owner.equals(row.externalIds().get(ExternalIds.OWNER))
                    || !row.key().id().equals(row.externalIds().get(ExternalIds.ID))) {
                throw new IllegalArgumentException("owner or primary id of " + row.key() + " is not " + owner + ", "
                        + row.key().id() + ": " + row.externalIds());
            }
        }
        Desire desire = new Desire(image, new CompletableFuture<>());
        Desire replaced = mailbox.getAndSet(desire);
        if (replaced != null) {
            desire.outcome().minimalCompletionStage().thenAccept(replaced.outcome()::complete);
        } else {
            run(this::takeDesire);
        }
        if (thread.isShutdown()) {
            desire.outcome().complete(new Outcome.Unknown("closed"));
        }
        return desire.outcome().minimalCompletionStage();
    }

    /** A look at the writer; may be called on any thread. */
    public WriterState state() {
        return state;
    }

    /** Ends the connection. What is in the database stays there. */
    @Override
    public void close() {
        run(this::end);
    }

    /**
     * Runs a task on the writer's thread. A task that fails is a bug: what it left behind is thrown away with the
     * session, and a new one starts from what the database holds.
     */
    private void run(Runnable task) {
        thread.execute(() -> guarded(task));
    }

    private void schedule(Runnable task, long milliseconds) {
        ScheduledFuture<?> _ = thread.schedule(() -> guarded(task), milliseconds, TimeUnit.MILLISECONDS);
    }

    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error bug) {
            LOG.error("a bug in the writer; starting over from what the database holds", bug);
            if (session != null) {
                session.close("a bug: " + bug);
            }
        }
    }

    // The newest image

    private void takeDesire() {
        Desire desire = mailbox.getAndSet(null);
        if (desire == null) {
            return;
        }
        image = desire.image();
        imageIsNew = true;
        waiting.add(desire.outcome());
        uuids.retain(desire.image().rows().keySet());
        rejections.judge(desire.image());
        queueReconcile();
    }

    // Connections

    private void open(Consumer<Opening> then) {
        Session.open(transport, endpoint, limits, owner, this::run, this::queueReconcile)
                .thenAccept(opening -> {
                    if (!closed) {
                        then.accept(opening);
                    }
                });
    }

    private void opened(Session opened) {
        session = opened;
        connections++;
        settledHere = false;
        staleInARow = 0;
        rejections.forgive();
        announce(
                Phase.WRITING,
                "connected to " + endpoint + ", schema " + opened.schemaVersion() + ", "
                        + opened.replica().ownRows() + " rows of ours, "
                        + opened.replica().portCount() + " ports");
        opened.closed().thenAccept(reason -> run(() -> lost(opened, reason)));
        queueReconcile();
    }

    private void lost(Session old, String reason) {
        if (session != old || closed) {
            return;
        }
        session = null;
        planned.clear();
        boolean unknown = underWay != null;
        underWay = null;
        announce(Phase.DISCONNECTED, "lost " + endpoint + ": " + reason);
        if (unknown) {
            listener.settled(new Outcome.Unknown(reason));
        }
        reconnect();
    }

    private void reconnect() {
        long delay = RECONNECT.apply(++attempts);
        schedule(
                () -> open(opening -> {
                    switch (opening) {
                        case Opening.Opened(Session opened) -> opened(opened);
                        case Opening.Failed(String line) -> {
                            if (!line.equals(detail)) {
                                announce(Phase.DISCONNECTED, line);
                            }
                            reconnect();
                        }
                    }
                }),
                delay);
    }

    private void end() {
        if (closed) {
            return;
        }
        closed = true;
        started.completeExceptionally(new NorthboundException("closed"));
        if (session != null) {
            session.close("closed by us");
        }
        enter(Phase.CLOSED, "closed");
        thread.shutdown();
        Desire unread = mailbox.getAndSet(null);
        if (unread != null) {
            waiting.add(unread.outcome());
        }
        waiting.forEach(stage -> stage.complete(new Outcome.Unknown("closed")));
        transport.close();
    }

    // The loop: compare, write, compare

    private void queueReconcile() {
        if (!reconcileQueued && !closed) {
            reconcileQueued = true;
            // Behind the updates that wait already, so that a burst of them is one comparison.
            run(this::reconcile);
        }
    }

    private void reconcile() {
        reconcileQueued = false;
        Session current = session;
        DesiredImage wanted = image;
        if (current == null || wanted == null || underWay != null || closed) {
            return;
        }
        long early = TimeUnit.NANOSECONDS.toMillis(notBefore - System.nanoTime());
        if (early > 0 && !imageIsNew) {
            reconcileQueued = true;
            schedule(this::reconcile, early);
            return;
        }
        imageIsNew = false;
        Bounds limited = new Bounds(Math.min(stepLimit, bounds.operations()), bounds.bytes());
        Plan plan = Planner.plan(wanted, current.replica(), rejections.keys(), uuids, limited);
        planned.clear();
        planned.addAll(plan.transactions());
        if (plan.isEmpty()) {
            settle(wanted, plan.heldBack());
        } else {
            noteDrift(wanted, plan);
            commitNext(current);
        }
    }

    private void commitNext(Session current) {
        Transaction next = planned.remove();
        long number = ++commits;
        underWay = next;
        enter(Phase.WRITING, "writing");
        current.commit(next)
                .thenAccept(result -> run(() -> {
                    if (session == current && commits == number) {
                        take(result, next, current);
                    }
                }));
    }

    private void take(CommitResult result, Transaction transaction, Session current) {
        if (result instanceof CommitResult.Lost) {
            // The connection itself says so in a moment, and only then it is certain that nothing else will come.
            return;
        }
        underWay = null;
        switch (result) {
            case CommitResult.Applied _ -> applied(transaction, current);
            case CommitResult.Stale _ -> {
                if (++staleInARow > STALE_TRANSACTIONS) {
                    current.close("its updates do not match its answers");
                } else {
                    queueReconcile();
                }
            }
            case CommitResult.Rejected refusal -> refused(refusal, transaction, current);
            case CommitResult.UuidRefused _ -> {
                LOG.info("{} is too old to insert rows with our UUIDs, it chooses them itself", endpoint);
                current.useNamedUuids();
                queueReconcile();
            }
            case CommitResult.Unavailable(String reason) -> {
                underWay = transaction;
                current.close(reason);
            }
            case CommitResult.Lost _ -> throw new IllegalStateException("handled above");
        }
    }

    private void applied(Transaction transaction, Session current) {
        staleInARow = 0;
        Written before = written;
        written = written.plus(transaction.edits());
        transactions++;
        rowsWritten += written.rows() - before.rows();
        if (!planned.isEmpty() && !imageIsNew && !current.usesNamedUuids()) {
            commitNext(current);
            return;
        }
        if (planned.isEmpty() && ++unsettledPlans > UNSETTLED_PLANS) {
            long delay = CONTEST.apply(Math.min(unsettledPlans - UNSETTLED_PLANS, 16));
            notBefore = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(delay);
        }
        // Not the end before a comparison says so.
        queueReconcile();
    }

    /**
     * Leaves out the rows at which the server stumbled, so that they do not hold the others; where it does not say
     * which they are, halves the transaction until it is one step.
     */
    private void refused(CommitResult.Rejected refusal, Transaction transaction, Session current) {
        boolean alone = transaction.steps().size() == 1;
        boolean progress = false;
        for (RowKey key : alone ? transaction.keys() : refusal.culprits()) {
            progress |= leaveOut(key, refusal);
        }
        if (progress) {
            stepLimit = Integer.MAX_VALUE;
            queueReconcile();
        } else if (!alone) {
            stepLimit = Math.max(1, Math.min(stepLimit, transaction.edits().size()) / 2);
            queueReconcile();
        } else {
            current.close("it rejects what was left out already: " + refusal.details());
        }
    }

    private boolean leaveOut(RowKey key, CommitResult.Rejected refusal) {
        if (refusal.error().equals("duplicate uuid") && uuids.replace(key)) {
            LOG.info("the UUID of {} is taken by a row that is not ours, it gets another", key);
            return true;
        }
        String words = refusal.error() + ": " + refusal.details();
        if (refusal.details().contains("for index on column \"name\"")) {
            words = "a row of this name exists that is not ours; " + words;
        }
        return rejections.add(key, words);
    }

    private void settle(DesiredImage wanted, SortedMap<RowKey, String> heldBack) {
        SortedMap<RowKey, String> failed = new TreeMap<>(heldBack);
        failed.putAll(rejections.reasons());
        boolean news = !failed.equals(reported);
        if (news) {
            report(failed);
        }
        unsettledPlans = 0;
        attempts = 0;
        stepLimit = Integer.MAX_VALUE;
        settledImage = wanted;
        Outcome outcome = failed.isEmpty() ? new Outcome.Committed(written) : new Outcome.Rejected(failed, written);
        news |= written.transactions() > 0 || !waiting.isEmpty();
        if (!settledHere) {
            settledHere = true;
            LOG.info(
                    "in sync with {}: {} rows, {} written, {} rejected",
                    endpoint,
                    wanted.rows().size(),
                    written.rows(),
                    failed.size());
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
    }

    private void report(SortedMap<RowKey, String> failed) {
        failed.forEach((key, words) -> {
            if (!words.equals(reported.get(key))) {
                LOG.warn("{} cannot be written: {}", key, words);
            }
        });
        reported.keySet().stream()
                .filter(key -> !failed.containsKey(key))
                .forEach(key -> LOG.info("{} is no longer rejected", key));
        reported = failed;
    }

    /** What stands in the way, a foreign row of the same name for example, is nothing that we would be told of. */
    private void retryRejected() {
        if (!rejections.isRefusal()) {
            rejectedRetries = 0;
        } else if (!retryQueued) {
            retryQueued = true;
            schedule(
                    () -> {
                        retryQueued = false;
                        rejections.forgive();
                        queueReconcile();
                    },
                    RETRY_REJECTED.apply(++rejectedRetries));
        }
    }

    /** Rows that we did not want to change since the database was as desired were changed by somebody else. */
    private void noteDrift(DesiredImage wanted, Plan plan) {
        DesiredImage before = settledImage;
        if (before == null || phase != Phase.IN_SYNC) {
            return;
        }
        List<Step> drifted = plan.transactions().stream()
                .flatMap(transaction -> transaction.steps().stream())
                .filter(step -> !reported.containsKey(step.key()))
                .filter(step -> Objects.equals(
                        before.rows().get(step.key()), wanted.rows().get(step.key())))
                .filter(step -> !step.edits().stream().allMatch(NorthboundWriter::followsPorts))
                .toList();
        if (!drifted.isEmpty()) {
            driftHealed += drifted.size();
            LOG.info(
                    "putting right {} rows that others changed; the first: {}",
                    drifted.size(),
                    drifted.getFirst().edits().getFirst());
            drifted.forEach(step -> LOG.debug("drift: {}", step));
        }
    }

    /** Ports come and go without anybody having changed a group of ours. */
    private static boolean followsPorts(Edit edit) {
        return edit instanceof Edit.References references && references.column() == Column.PORTS;
    }

    private void announce(Phase next, String words) {
        LOG.info("{}", words);
        enter(next, words);
    }

    private void enter(Phase next, String words) {
        boolean other = phase != next;
        phase = next;
        detail = words;
        Session current = session;
        state = new WriterState(
                next,
                words,
                connections,
                transactions,
                rowsWritten,
                driftHealed,
                current == null ? 0 : current.replica().ownRows(),
                current == null ? 0 : current.replica().portCount(),
                reported.size());
        if (other) {
            listener.phaseChanged(state);
        }
    }
}
