package dev.terrace.core.full;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.Row;
import dev.terrace.core.desired.TierLayout;
import dev.terrace.core.desired.Zone;
import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.Direction;
import dev.terrace.core.model.Peer;
import dev.terrace.core.model.Platform;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PolicyKey;
import dev.terrace.core.model.PolicyKind;
import dev.terrace.core.model.Rule;
import dev.terrace.core.ovnkubernetes.OvnKubernetesTranslator;
import dev.terrace.core.ovnkubernetes.OwnFacts;
import dev.terrace.core.sample.SampleCluster;
import dev.terrace.core.sample.SampleClusters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;

/** Our rows and those of OVN-Kubernetes in one database mean together what the semantics say. */
final class AlongsideMeaningTest {

    private static final TierLayout LAYOUT = TierLayout.ALONGSIDE;
    private static final int FLOWS_PER_CLUSTER = 60;

    private static int judged;

    @Property(tries = 1500)
    void rowsOfBothAndSemanticsAgree(@ForAll long seed) {
        SampleCluster sample = SampleClusters.of(seed, FLOWS_PER_CLUSTER);
        ClusterFacts facts = asOvnKubernetesHasThem(sample.facts());
        Platform platform = SampleClusters.platform(seed).besideOvnKubernetes();
        Translation ours = new FullTranslator("terrace", LAYOUT, platform).translate(facts);
        List<Row> rows = new ArrayList<>(ours.image().rows().values());
        rows.addAll(OvnKubernetesTranslator.translate(facts, OwnFacts.NONE, Zone.WHOLE)
                .asDesired());

        assertThat(ours.exhausted()).isEmpty();
        judged += Agreement.of(new SampleCluster(facts, sample.flows()), platform, LAYOUT, DesiredImage.of(rows));
    }

    @AfterContainer
    static void enoughWasAsked() {
        assertThat(judged).isGreaterThanOrEqualTo(Agreement.ENOUGH);
    }

    /**
     * The cluster with what its kinds can say: no peers that only ours have, and no two AdminNetworkPolicies of one
     * priority, whose order it leaves open.
     */
    private static ClusterFacts asOvnKubernetesHasThem(ClusterFacts facts) {
        Map<PolicyKey, Policy> policies = new HashMap<>();
        int admin = 0;
        for (Policy policy :
                facts.policies().values().stream().sorted(LAYOUT.order()).toList()) {
            boolean its = OvnKubernetesTranslator.KINDS.contains(policy.key().kind());
            int priority = policy.key().kind() == PolicyKind.ADMIN_NETWORK_POLICY ? admin++ : policy.priority();
            policies.put(policy.key(), its ? plain(policy, priority) : policy);
        }
        return new ClusterFacts(facts.pods(), facts.namespaces(), facts.nodes(), facts.endpointSlices(), policies);
    }

    private static Policy plain(Policy policy, int priority) {
        return new Policy(
                policy.key(),
                policy.uid(),
                policy.generation(),
                policy.stage(),
                priority,
                policy.subject(),
                plain(policy.rules(Direction.INGRESS)),
                plain(policy.rules(Direction.EGRESS)),
                policy.isolates(),
                policy.problems());
    }

    private static List<Rule> plain(List<Rule> rules) {
        return rules.stream()
                .map(rule -> new Rule(
                        rule.index(),
                        rule.name(),
                        rule.action(),
                        rule.peers().stream()
                                .filter(peer ->
                                        !(peer instanceof Peer.Endpoints) && !(peer instanceof Peer.KubeletProbes))
                                .toList(),
                        rule.ports()))
                .toList();
    }
}
