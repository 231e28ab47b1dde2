package dev.terrace.gateway.run;

import dev.terrace.core.contradiction.Contradiction;
import dev.terrace.core.contradiction.Contradictions;
import dev.terrace.core.desired.TierLayout;
import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.Fact;
import dev.terrace.core.model.PolicyKey;
import dev.terrace.core.model.Problem;
import dev.terrace.core.status.LeftOutPods;
import dev.terrace.core.status.Remarks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds what policies have to know of the cluster: which of equal priority disagree, which is said in the log too, and
 * which name pods that are left alone. It looks at the newest facts only, from time to time, on a thread of its own: it
 * is not urgent, and in a large cluster it takes a while.
 */
final class RemarkWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RemarkWatch.class);

    private final TierLayout layout;
    private final Duration rest;
    private final BlockingQueue<List<Fact>> newest = new ArrayBlockingQueue<>(1);
    private final Thread thread = Thread.ofPlatform().name("remarks").daemon().unstarted(this::run);

    // The watch's thread only.
    private Set<List<PolicyKey>> known = new HashSet<>();
    private volatile Remarks remarks = Remarks.NONE;

    /** @param rest how long to do nothing between two looks */
    RemarkWatch(TierLayout layout, Duration rest) {
        this.layout = layout;
        this.rest = rest;
    }

    void start() {
        thread.start();
    }

    /** Takes over what is to be looked at next: every fact. */
    void see(List<Fact> facts) {
        newest.poll();
        newest.offer(facts);
    }

    /** What was found at the last look. */
    Remarks remarks() {
        return remarks;
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (true) {
                look(ClusterFacts.of(newest.take()));
                Thread.sleep(rest);
            }
        } catch (InterruptedException closed) {
            // Only close() does it.
        }
    }

    private void look(ClusterFacts facts) {
        List<Contradiction> found = Contradictions.of(facts, layout::programs);
        Set<List<PolicyKey>> now = new HashSet<>();
        Map<PolicyKey, List<String>> said = new HashMap<>();
        for (Contradiction contradiction : found) {
            List<PolicyKey> pair = contradiction.policies();
            now.add(pair);
            for (PolicyKey policy : pair) {
                said.computeIfAbsent(policy, _ -> new ArrayList<>())
                        .add(contradiction.path(policy) + ": " + contradiction.message(policy));
            }
            if (!known.contains(pair)) {
                PolicyKey second = contradiction.second().policy();
                LOG.warn("{}: {}: {}", second, contradiction.path(second), contradiction.message(second));
            }
        }
        known = now;
        said.replaceAll((_, all) -> all.stream().distinct().sorted().toList());
        Map<PolicyKey, List<String>> unlogged = new HashMap<>();
        facts.policies().forEach((key, policy) -> {
            List<String> words =
                    facts.loggingProblems(policy).map(Problem::toString).toList();
            if (!words.isEmpty()) {
                unlogged.put(key, words);
            }
        });
        remarks = new Remarks(said, unlogged, LeftOutPods.of(facts).messages(layout::programs));
    }
}
