package dev.terrace.core.row;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.desired.Band;
import dev.terrace.core.model.Action;
import dev.terrace.core.model.Direction;
import dev.terrace.core.model.Peer;
import dev.terrace.core.model.PodSelection;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PolicyKey;
import dev.terrace.core.model.PolicyKind;
import dev.terrace.core.model.Rule;
import dev.terrace.core.model.Stage;
import dev.terrace.core.selector.LabelSelector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

final class PriorityStepsTest {

    private static final Band WIDE = new Band(0, 1, 32766);

    @Property(tries = 300)
    void rulesOfDifferentActionsKeepTheirOrder(
            @ForAll @Size(min = 1, max = 12) List<@IntRange(max = 1000) Integer> policyPriorities,
            @ForAll @Size(min = 1, max = 6) List<Action> actions,
            @ForAll @IntRange(min = 0, max = 80) int spare) {
        List<Policy> policies = policies(policyPriorities, actions);
        Band band = new Band(0, 100, 100 + actions.size() * policies.size() + spare);
        PrioritySteps steps = PrioritySteps.of(policies, Direction.INGRESS, band);

        assertThat(steps.exhausted()).isEmpty();
        int previous = Integer.MAX_VALUE;
        Action previousAction = null;
        for (Policy policy : policies) {
            int[] priorities = Objects.requireNonNull(steps.of(policy));
            for (int i = 0; i < actions.size(); i++) {
                assertThat(priorities[i])
                        .isBetween(band.lowest(), band.highest())
                        .isLessThanOrEqualTo(previous);
                if (previousAction != actions.get(i) && previousAction != null) {
                    assertThat(priorities[i]).isLessThan(previous);
                }
                previous = priorities[i];
                previousAction = actions.get(i);
            }
        }
    }

    @Example
    void neighboursOfOneActionShareAPriority() {
        Policy policy = policy("a", 10, List.of(Action.ACCEPT, Action.ACCEPT, Action.DENY));
        int[] priorities = Objects.requireNonNull(
                PrioritySteps.of(List.of(policy), Direction.INGRESS, WIDE).of(policy));
        assertThat(priorities[0]).isEqualTo(priorities[1]).isGreaterThan(priorities[2]);
    }

    @Example
    void policyInBetweenRenumbersNoOther() {
        List<Action> actions = List.of(Action.DENY, Action.ACCEPT, Action.PASS);
        Policy first = policy("a", 10, actions);
        Policy last = policy("b", 500, actions);
        Policy between = policy("c", 200, actions);
        PrioritySteps before = PrioritySteps.of(List.of(first, last), Direction.INGRESS, WIDE);
        PrioritySteps after = PrioritySteps.of(List.of(first, between, last), Direction.INGRESS, WIDE);

        assertThat(after.of(first)).isEqualTo(before.of(first));
        assertThat(after.of(last)).isEqualTo(before.of(last));
    }

    @Example
    void narrowBandIsSharedAcrossPoliciesBeforeAnyIsLeftOut() {
        List<Policy> policies = policies(List.of(1, 2, 3, 4), List.of(Action.ACCEPT));
        PrioritySteps steps = PrioritySteps.of(policies, Direction.INGRESS, new Band(0, 5, 5));

        assertThat(steps.exhausted()).isEmpty();
        assertThat(policies).allMatch(policy -> Arrays.equals(steps.of(policy), new int[] {5}));
    }

    @Example
    void exhaustedBandLeavesOutTheLastAndKeepsTheOthers() {
        Policy first = policy("a", 1, List.of(Action.ACCEPT, Action.DENY));
        Policy second = policy("b", 2, List.of(Action.ACCEPT, Action.DENY));
        PrioritySteps steps = PrioritySteps.of(List.of(first, second), Direction.INGRESS, new Band(0, 1, 3));

        assertThat(steps.of(first)).hasSize(2);
        assertThat(steps.of(second)).isNull();
        assertThat(steps.exhausted()).containsExactly(second);
    }

    private static List<Policy> policies(List<Integer> priorities, List<Action> actions) {
        List<Policy> policies = new ArrayList<>();
        for (int i = 0; i < priorities.size(); i++) {
            policies.add(policy("policy" + i, priorities.get(i), actions));
        }
        policies.sort(Policy.BY_PRIORITY);
        return policies;
    }

    private static Policy policy(String name, int priority, List<Action> actions) {
        List<Rule> rules = new ArrayList<>();
        for (Action action : actions) {
            rules.add(new Rule(rules.size(), "", action, List.of(new Peer.Anyone()), List.of()));
        }
        return new Policy(
                new PolicyKey(PolicyKind.CLUSTER_NETWORK_POLICY, "", name),
                "",
                1,
                Stage.ADMIN,
                priority,
                PodSelection.across(LabelSelector.EVERYTHING, LabelSelector.EVERYTHING),
                rules,
                List.of(),
                Set.of(),
                List.of());
    }
}
