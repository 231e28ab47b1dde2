package dev.terrace.gateway.metrics;

import dev.terrace.core.model.EndpointSliceFact;
import dev.terrace.core.model.Fact;
import dev.terrace.core.model.NamespaceFact;
import dev.terrace.core.model.NodeFact;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PolicyKind;
import dev.terrace.core.model.Problem;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The objects of the source, counted.
 *
 * @param objects by their Kubernetes kind
 * @param failingClosed policies that have a problem, by kind
 * @param problems of policies, by kind and reason
 */
public record SourceCounts(
        Map<String, Integer> objects, Map<PolicyKind, Integer> failingClosed, Map<Trouble, Integer> problems) {

    static final List<String> KINDS = Stream.concat(
                    Stream.of("Pod", "Namespace", "Node", "EndpointSlice"),
                    Stream.of(PolicyKind.values()).map(PolicyKind::kind))
            .toList();

    /** What can be wrong with which kind of policy. */
    public record Trouble(PolicyKind kind, Problem.Reason reason) {}

    public SourceCounts {
        objects = Map.copyOf(objects);
        failingClosed = Map.copyOf(failingClosed);
        problems = Map.copyOf(problems);
    }

    public static SourceCounts of(Collection<Fact> facts) {
        Map<String, Integer> objects = new HashMap<>();
        Map<PolicyKind, Integer> failingClosed = new HashMap<>();
        Map<Trouble, Integer> problems = new HashMap<>();
        for (Fact fact : facts) {
            objects.merge(kind(fact), 1, Integer::sum);
            if (fact instanceof Policy policy && !policy.isUnderstood()) {
                PolicyKind kind = policy.key().kind();
                failingClosed.merge(kind, 1, Integer::sum);
                policy.problems()
                        .forEach(problem -> problems.merge(new Trouble(kind, problem.reason()), 1, Integer::sum));
            }
        }
        return new SourceCounts(objects, failingClosed, problems);
    }

    private static String kind(Fact fact) {
        return switch (fact) {
            case PodFact pod -> "Pod";
            case NamespaceFact namespace -> "Namespace";
            case NodeFact node -> "Node";
            case EndpointSliceFact slice -> "EndpointSlice";
            case Policy policy -> policy.key().kind().kind();
        };
    }
}
