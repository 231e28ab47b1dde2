package dev.terrace.gateway.metrics;

import dev.terrace.core.model.EndpointSliceKey;
import dev.terrace.core.model.FactKey;
import dev.terrace.core.model.NamespaceKey;
import dev.terrace.core.model.NodeKey;
import dev.terrace.core.model.PodKey;
import dev.terrace.core.model.PolicyKey;
import dev.terrace.core.model.PolicyKind;
import dev.terrace.core.model.Problem;
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

    /** @param known what is wrong with each fact */
    public static SourceCounts of(Map<FactKey, List<Problem>> known) {
        Map<String, Integer> objects = new HashMap<>();
        Map<PolicyKind, Integer> failingClosed = new HashMap<>();
        Map<Trouble, Integer> problems = new HashMap<>();
        known.forEach((key, its) -> {
            objects.merge(kind(key), 1, Integer::sum);
            if (key instanceof PolicyKey policy && !its.isEmpty()) {
                failingClosed.merge(policy.kind(), 1, Integer::sum);
                its.forEach(problem -> problems.merge(new Trouble(policy.kind(), problem.reason()), 1, Integer::sum));
            }
        });
        return new SourceCounts(objects, failingClosed, problems);
    }

    private static String kind(FactKey key) {
        return switch (key) {
            case PodKey pod -> "Pod";
            case NamespaceKey namespace -> "Namespace";
            case NodeKey node -> "Node";
            case EndpointSliceKey slice -> "EndpointSlice";
            case PolicyKey policy -> policy.kind().kind();
        };
    }
}
