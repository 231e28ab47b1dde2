package dev.terrace.gateway.run;

import dev.terrace.core.model.Fact;
import dev.terrace.core.model.FactKey;
import dev.terrace.core.model.FactSink;
import dev.terrace.core.model.PolicyKind;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** What the source has said so far, for whoever looks at the whole from time to time. May be asked on any thread. */
public final class KnownFacts {

    private final Map<FactKey, Fact> facts = new ConcurrentHashMap<>();
    private final AtomicLong events = new AtomicLong();
    private volatile boolean synced;
    private volatile Supplier<Map<String, String>> troubles = Map::of;

    /** A sink that notes what comes and passes it on. */
    public FactSink before(FactSink next) {
        return new FactSink() {
            @Override
            public void upsert(Fact fact) {
                facts.put(fact.key(), fact);
                events.incrementAndGet();
                next.upsert(fact);
            }

            @Override
            public void remove(FactKey key) {
                facts.remove(key);
                events.incrementAndGet();
                next.remove(key);
            }

            @Override
            public void synced(Set<PolicyKind> unread) {
                synced = true;
                next.synced(unread);
            }
        };
    }

    /** Whether the source has delivered everything that existed when it started and that it may read. */
    public boolean synced() {
        return synced;
    }

    /** @param source what the source cannot read at present, and why, in one line */
    public void heed(Supplier<Map<String, String>> source) {
        troubles = source;
    }

    /** What the source cannot read at present, by the kind of object, and why. */
    public Map<String, String> troubles() {
        return troubles.get();
    }

    /** How many changes there have been. */
    public long events() {
        return events.get();
    }

    /** The facts as they are, which may change while they are looked at. */
    public Collection<Fact> facts() {
        return Collections.unmodifiableCollection(facts.values());
    }
}
