package dev.terrace.gateway.run;

import dev.terrace.core.desired.Anchor;
import dev.terrace.core.desired.DesiredDelta;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.LogicalPort;
import dev.terrace.core.desired.RowKey;
import dev.terrace.core.desired.TierLayout;
import dev.terrace.core.graph.GraphSnapshot;
import dev.terrace.core.model.Fact;
import dev.terrace.core.model.FactKey;
import dev.terrace.core.model.FactSink;
import dev.terrace.core.model.NamespaceFact;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PolicyKey;
import dev.terrace.core.model.PolicyKind;
import dev.terrace.core.model.Problem;
import dev.terrace.core.status.StatusSink;
import dev.terrace.ovn.NorthboundWriter;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running gateway: takes in facts, keeps their rows and hands what changes to the writer, on one thread of its own.
 *
 * <p>Nothing is handed over before the source has said that it is synced: what is missing then is missing in the
 * cluster, and its rows may go, but for policies that may not be read, whose rows stay as they are. From time to time,
 * when there is nothing else to do, it checks itself.
 */
public final class Gateway implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

    private static final FactMailbox.Leak LEAK = new FactMailbox.Leak(Duration.ofMillis(1), Duration.ofMillis(10));
    private static final Duration GLANCE = Duration.ofMillis(100);
    private static final Duration LOOK_FOR_REMARKS = Duration.ofSeconds(10);
    private static final int ROWS_IN_LOG = 20;

    /** Measured by {@code bin/bench logging}. */
    private static final String COST = "ACLs log from now on, as annotations ask for it, at most {} packets per second "
            + "each. At 20 as many packets and connections pass as without, and an ACL that is busy writes 27 lines per "
            + "second into the log of each ovn-controller; without a limit a fifth fewer connections pass";

    private final RowReceiver receiver;
    private final Rows rows;
    private final Supplier<Anchor> anchors;
    private final SelfCheck selfCheck = new SelfCheck();
    private final RemarkWatch remarks;
    private final PolicyProgress progress;
    private final List<PolicyKind> programmedKinds;
    private final Duration selfCheckInterval;
    private final FactMailbox mailbox = new FactMailbox(LEAK);
    private final Thread thread = Thread.ofPlatform().name("gateway").daemon().unstarted(this::run);

    private StatusSink statuses = StatusSink.NONE;

    private final AtomicLong turns = new AtomicLong();
    private volatile GatewayStatistics statistics = GatewayStatistics.NOTHING;

    // The gateway's thread only.
    private final Map<FactKey, List<Problem>> problems = new HashMap<>();
    private final AddresslessPods addressless = new AddresslessPods();
    private SortedSet<PolicyKey> exhausted = new TreeSet<>();
    private Map<PolicyKind, Long> translated = Map.of();
    private Set<PolicyKind> unread = Set.of();
    private boolean handedOver;
    private boolean toldCost;
    private boolean remarksAreDue;
    private long lastLook;
    private long nextSelfCheck;
    private long events;
    private long flushes;
    private long changes;
    private long selfChecks;
    private long divergences;
    private Duration busy = Duration.ZERO;
    private Duration longestFlush = Duration.ZERO;

    /**
     * @param anchor what decides which anchor the translator has
     * @param writer started; it stays the caller's to close
     * @param progress one of the writer's listeners
     * @param selfCheckInterval how long it is from one comparison of the rows with a full translation to the next; zero
     *     for never
     */
    public Gateway(
            Translator translator,
            AnchorChoice anchor,
            NorthboundWriter writer,
            PolicyProgress progress,
            Duration selfCheckInterval) {
        this(
                new Rows(translator, Translator::graph),
                () -> anchor.of(translator.layout(), writer.stopsEstablished()),
                new RowReceiver() {
                    @Override
                    public void keep(Set<PolicyKind> kinds) {
                        writer.keep(kinds);
                    }

                    @Override
                    public void image(DesiredImage image) {
                        progress.follow(writer.desire(image));
                    }

                    @Override
                    public void change(DesiredDelta delta) {
                        progress.follow(writer.desire(delta));
                    }

                    @Override
                    public void addressless(Set<LogicalPort> more, Set<LogicalPort> fewer) {
                        writer.addressless(more, fewer);
                    }
                },
                progress,
                selfCheckInterval);
    }

    Gateway(
            Rows rows,
            Supplier<Anchor> anchors,
            RowReceiver receiver,
            PolicyProgress progress,
            Duration selfCheckInterval) {
        TierLayout layout = rows.translator().layout();
        this.rows = rows;
        this.anchors = anchors;
        this.receiver = receiver;
        this.progress = progress;
        this.programmedKinds =
                Arrays.stream(PolicyKind.values()).filter(layout::programs).toList();
        this.selfCheckInterval = selfCheckInterval;
        this.remarks = new RemarkWatch(layout, LOOK_FOR_REMARKS);
        this.lastLook = System.nanoTime() - LOOK_FOR_REMARKS.toNanos();
    }

    /** Where the source delivers. */
    public FactSink sink() {
        return mailbox;
    }

    /** How many policies disagreed with one of equal priority at the last look; may be called on any thread. */
    public int contradictingPolicies() {
        return remarks.remarks().overlaps().size();
    }

    /** How often the gateway has gone round, which it does all the time; may be called on any thread. */
    public long turns() {
        return turns.get();
    }

    /** A look at the gateway; may be called on any thread. */
    public GatewayStatistics statistics() {
        return statistics;
    }

    /** @param told where to tell what has become of the policies */
    public void start(StatusSink told) {
        statuses = told;
        thread.start();
        remarks.start();
    }

    /** Stops translating. The rows stay as they are: a gateway that ends must not open or close anything. */
    @Override
    public void close() {
        thread.interrupt();
        remarks.close();
    }

    private void run() {
        try {
            nextSelfCheck = System.nanoTime() + selfCheckInterval.toNanos();
            while (true) {
                // What is delivered by now is in the next batch at the latest.
                Map<PolicyKind, Long> delivered = statuses.delivered();
                FactMailbox.Delivery delivery = mailbox.take(GLANCE);
                heedAnchor();
                progress.hear(delivery.changes(), programmedKinds);
                if (!delivery.changes().isEmpty()
                        || (delivery.synced()
                                && (!handedOver || !delivery.unread().equals(unread)))) {
                    translate(delivery);
                }
                if (handedOver && mailbox.isEmpty()) {
                    checkMyself();
                }
                tellProgress(delivered);
                if (remarksAreDue) {
                    lookForRemarks();
                }
                publish();
            }
        } catch (InterruptedException closed) {
            selfCheck.close();
        }
    }

    /** OVN may be another one than before, and need other rows. */
    private void heedAnchor() {
        Anchor needed = anchors.get();
        Translator translator = rows.translator();
        if (needed != translator.anchor()) {
            LOG.info("the anchor is {} from now on, by what is configured and the version of OVN", needed);
            rows.use(translator.with(needed));
            if (handedOver) {
                handOver(rows.next());
            }
        }
    }

    private void translate(FactMailbox.Delivery delivery) {
        delivery.changes().forEach(this::tellProblems);
        delivery.changes().forEach(addressless::hear);
        long start = System.nanoTime();
        rows.apply(delivery.changes());
        events += delivery.changes().size();
        if (delivery.synced()) {
            if (!handedOver) {
                LOG.info("source is synced");
                handedOver = true;
            }
            if (!delivery.unread().equals(unread)) {
                unread = delivery.unread();
                receiver.keep(unread);
            }
            Rows.Handover next = rows.next();
            flushes++;
            took(start);
            handOver(next);
            addressless.tell(receiver);
            tellExhausted();
            remarksAreDue = true;
        } else {
            busy = busy.plusNanos(System.nanoTime() - start);
        }
    }

    private void took(long start) {
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        busy = busy.plus(time);
        longestFlush = time.compareTo(longestFlush) > 0 ? time : longestFlush;
    }

    private void handOver(Rows.Handover next) {
        switch (next) {
            case Rows.Handover.Whole(DesiredImage image) -> {
                changes += image.rows().size();
                tellCost(image.rows().keySet().stream());
                receiver.image(image);
            }
            case Rows.Handover.Change(DesiredDelta delta) -> {
                if (!delta.isEmpty()) {
                    changes += delta.rows().size();
                    tellCost(delta.rows().keySet().stream());
                    receiver.change(delta);
                }
            }
        }
    }

    private void tellProblems(FactKey key, @Nullable Fact fact) {
        List<Problem> now = problems(fact);
        List<Problem> before = now.isEmpty() ? problems.remove(key) : problems.put(key, now);
        if (!now.equals(before)) {
            now.forEach(problem -> LOG.warn("{}: {}", key, problem));
        }
    }

    private static List<Problem> problems(@Nullable Fact fact) {
        return switch (fact) {
            case Policy policy ->
                Stream.of(policy.problems(), policy.logging().problems())
                        .flatMap(List::stream)
                        .toList();
            case NamespaceFact namespace -> namespace.logging().problems();
            case null, default -> List.of();
        };
    }

    /** Logging is off until somebody asks for it, who should know what it costs. */
    private void tellCost(Stream<RowKey> written) {
        if (!toldCost && written.anyMatch(key -> key.table() == RowKey.Table.METER)) {
            toldCost = true;
            LOG.warn(COST, rows.translator().logRate());
        }
    }

    private void tellExhausted() {
        SortedSet<PolicyKey> now = rows.exhausted();
        if (!now.equals(exhausted)) {
            exhausted = now;
            LOG.warn("policies without rows, because no priority is left for them in their tier: {}", exhausted);
        }
    }

    private void tellProgress(Map<PolicyKind, Long> delivered) {
        if (handedOver && !delivered.equals(translated)) {
            translated = delivered;
            progress.translated(delivered);
        }
        progress.tell(statuses, exhausted, remarks.remarks(), rows::image);
    }

    /** What policies have to know of each other is not urgent, and to have all facts ready takes a moment. */
    private void lookForRemarks() {
        long now = System.nanoTime();
        if (now - lastLook >= LOOK_FOR_REMARKS.toNanos()) {
            lastLook = now;
            remarksAreDue = false;
            remarks.see(rows.facts());
        }
    }

    /** Nothing is waiting to be done: a moment to look whether all is right. */
    private void checkMyself() {
        SelfCheck.Finding finding = selfCheck.take();
        if (finding != null) {
            selfChecks++;
            if (finding instanceof SelfCheck.Finding.Divergence(DesiredDelta correction)) {
                diverged(correction);
            }
        } else if (isSelfCheckDue()) {
            nextSelfCheck = System.nanoTime() + selfCheckInterval.toNanos();
            GraphSnapshot snapshot = rows.snapshot();
            if (snapshot != null) {
                selfCheck.begin(snapshot, rows.translator());
            } else {
                recompute();
            }
        }
    }

    private boolean isSelfCheckDue() {
        return !selfCheckInterval.isZero() && !selfCheck.isRunning() && System.nanoTime() - nextSelfCheck >= 0;
    }

    private void diverged(DesiredDelta correction) {
        divergences++;
        LOG.error(
                "{} rows are not those of the facts, which is a bug; all are made anew. What should be different: {}",
                correction.rows().size(),
                correction.rows().values().stream().limit(ROWS_IN_LOG).toList());
        recompute();
    }

    private void recompute() {
        rows.recompute();
        handOver(rows.next());
    }

    private void publish() {
        turns.incrementAndGet();
        statistics = new GatewayStatistics(
                events,
                flushes,
                changes,
                busy,
                longestFlush,
                selfChecks,
                divergences,
                rows.recomputes(),
                rows.statistics());
    }
}
