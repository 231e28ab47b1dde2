package dev.terrace.gateway.run;

import dev.terrace.core.model.Fact;
import dev.terrace.core.model.FactKey;
import dev.terrace.core.model.FactSink;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PolicyKind;
import dev.terrace.core.model.Problem;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * What the source has said so far, for whoever looks at the whole from time to time. May be asked on any thread. The
 * facts themselves are the graph's, which holds them in less memory than they come in.
 */
public final class KnownFacts {

    private final Map<FactKey, List<Problem>> problems = new ConcurrentHashMap<>();
    private final AtomicLong events = new AtomicLong();
    private volatile boolean synced;
    private volatile Supplier<Map<String, String>> troubles = Map::of;

    /** A sink that notes what comes and passes it on. */
    public FactSink before(FactSink next) {
        return new FactSink() {
            @Override
            public void upsert(Fact fact) {
                problems.put(fact.key(), fact instanceof Policy policy ? policy.problems() : List.of());
                events.incrementAndGet();
                next.upsert(fact);
            }

            @Override
            public void remove(FactKey key) {
                problems.remove(key);
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

    /** What is wrong with each fact, of which most have nothing; this may change while it is looked at. */
    public Map<FactKey, List<Problem>> problems() {
        return Collections.unmodifiableMap(problems);
    }
}
