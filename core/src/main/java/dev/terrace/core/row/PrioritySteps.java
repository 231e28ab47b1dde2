package dev.terrace.core.row;

import dev.terrace.core.desired.Band;
import dev.terrace.core.model.Action;
import dev.terrace.core.model.Direction;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PolicyKey;
import dev.terrace.core.model.Rule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The OVN priorities of the rules of one stage in one direction.
 *
 * <p>Neighbouring rules of one policy with the same action need no order among themselves and share one step. Each step
 * stands near the place in the band that its policy's priority points at, moved no further than its neighbours force it
 * to, so that a new policy renumbers few others. Where the band is too small for that, neighbouring steps of the same
 * action are shared across policies; policies that do not fit even so are {@link #exhausted()}.
 */
public final class PrioritySteps {

    /** Policy priorities are 0..1000; the BANP, which has none, stands behind them all. */
    private static final int PLACES = 1002;

    private final Map<PolicyKey, int[]> priorities;
    private final Set<Policy> exhausted;

    private PrioritySteps(Map<PolicyKey, int[]> priorities, Set<Policy> exhausted) {
        this.priorities = priorities;
        this.exhausted = exhausted;
    }

    /** @param policies all policies whose subjects can overlap, in the order of their evaluation */
    public static PrioritySteps of(List<Policy> policies, Direction direction, Band band) {
        List<Step> steps = steps(policies, direction, false);
        if (steps.size() > band.size()) {
            steps = steps(policies, direction, true);
        }
        Set<Policy> exhausted = new TreeSet<>(Comparator.comparing(Policy::key));
        while (steps.size() > band.size()) {
            steps.removeLast().rules.forEach(place -> exhausted.add(place.policy));
        }
        Map<PolicyKey, int[]> priorities = new HashMap<>();
        int[] offsets = offsets(steps, band.size());
        for (int i = 0; i < offsets.length; i++) {
            for (Place place : steps.get(i).rules) {
                int count = place.policy.rules(direction).size();
                priorities.computeIfAbsent(place.policy.key(), p -> new int[count])[place.position] =
                        band.highest() - offsets[i];
            }
        }
        exhausted.forEach(policy -> priorities.remove(policy.key()));
        return new PrioritySteps(priorities, exhausted);
    }

    /**
     * The priorities of the policy's rules by their position in its list, or null where they do not fit or there are
     * none.
     */
    public int @Nullable [] of(Policy policy) {
        return priorities.get(policy.key());
    }

    /** The policies that find no place in the band any more. */
    public Set<Policy> exhausted() {
        return exhausted;
    }

    private record Place(Policy policy, int position) {}

    /** Rules in order that may share a priority. */
    private record Step(Action action, int anchor, List<Place> rules) {}

    private static List<Step> steps(List<Policy> policies, Direction direction, boolean acrossPolicies) {
        List<Step> steps = new ArrayList<>();
        for (Policy policy : policies) {
            List<Rule> rules = policy.rules(direction);
            for (int position = 0; position < rules.size(); position++) {
                Action action = rules.get(position).action();
                boolean mayShare = position > 0 || acrossPolicies;
                if (!mayShare || steps.isEmpty() || steps.getLast().action != action) {
                    steps.add(new Step(action, anchor(policy), new ArrayList<>()));
                }
                steps.getLast().rules.add(new Place(policy, position));
            }
        }
        return steps;
    }

    private static int anchor(Policy policy) {
        return switch (policy.key().kind()) {
            case BASELINE_ADMIN_NETWORK_POLICY -> PLACES - 1;
            case CLUSTER_NETWORK_POLICY, ADMIN_NETWORK_POLICY, DEVELOPER_NETWORK_POLICY, NETWORK_POLICY ->
                policy.priority();
        };
    }

    /** Distances from the top of the band, strictly growing, each as near to its anchor as its neighbours let it. */
    private static int[] offsets(List<Step> steps, int size) {
        int[] offsets = new int[steps.size()];
        int next = 0;
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = Math.max(next, (int) ((long) steps.get(i).anchor * size / PLACES));
            next = offsets[i] + 1;
        }
        int last = size - 1;
        for (int i = offsets.length - 1; i >= 0 && offsets[i] > last; i--) {
            offsets[i] = last--;
        }
        return offsets;
    }
}
