package dev.terrace.core.graph;

import dev.terrace.core.desired.Band;
import dev.terrace.core.model.Direction;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PolicyKey;
import dev.terrace.core.row.PrioritySteps;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Policies whose subjects can overlap and of which the first rule that matches decides. */
final class StageOrder {

    /** Takes the priorities of a policy's rules in one direction; null where it has no place. */
    interface Sink {
        void accept(PolicyKey policy, Direction direction, int @Nullable [] priorities);
    }

    private final Band band;
    private final NavigableSet<Policy> policies;
    private final Set<PolicyKey> exhausted = new HashSet<>();

    StageOrder(Band band, Comparator<Policy> order) {
        this.band = band;
        policies = new TreeSet<>(order);
    }

    void add(Policy policy) {
        policies.add(policy);
    }

    void remove(Policy policy) {
        policies.remove(policy);
    }

    /** Hands out the priorities anew: where a policy stands depends on all of them. */
    void settle(Sink sink) {
        exhausted.clear();
        List<Policy> ordered = List.copyOf(policies);
        for (Direction direction : Direction.values()) {
            PrioritySteps steps = PrioritySteps.of(ordered, direction, band);
            steps.exhausted().forEach(policy -> exhausted.add(policy.key()));
            for (Policy policy : ordered) {
                sink.accept(policy.key(), direction, steps.of(policy));
            }
        }
    }

    Set<PolicyKey> exhausted() {
        return exhausted;
    }

    boolean isEmpty() {
        return policies.isEmpty();
    }
}
