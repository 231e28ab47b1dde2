package dev.terrace.core.explain;

import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.PodKey;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PolicyKey;
import dev.terrace.core.verdict.Connection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The part of a cluster that has a say about one connection: the same verdict, without walking the whole. */
final class Neighbourhood {

    private Neighbourhood() {}

    /** The pods at both ends and the policies that select them, and everything that is not a pod or a policy. */
    static ClusterFacts of(Connection connection, ClusterFacts facts) {
        List<IpAddress> addresses = List.of(connection.source(), connection.destination());
        Map<PodKey, PodFact> pods = facts.pods().values().stream()
                .filter(pod -> pod.addresses().stream().anyMatch(addresses::contains))
                .collect(Collectors.toMap(PodFact::key, pod -> pod));
        return with(
                facts,
                pods,
                kept(
                        facts,
                        policy -> Stream.of(connection.sourcePod(), connection.destinationPod())
                                .filter(Objects::nonNull)
                                .anyMatch(pod -> policy.subject().selects(pod, facts.namespaceOf(pod)))));
    }

    /** The same cluster with one policy changed. */
    static ClusterFacts changed(ClusterFacts facts, PolicyKey key, UnaryOperator<Policy> change) {
        return with(
                facts,
                facts.pods(),
                facts.policies().values().stream()
                        .map(policy -> policy.key().equals(key) ? change.apply(policy) : policy)
                        .collect(Collectors.toMap(Policy::key, policy -> policy)));
    }

    private static Map<PolicyKey, Policy> kept(ClusterFacts facts, Predicate<Policy> which) {
        return facts.policies().values().stream()
                .filter(which)
                .collect(Collectors.toMap(Policy::key, policy -> policy));
    }

    private static ClusterFacts with(ClusterFacts facts, Map<PodKey, PodFact> pods, Map<PolicyKey, Policy> policies) {
        return new ClusterFacts(pods, facts.namespaces(), facts.nodes(), facts.endpointSlices(), policies);
    }
}
