package dev.terrace.gateway.run;

import dev.terrace.core.model.Fact;
import dev.terrace.core.model.FactKey;
import dev.terrace.core.model.FactSink;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What sources have said and nobody has taken yet: the newest word on each key, so that a storm of events costs memory
 * by objects, not by events.
 */
final class FactMailbox implements FactSink {

    /**
     * What has come in.
     *
     * @param changes the newest fact by key, null where it was removed
     * @param synced whether the source has delivered everything that existed when it started
     */
    record Delivery(Map<FactKey, @Nullable Fact> changes, boolean synced) {}

    private final Duration linger;
    private Map<FactKey, @Nullable Fact> changes = new LinkedHashMap<>();
    private boolean synced;
    private boolean unread;

    /** @param linger how long to wait after a change for the others that usually come with it */
    FactMailbox(Duration linger) {
        this.linger = linger;
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
    public synchronized void synced() {
        synced = true;
        unread = true;
        notifyAll();
    }

    private void post(FactKey key, @Nullable Fact fact) {
        changes.put(key, fact);
        unread = true;
        notifyAll();
    }

    /** Waits until something has come in, and takes all of it. */
    Delivery take() throws InterruptedException {
        synchronized (this) {
            while (!unread) {
                wait();
            }
        }
        Thread.sleep(linger);
        synchronized (this) {
            Delivery delivery = new Delivery(changes, synced);
            changes = new LinkedHashMap<>();
            unread = false;
            return delivery;
        }
    }
}
