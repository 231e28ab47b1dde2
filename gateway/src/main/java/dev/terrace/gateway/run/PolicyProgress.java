package dev.terrace.gateway.run;

import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.RowKey;
import dev.terrace.core.model.Fact;
import dev.terrace.core.model.FactKey;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PolicyKey;
import dev.terrace.core.model.PolicyKind;
import dev.terrace.core.status.Failure;
import dev.terrace.core.status.Programmed;
import dev.terrace.core.status.Progress;
import dev.terrace.core.status.RejectedRows;
import dev.terrace.core.status.Remarks;
import dev.terrace.core.status.StatusSink;
import dev.terrace.ovn.Outcome;
import dev.terrace.ovn.WriterListener;
import dev.terrace.ovn.WriterState;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How far the policies are on their way into the database. What the writer says comes on the writer's thread and is
 * only noted; everything else is the gateway's thread's.
 */
public final class PolicyProgress implements WriterListener {

    /** More steps than that are not remembered one by one: they end together, when the database is there again. */
    private static final int STEPS = 1_000;

    /**
     * What was delivered when rows were handed over.
     *
     * @param number of the last handover that it needs
     */
    private record Step(long number, Map<PolicyKind, Long> delivered) {}

    private final boolean untilDatapath;
    private final Map<PolicyKey, Policy> policies = new TreeMap<>();
    private final Deque<Step> steps = new ArrayDeque<>();
    private long handedOver;
    private List<Policy> told = List.of();
    private boolean policiesChanged;
    private @Nullable Map<PolicyKind, Long> upTo;
    private Map<RowKey, String> attributed = Map.of();
    private Map<PolicyKey, Failure> rejections = Map.of();
    private Progress last = Progress.NONE;

    // Noted by the writer's thread, under this lock.
    private boolean writes;
    private long committed;
    private long asked;
    private long everywhere;
    private Map<RowKey, String> rejected = Map.of();

    /**
     * @param untilDatapath whether rows count only when every hypervisor has them in its datapath; otherwise when they
     *     are committed
     */
    public PolicyProgress(boolean untilDatapath) {
        this.untilDatapath = untilDatapath;
    }

    /** These facts are on their way. */
    void hear(Map<FactKey, @Nullable Fact> changes, Collection<PolicyKind> kinds) {
        changes.forEach((key, fact) -> {
            if (key instanceof PolicyKey policyKey && kinds.contains(policyKey.kind())) {
                Policy before =
                        fact instanceof Policy policy ? policies.put(policyKey, policy) : policies.remove(policyKey);
                policiesChanged |= fact == null || !fact.equals(before);
            }
        });
    }

    /** Rows were handed to the writer. */
    void follow(CompletionStage<Outcome> writing) {
        long number = ++handedOver;
        var _ = writing.thenAccept(outcome -> ended(number, outcome));
    }

    /** All that was delivered so far has been translated, and what rows it needs were handed over. */
    void translated(Map<PolicyKind, Long> delivered) {
        Step newest = steps.peekLast();
        if (newest != null && (newest.number == handedOver || steps.size() >= STEPS)) {
            steps.removeLast();
        }
        steps.addLast(new Step(handedOver, delivered));
    }

    private synchronized void ended(long number, Outcome outcome) {
        switch (outcome) {
            case Outcome.Committed committedRows -> {
                reached(number, committedRows.written().transactions() == 0);
                settled(outcome);
            }
            case Outcome.Rejected rejectedRows -> {
                reached(number, rejectedRows.written().transactions() == 0);
                settled(outcome);
            }
            // Only when the gateway ends.
            case Outcome.Unknown _ -> {}
        }
    }

    private void reached(long number, boolean nothingWritten) {
        writes = true;
        if (nothingWritten && everywhere == committed) {
            everywhere = Math.max(everywhere, number);
        }
        committed = Math.max(committed, number);
    }

    @Override
    public synchronized void settled(Outcome outcome) {
        switch (outcome) {
            case Outcome.Committed _ -> rejected = Map.of();
            case Outcome.Rejected refused -> rejected = refused.rows();
            case Outcome.Unknown _ -> {}
        }
    }

    @Override
    public synchronized void phaseChanged(WriterState state) {
        switch (state.phase()) {
            case STANDING_BY, ELSEWHERE -> writes = false;
            case NEW, CONNECTING, WRITING, IN_SYNC, DISCONNECTED, CLOSED -> {}
        }
    }

    @Override
    public synchronized void askedDatapath() {
        asked = committed;
    }

    @Override
    public synchronized void reachedDatapath(Duration delay) {
        everywhere = Math.max(everywhere, asked);
    }

    private record Noted(boolean writes, long reached, Map<RowKey, String> rejected) {}

    private synchronized Noted noted() {
        return new Noted(writes, untilDatapath ? everywhere : committed, rejected);
    }

    /**
     * Tells what has become of the policies, if that is something new.
     *
     * @param exhausted policies that have no rows because no priority is left for them
     * @param remarks what policies have to know
     * @param image all rows that are desired
     */
    void tell(StatusSink sink, Collection<PolicyKey> exhausted, Remarks remarks, Supplier<DesiredImage> image) {
        Noted noted = noted();
        while (!steps.isEmpty() && steps.getFirst().number <= noted.reached && noted.reached > 0) {
            upTo = steps.removeFirst().delivered;
        }
        if (!noted.rejected.equals(attributed)) {
            rejections = noted.rejected.isEmpty() ? Map.of() : RejectedRows.byPolicy(image.get(), noted.rejected);
            attributed = noted.rejected;
        }
        if (policiesChanged) {
            policiesChanged = false;
            told = List.copyOf(policies.values());
        }
        Programmed programmed = null;
        if (noted.writes && upTo != null) {
            Map<PolicyKey, Failure> failed = new HashMap<>(rejections);
            exhausted.forEach(policy -> failed.put(policy, new Failure.Exhausted()));
            programmed = new Programmed(upTo, failed);
        }
        Progress now = new Progress(told, remarks, programmed);
        if (!now.equals(last)) {
            last = now;
            sink.report(now);
        }
    }
}
