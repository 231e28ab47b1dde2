package dev.terrace.e2e.synthetic;

import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.Fact;
import dev.terrace.core.model.NamespaceFact;
import dev.terrace.core.model.NodeFact;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.Policy;
import java.util.List;
import java.util.stream.Stream;

/**
 * A cluster that was made up.
 *
 * @param nodes in the order of their numbers, as all that follow
 * @param namespaces all of them
 * @param pods each on a node and with an address
 * @param policies all of them
 */
public record SyntheticCluster(
        List<NodeFact> nodes, List<NamespaceFact> namespaces, List<PodFact> pods, List<Policy> policies) {

    public SyntheticCluster {
        nodes = List.copyOf(nodes);
        namespaces = List.copyOf(namespaces);
        pods = List.copyOf(pods);
        policies = List.copyOf(policies);
    }

    /** Everything, in the order in which a source usually comes to know it. */
    public List<Fact> all() {
        return Stream.<List<? extends Fact>>of(nodes, namespaces, pods, policies)
                .<Fact>flatMap(List::stream)
                .toList();
    }

    public ClusterFacts facts() {
        return ClusterFacts.of(all());
    }

    /** Nodes, namespaces and pods, and none of the policies. */
    public SyntheticCluster withoutPolicies() {
        return new SyntheticCluster(nodes, namespaces, pods, List.of());
    }
}
