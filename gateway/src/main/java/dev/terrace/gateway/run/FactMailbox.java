package dev.terrace.gateway.run;

import dev.terrace.core.model.Fact;
import dev.terrace.core.model.FactKey;
import dev.terrace.core.model.FactSink;
import dev.terrace.core.model.PolicyKind;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What sources have said and nobody has taken yet: the newest word on each key, so that a storm of events costs memory
 * by objects, not by events. It leaks: what comes after quiet is given out nearly at once, and what comes in a storm in
 * batches.
 */
final class FactMailbox implements FactSink {

    /**
     * What has come in.
     *
     * @param changes the newest fact by key, null where it was removed; empty where nothing came in time
     * @param synced whether the source has delivered everything that existed when it started
     * @param unread the kinds of policy of which it has not, because it may not read them
     */
    record Delivery(Map<FactKey, @Nullable Fact> changes, boolean synced, Set<PolicyKind> unread) {}

    /**
     * How fast it leaks.
     *
     * @param linger how long to wait after a change for the others that usually come with it
     * @param interval the shortest time between two deliveries
     */
    record Leak(Duration linger, Duration interval) {}

    private final Leak leak;
    private Map<FactKey, @Nullable Fact> changes = new LinkedHashMap<>();
    private boolean synced;
    private Set<PolicyKind> unreadKinds = Set.of();
    private boolean unread;
    private long taken;

    FactMailbox(Leak leak) {
        this.leak = leak;
        taken = System.nanoTime() - leak.interval.toNanos();
    }

    @Override
    public synchronized void upsert(Fact fact) {
        post(fact.key(), fact);
    }

    @Override
    public synchronized void remove(FactKey key) {
        post(key, null);
    }

    @Override
    public synchronized void synced(Set<PolicyKind> kinds) {
        synced = true;
        unreadKinds = Set.copyOf(kinds);
        unread = true;
        notifyAll();
    }

    private void post(FactKey key, @Nullable Fact fact) {
        changes.put(key, fact);
        unread = true;
        notifyAll();
    }

    /** Waits until something has come in, or for as long as given, and takes all of it. */
    Delivery take(Duration patience) throws InterruptedException {
        if (awaitUnread(System.nanoTime() + patience.toNanos())) {
            long next = Math.max(leak.linger.toNanos(), taken + leak.interval.toNanos() - System.nanoTime());
            Thread.sleep(Duration.ofNanos(next));
        }
        synchronized (this) {
            Delivery delivery = new Delivery(changes, synced, unreadKinds);
            changes = new LinkedHashMap<>();
            if (unread) {
                taken = System.nanoTime();
            }
            unread = false;
            return delivery;
        }
    }

    /** Whether everything that came in was taken. */
    synchronized boolean isEmpty() {
        return !unread;
    }

    private synchronized boolean awaitUnread(long deadline) throws InterruptedException {
        long left = deadline - System.nanoTime();
        while (!unread && left > 0) {
            wait(left / 1_000_000, (int) (left % 1_000_000));
            left = deadline - System.nanoTime();
        }
        return unread;
    }
}
