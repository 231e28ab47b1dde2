package dev.terrace.k8s.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.model.Fact;
import dev.terrace.core.model.FactKey;
import dev.terrace.core.model.FactSink;
import dev.terrace.core.model.NamespaceKey;
import dev.terrace.core.model.PolicyKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What has been delivered and not taken back. */
final class DeliveredFacts implements FactSink {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Map<FactKey, Fact> known = new HashMap<>();
    private final List<Set<PolicyKind>> unread = new ArrayList<>();
    private @Nullable Map<FactKey, Fact> atSync;

    @Override
    public synchronized void upsert(Fact fact) {
        known.put(fact.key(), fact);
    }

    @Override
    public synchronized void remove(FactKey key) {
        known.remove(key);
    }

    @Override
    public synchronized void synced(Set<PolicyKind> kinds) {
        unread.add(kinds);
        if (atSync == null) {
            atSync = Map.copyOf(known);
        }
    }

    /** The kinds that were unread, each time when the source said that it was synced. */
    synchronized List<Set<PolicyKind>> unread() {
        return List.copyOf(unread);
    }

    synchronized Map<FactKey, Fact> known() {
        return Map.copyOf(known);
    }

    synchronized boolean has(String namespace) {
        return known.containsKey(new NamespaceKey(namespace));
    }

    /** What was known when the source first said that it was synced; null before. */
    synchronized @Nullable Map<FactKey, Fact> atSync() {
        return atSync;
    }

    static void await(String what, BooleanSupplier reached) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!reached.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            Thread.sleep(10);
        }
    }
}
