package dev.terrace.core.reach;

import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.Direction;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PolicyKey;
import dev.terrace.core.space.ClassJudge;
import dev.terrace.core.space.EndClass;
import dev.terrace.core.space.FlowSpace;
import dev.terrace.core.space.Relation;
import dev.terrace.core.space.Sides;
import dev.terrace.core.space.TrafficClass;
import dev.terrace.core.space.World;
import dev.terrace.core.verdict.Connection;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The flows whose verdict two worlds do not agree on, exactly. Pods that only one of them judges are compared with
 * nothing.
 */
public final class Comparison {

    private final World before;
    private final World after;
    private final FlowSpace space;
    private final ClassJudge was;
    private final ClassJudge is;
    private final Sides wasSides;
    private final Sides isSides;
    private final List<VerdictChange> changes = new ArrayList<>();

    private Comparison(World before, World after) {
        this.before = before;
        this.after = after;
        space = new FlowSpace(List.of(before, after));
        was = space.judge(0);
        is = space.judge(1);
        wasSides = new Sides(space, was);
        isSides = new Sides(space, is);
    }

    /** The changes that make one world's verdicts the other's; no flow is in two of them. */
    public static List<VerdictChange> of(World before, World after) {
        Comparison comparison = new Comparison(before, after);
        for (Direction direction : Direction.values()) {
            comparison.subjects().forEach(subject -> comparison.compare(direction, subject));
        }
        return comparison.changes;
    }

    /** Where only policies differ, only pods that one of those selects can be judged otherwise. */
    private List<EndClass> subjects() {
        Set<PolicyKey> changed = onlyPoliciesDiffer() ? changedPolicies() : Set.of();
        return space.endClasses().stream()
                .filter(ends -> was.judges(ends) && is.judges(ends))
                .filter(ends -> changed.isEmpty()
                        ? !onlyPoliciesDiffer()
                        : concerned(was.selecting(ends), changed) || concerned(is.selecting(ends), changed))
                .toList();
    }

    private boolean onlyPoliciesDiffer() {
        ClusterFacts one = before.facts();
        ClusterFacts other = after.facts();
        return before.platform().equals(after.platform())
                && one.pods().equals(other.pods())
                && one.namespaces().equals(other.namespaces())
                && one.nodes().equals(other.nodes())
                && one.endpointSlices().equals(other.endpointSlices());
    }

    private Set<PolicyKey> changedPolicies() {
        Set<PolicyKey> changed = new HashSet<>(before.facts().policies().keySet());
        changed.addAll(after.facts().policies().keySet());
        changed.removeIf(key -> {
            Policy old = before.facts().policies().get(key);
            return old != null && old.equals(after.facts().policies().get(key));
        });
        return changed;
    }

    private static boolean concerned(List<Policy> policies, Set<PolicyKey> changed) {
        return policies.stream().map(Policy::key).anyMatch(changed::contains);
    }

    private void compare(Direction direction, EndClass subject) {
        for (Collection<TrafficClass> alike : alike(direction, subject, space.trafficClasses())) {
            TrafficClass traffic = alike.iterator().next();
            for (Relation relation : relations(direction)) {
                BitSet differing = (BitSet)
                        wasSides.allowed(direction, subject, relation, traffic).clone();
                differing.xor(isSides.allowed(direction, subject, relation, traffic));
                differing.stream()
                        .mapToObj(space.endClasses()::get)
                        .filter(peer -> peer.family() == subject.family())
                        .forEach(peer -> compare(direction, subject, peer, relation, alike));
            }
        }
    }

    private static List<Relation> relations(Direction direction) {
        return switch (direction) {
            case INGRESS -> List.of(Relation.STRANGERS, Relation.OWN_NODE);
            case EGRESS -> List.of(Relation.STRANGERS);
        };
    }

    /** One side has changed its mind; whether that turns the verdict is for the other side to say. */
    private void compare(
            Direction direction, EndClass subject, EndClass peer, Relation relation, Collection<TrafficClass> traffic) {
        if (was.judges(peer) != is.judges(peer)) {
            return;
        }
        Direction other = direction == Direction.EGRESS ? Direction.INGRESS : Direction.EGRESS;
        List<TrafficClass> opened = new ArrayList<>();
        List<TrafficClass> closed = new ArrayList<>();
        for (List<TrafficClass> alike : alike(other, peer, traffic)) {
            TrafficClass any = alike.getFirst();
            boolean otherWas = allows(was, wasSides, other, /* subject= */ peer, /* peer= */ subject, relation, any);
            boolean otherIs = allows(is, isSides, other, /* subject= */ peer, /* peer= */ subject, relation, any);
            boolean before = otherWas
                    && wasSides.allowed(direction, subject, relation, any).get(peer.index());
            boolean after = otherIs
                    && isSides.allowed(direction, subject, relation, any).get(peer.index());
            // Where both sides have changed their minds, the flow is told once, as one of ingress.
            if (before != after && (otherWas == otherIs || direction == Direction.INGRESS)) {
                (after ? opened : closed).addAll(alike);
            }
        }
        add(direction, subject, peer, relation, opened, true);
        add(direction, subject, peer, relation, closed, false);
    }

    private static boolean allows(
            ClassJudge judge,
            Sides sides,
            Direction direction,
            EndClass subject,
            EndClass peer,
            Relation relation,
            TrafficClass traffic) {
        return !judge.judges(subject)
                || sides.allowed(direction, subject, relation, traffic).get(peer.index());
    }

    private void add(
            Direction direction,
            EndClass subject,
            EndClass peer,
            Relation relation,
            List<TrafficClass> traffic,
            boolean allowed) {
        if (traffic.isEmpty()) {
            return;
        }
        Connection example = is.example(direction, subject, peer, relation, traffic.getFirst());
        if (example != null) {
            changes.add(
                    direction == Direction.EGRESS
                            ? new VerdictChange(subject, peer, relation, traffic, allowed, example)
                            : new VerdictChange(peer, subject, relation, traffic, allowed, example));
        }
    }

    /** The traffic that neither world's policies of the subject tell apart. */
    private Collection<List<TrafficClass>> alike(
            Direction direction, EndClass subject, Collection<TrafficClass> traffic) {
        Map<Long, List<TrafficClass>> groups = new LinkedHashMap<>();
        for (TrafficClass part : traffic) {
            long key = ((long) wasSides.alike(direction, subject, part) << Integer.SIZE)
                    | isSides.alike(direction, subject, part);
            groups.computeIfAbsent(key, _ -> new ArrayList<>()).add(part);
        }
        return groups.values();
    }
}
