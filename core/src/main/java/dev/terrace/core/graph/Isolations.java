package dev.terrace.core.graph;

import dev.terrace.core.desired.AclRow;
import dev.terrace.core.model.Direction;
import dev.terrace.core.model.Policy;
import dev.terrace.core.row.Clause;
import dev.terrace.core.row.PortTerm;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * What drops whatever no NetworkPolicy accepts. Of several policies with one subject the first stands for all: one row
 * drops for all of them.
 */
final class Isolations {

    private record Place(PodSet subject, Direction direction) {}

    private final class Isolation implements Expansion.Author {

        private final Direction direction;
        private final NavigableSet<Policy> policies;
        private final Expansion expansion;

        Isolation(Place place) {
            direction = place.direction;
            policies = new TreeSet<>(order);
            expansion = new Expansion(
                    wiring,
                    new Expansion.Content("", place.subject.group(), direction, PeerSets.ANYONE, List.of(PortTerm.ANY)),
                    this);
        }

        @Override
        public List<AclRow> write(Clause clause) {
            Policy first = policies.getFirst();
            return List.of(wiring.aclRows().isolation(first, wiring.logging(first), direction, clause));
        }
    }

    private final Wiring wiring;
    private final Comparator<Policy> order;
    private final Map<Place, Isolation> isolations = new HashMap<>();

    Isolations(Wiring wiring, Comparator<Policy> order) {
        this.wiring = wiring;
        this.order = order;
    }

    void add(Policy policy, PodSet subject, Direction direction) {
        Isolation isolation = isolations.computeIfAbsent(new Place(subject, direction), Isolation::new);
        if (!isolation.policies.add(policy)) {
            throw new IllegalStateException("isolates twice: " + policy.key());
        }
        isolation.expansion.touch();
        if (opensToItsNode(policy, direction)) {
            wiring.builtIns().isolated().include(subject);
        }
    }

    void remove(Policy policy, PodSet subject, Direction direction) {
        Place place = new Place(subject, direction);
        Isolation isolation = isolations.get(place);
        if (isolation == null || !isolation.policies.remove(policy)) {
            throw new IllegalStateException("does not isolate: " + policy.key());
        }
        if (isolation.policies.isEmpty()) {
            isolations.remove(place);
            isolation.expansion.close();
        } else {
            isolation.expansion.touch();
        }
        if (opensToItsNode(policy, direction)) {
            wiring.builtIns().isolated().exclude(subject);
        }
    }

    /** What is written of it may be another. */
    void touch(PodSet subject, Direction direction) {
        Isolation isolation = isolations.get(new Place(subject, direction));
        if (isolation != null) {
            isolation.expansion.touch();
        }
    }

    /** The exception for a pod's own node is that of a NetworkPolicy which is done as written. */
    private static boolean opensToItsNode(Policy policy, Direction direction) {
        return direction == Direction.INGRESS && policy.isUnderstood();
    }

    boolean isEmpty() {
        return isolations.isEmpty();
    }
}
