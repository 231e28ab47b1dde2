package dev.terrace.core.graph;

import dev.terrace.core.desired.AclRow;
import dev.terrace.core.model.Direction;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.Rule;
import dev.terrace.core.row.Clause;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The ACLs of a policy in one direction. */
final class PolicySide {

    private final Wiring wiring;
    private final Policy policy;
    private final Direction direction;
    private final PodSet subject;
    private final boolean isolates;
    private final List<RuleExpansions> rules = new ArrayList<>();
    private int[] priorities;

    /**
     * Opens it.
     *
     * @param priorities of the rules, by their position
     */
    PolicySide(Wiring wiring, Policy policy, Direction direction, PodSet subject, int[] priorities) {
        this.wiring = wiring;
        this.policy = policy;
        this.direction = direction;
        this.subject = subject;
        this.priorities = priorities.clone();
        isolates = policy.isolates().contains(direction);
        subject.hold();
        List<Rule> written = policy.rules(direction);
        for (int i = 0; i < written.size(); i++) {
            Rule rule = written.get(i);
            int position = i;
            rules.add(new RuleExpansions(
                    wiring, subject, direction, rule, clause -> List.of(write(rule, position, clause))));
        }
        if (isolates) {
            wiring.isolations().add(policy, subject, direction);
        }
    }

    private AclRow write(Rule rule, int position, Clause clause) {
        return wiring.aclRows().rule(policy, wiring.logging(policy), direction, rule, clause, priorities[position]);
    }

    /** Moves the rules whose place is another. */
    void move(int[] places) {
        int[] before = priorities;
        priorities = places.clone();
        for (int i = 0; i < before.length; i++) {
            if (before[i] != priorities[i]) {
                rules.get(i).touch();
            }
        }
    }

    /** Something else is logged. */
    void relog() {
        rules.forEach(RuleExpansions::touch);
        if (isolates) {
            wiring.isolations().touch(subject, direction);
        }
    }

    boolean isAt(int[] places) {
        return Arrays.equals(priorities, places);
    }

    void close() {
        rules.forEach(RuleExpansions::close);
        if (isolates) {
            wiring.isolations().remove(policy, subject, direction);
        }
        subject.release();
    }
}
