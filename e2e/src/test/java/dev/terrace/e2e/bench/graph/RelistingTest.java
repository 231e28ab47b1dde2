package dev.terrace.e2e.bench.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.NamespaceFact;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.PodSelection;
import dev.terrace.e2e.synthetic.Churn;
import dev.terrace.e2e.synthetic.ScaledShape;
import dev.terrace.e2e.synthetic.SyntheticCluster;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RelistingTest {

    /** Read literally: every pod that any selection of a concerned policy selects, each time that one does. */
    @Test
    void findsThePodsOfThePoliciesThatSelectThePod() {
        SyntheticCluster cluster = ScaledShape.of(1_000, 50).cluster();
        Relisting relisting = new Relisting(cluster);
        Churn churn = new Churn(cluster, 1);
        Map<Object, PodFact> pods = new HashMap<>();
        cluster.pods().forEach(pod -> pods.put(pod.key(), pod));
        ClusterFacts facts = cluster.facts();
        int concerned = 0;
        for (int i = 0; i < 50; i++) {
            PodFact pod = (PodFact) churn.next(Churn.OF_PODS);
            PodFact before = pods.put(pod.key(), pod);
            assertThat(before).isNotNull();
            NamespaceFact namespace = facts.namespaceOf(pod);
            List<List<PodSelection>> policies = relisting.concerned(pod);
            concerned += policies.size();
            assertThat(policies)
                    .allMatch(policy -> policy.stream()
                            .anyMatch(selection ->
                                    selection.selects(before, namespace) || selection.selects(pod, namespace)));
            long expected = policies.stream()
                    .flatMap(List::stream)
                    .mapToLong(selection -> pods.values().stream()
                            .filter(other -> selection.selects(other, facts.namespaceOf(other)))
                            .count())
                    .sum();
            assertThat(relisting.list(policies)).isEqualTo(expected);
        }
        assertThat(concerned).isPositive();
    }
}
