package dev.terrace.gateway.run;

import dev.terrace.core.contradiction.Contradiction;
import dev.terrace.core.contradiction.Contradictions;
import dev.terrace.core.desired.TierLayout;
import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.PolicyKey;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the log which policies of equal priority disagree. It looks from time to time, on a thread of its own: it is
 * not urgent, and in a large cluster it takes a while.
 */
public final class ContradictionWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ContradictionWatch.class);

    private static final Duration INTERVAL = Duration.ofSeconds(10);

    /** How much longer than a look the rest after it is, at least. */
    private static final int REST = 20;

    private final KnownFacts known;
    private final TierLayout layout;
    private final Thread thread =
            Thread.ofPlatform().name("contradictions").daemon().unstarted(this::run);

    // The watch's thread only.
    private Set<List<PolicyKey>> told = new HashSet<>();

    private volatile int policies;

    public ContradictionWatch(KnownFacts known, TierLayout layout) {
        this.known = known;
        this.layout = layout;
    }

    public void start() {
        thread.start();
    }

    /** How many policies disagreed with another at the last look. */
    public int policies() {
        return policies;
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            long seen = 0;
            Duration rest = INTERVAL;
            while (true) {
                Thread.sleep(rest);
                long events = known.events();
                if (known.synced() && events != seen) {
                    seen = events;
                    long start = System.nanoTime();
                    look(known.cluster());
                    Duration took = Duration.ofNanos(System.nanoTime() - start);
                    rest = INTERVAL.plus(took.multipliedBy(REST));
                }
            }
        } catch (InterruptedException closed) {
            // Only close() does it.
        }
    }

    private void look(ClusterFacts facts) {
        List<Contradiction> found = Contradictions.of(facts, layout::programs);
        Set<List<PolicyKey>> now = new HashSet<>();
        Set<PolicyKey> disagreeing = new HashSet<>();
        for (Contradiction contradiction : found) {
            List<PolicyKey> pair = contradiction.policies();
            now.add(pair);
            disagreeing.addAll(pair);
            if (!told.contains(pair)) {
                PolicyKey second = contradiction.second().policy();
                LOG.warn("{}: {}: {}", second, contradiction.path(second), contradiction.message(second));
            }
        }
        told = now;
        policies = disagreeing.size();
    }
}
