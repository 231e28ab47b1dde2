package dev.terrace.core.space;

import dev.terrace.core.model.Direction;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PolicyKey;
import dev.terrace.core.model.PortMatch;
import dev.terrace.core.model.Rule;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;

/**
 * The traffic that the policies of one subject do not tell apart: usually much less than what all policies of a cluster
 * do, so a subject is asked about few classes of traffic instead of all.
 */
final class TrafficGroups {

    private final List<TrafficClass> traffic;
    private final BiFunction<PortMatch.Named, TrafficClass, BitSet> declaring;
    private final Map<Rules, int[]> answers = new HashMap<>();
    private final Map<List<Object>, Integer> numbers = new HashMap<>();

    /** The rules of a policy in one direction. */
    private record Rules(PolicyKey policy, Direction direction) {}

    /** @param declaring the classes of ends that a named port means with some traffic */
    TrafficGroups(List<TrafficClass> traffic, BiFunction<PortMatch.Named, TrafficClass, BitSet> declaring) {
        this.traffic = traffic;
        this.declaring = declaring;
    }

    /**
     * All traffic in groups of equal answers.
     *
     * @param policies those that select the subject
     * @param probed the traffic with which the subject is probed: of each group either all or nothing
     */
    Collection<List<TrafficClass>> of(Direction direction, List<Policy> policies, BitSet probed) {
        List<int[]> asked = policies.stream()
                .map(policy -> answers.computeIfAbsent(
                        new Rules(policy.key(), direction), _ -> answers(policy.rules(direction))))
                .toList();
        Map<List<Integer>, List<TrafficClass>> groups = new LinkedHashMap<>();
        for (TrafficClass part : traffic) {
            List<Integer> key = new ArrayList<>(asked.size() + 1);
            key.add(probed.get(part.index()) ? 1 : 0);
            asked.forEach(answer -> key.add(answer[part.index()]));
            groups.computeIfAbsent(key, _ -> new ArrayList<>()).add(part);
        }
        return groups.values();
    }

    /** For each class of traffic a number that stands for what all these rules say of it. */
    private int[] answers(List<Rule> rules) {
        int[] answers = new int[traffic.size()];
        for (TrafficClass part : traffic) {
            List<Object> said = new ArrayList<>();
            rules.forEach(rule -> rule.ports().forEach(port -> said.add(answer(port, part))));
            answers[part.index()] = numbers.computeIfAbsent(said, _ -> numbers.size());
        }
        return answers;
    }

    private Object answer(PortMatch port, TrafficClass part) {
        return switch (port) {
            case PortMatch.Numbers(var protocol, var range) ->
                protocol == part.protocol() && range.contains(part.anyPort());
            case PortMatch.WholeProtocol(var protocol) -> protocol == part.protocol();
            case PortMatch.Named named -> Objects.requireNonNull(declaring.apply(named, part));
        };
    }
}
