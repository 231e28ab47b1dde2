package dev.terrace.core.model;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Everything that is known of a cluster at one moment: the whole input of the evaluator and of the full translator.
 *
 * @param pods the pods by key
 * @param namespaces the namespaces by name
 * @param nodes the nodes by name
 * @param endpointSlices the endpoint slices by key
 * @param policies the policies of every kind by key
 */
public record ClusterFacts(
        Map<PodKey, PodFact> pods,
        Map<String, NamespaceFact> namespaces,
        Map<String, NodeFact> nodes,
        Map<EndpointSliceKey, EndpointSliceFact> endpointSlices,
        Map<PolicyKey, Policy> policies) {

    public static final ClusterFacts EMPTY = new ClusterFacts(Map.of(), Map.of(), Map.of(), Map.of(), Map.of());

    public ClusterFacts {
        pods = Map.copyOf(pods);
        namespaces = Map.copyOf(namespaces);
        nodes = Map.copyOf(nodes);
        endpointSlices = Map.copyOf(endpointSlices);
        policies = Map.copyOf(policies);
    }

    /** Sorts facts by what they are; of two facts of one key the later one stands. */
    public static ClusterFacts of(Collection<? extends Fact> facts) {
        Map<PodKey, PodFact> pods = new HashMap<>();
        Map<String, NamespaceFact> namespaces = new HashMap<>();
        Map<String, NodeFact> nodes = new HashMap<>();
        Map<EndpointSliceKey, EndpointSliceFact> endpointSlices = new HashMap<>();
        Map<PolicyKey, Policy> policies = new HashMap<>();
        for (Fact fact : facts) {
            switch (fact) {
                case PodFact pod -> pods.put(pod.key(), pod);
                case NamespaceFact namespace -> namespaces.put(namespace.name(), namespace);
                case NodeFact node -> nodes.put(node.name(), node);
                case EndpointSliceFact slice -> endpointSlices.put(slice.key(), slice);
                case Policy policy -> policies.put(policy.key(), policy);
            }
        }
        return new ClusterFacts(pods, namespaces, nodes, endpointSlices, policies);
    }

    /** Everything, each once, in no particular order. */
    public Stream<Fact> all() {
        return Stream.<Map<?, ? extends Fact>>of(pods, namespaces, nodes, endpointSlices, policies)
                .flatMap(facts -> facts.values().stream());
    }

    /** The same cluster with only some of its policies. */
    public ClusterFacts only(Predicate<Policy> which) {
        return new ClusterFacts(
                pods,
                namespaces,
                nodes,
                endpointSlices,
                policies.values().stream().filter(which).collect(Collectors.toMap(Policy::key, policy -> policy)));
    }

    /** The namespace of a pod; see {@link #namespace}. */
    public NamespaceFact namespaceOf(PodFact pod) {
        return namespace(pod.key().namespace());
    }

    /** Which decisions of a policy are logged. */
    public Logging loggingOf(Policy policy) {
        return policy.logging(namespace -> namespace(namespace).logging());
    }

    /** What is wrong with what asks for the logging of a policy, each in one sentence. */
    public Stream<Problem> loggingProblems(Policy policy) {
        return Stream.of(policy.logging(), loggingOf(policy))
                .distinct()
                .flatMap(logging -> logging.problems().stream());
    }

    /** A namespace by name; one without labels where nothing is known of it. */
    public NamespaceFact namespace(String name) {
        NamespaceFact known = namespaces.get(name);
        return known != null ? known : new NamespaceFact(name, Map.of());
    }
}
