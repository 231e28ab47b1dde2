package dev.terrace.core.graph;

import dev.terrace.core.desired.TierLayout;
import dev.terrace.core.model.Action;
import dev.terrace.core.model.Direction;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.Stage;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A policy in the graph: what is known of it, where its rules stand, and what it was expanded to. */
final class PolicyEntry {

    private final Wiring wiring;
    private @Nullable Policy known;
    private final Map<Direction, int[]> priorities = new EnumMap<>(Direction.class);

    /** What the sides were made from; null where there are none. */
    private @Nullable Policy expanded;

    private final Map<Direction, PolicySide> sides = new EnumMap<>(Direction.class);

    PolicyEntry(Wiring wiring) {
        this.wiring = wiring;
    }

    /** The policy as it is now, null where it was removed. */
    @Nullable Policy known() {
        return known;
    }

    void setKnown(@Nullable Policy policy) {
        known = policy;
        priorities.clear();
    }

    /** @param places of the rules of a direction; null where they have none */
    void setPriorities(Direction direction, int @Nullable [] places) {
        if (places == null) {
            priorities.remove(direction);
        } else {
            priorities.put(direction, places);
        }
    }

    /** Whether the sides stand where the priorities say. */
    boolean isInPlace() {
        if (!Objects.equals(known, expanded) || !sides.keySet().equals(priorities.keySet())) {
            return false;
        }
        return priorities.entrySet().stream().allMatch(place -> {
            PolicySide side = sides.get(place.getKey());
            return side != null && side.isAt(place.getValue());
        });
    }

    /** Something else is logged of what the policy decides. */
    void relog() {
        sides.values().forEach(PolicySide::relog);
    }

    /** Brings the ACLs up to what is known and to where the rules stand. */
    void settle() {
        if (!Objects.equals(known, expanded)) {
            close();
            expanded = known;
            open();
        }
        for (Direction direction : Direction.values()) {
            PolicySide side = sides.get(direction);
            int[] places = priorities.get(direction);
            if (side != null && places == null) {
                side.close();
                sides.remove(direction);
            } else if (side != null && places != null) {
                side.move(places);
            } else if (places != null && expanded != null) {
                sides.put(direction, new PolicySide(wiring, expanded, direction, subject(expanded, direction), places));
            }
        }
    }

    private void open() {
        if (expanded != null && isJudge(expanded)) {
            wiring.builtIns().judged().include(wiring.selections().of(expanded.subject()));
        }
        for (Direction direction : Direction.values()) {
            if (expanded != null && passes(expanded, direction)) {
                wiring.builtIns().passing(direction).include(wiring.selections().of(expanded.subject()));
            }
        }
    }

    private void close() {
        sides.values().forEach(PolicySide::close);
        sides.clear();
        if (expanded != null && isJudge(expanded)) {
            wiring.builtIns().judged().exclude(wiring.selections().of(expanded.subject()));
        }
        for (Direction direction : Direction.values()) {
            if (expanded != null && passes(expanded, direction)) {
                wiring.builtIns().passing(direction).exclude(wiring.selections().of(expanded.subject()));
            }
        }
    }

    /** Whether it could close its pods to their probes. */
    private static boolean isJudge(Policy policy) {
        return !policy.ingress().isEmpty() || policy.isolates().contains(Direction.INGRESS);
    }

    /** Whether it lets its pods leave the Developer stage by a {@code Pass}. */
    private boolean passes(Policy policy, Direction direction) {
        return policy.stage() == Stage.DEVELOPER
                && wiring.layout().programs(policy.key().kind())
                && policy.rules(direction).stream().anyMatch(rule -> rule.action() == Action.PASS);
    }

    private PodSet subject(Policy policy, Direction direction) {
        SelectionSet all = wiring.selections().of(policy.subject());
        if (policy.stage() != Stage.NETWORK_POLICY
                || wiring.layout().networkPolicies() == TierLayout.NetworkPolicies.OWNED) {
            return all;
        }
        return wiring.mirrored(all, direction);
    }
}
