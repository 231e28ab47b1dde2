package dev.terrace.core.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.ExternalIds;
import dev.terrace.core.desired.TierLayout;
import dev.terrace.core.model.Action;
import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.Fact;
import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.Peer;
import dev.terrace.core.model.Platform;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.PodKey;
import dev.terrace.core.model.PodNetwork;
import dev.terrace.core.model.PodSelection;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PolicyKey;
import dev.terrace.core.model.PolicyKind;
import dev.terrace.core.model.Rule;
import dev.terrace.core.model.Stage;
import dev.terrace.core.selector.LabelSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Beside OVN-Kubernetes the Developer band has 900 priorities: whoever finds none is told, and the others stand. */
final class ExhaustedBandTest {

    private static final TierLayout LAYOUT = TierLayout.ALONGSIDE;
    private static final int SIZE = LAYOUT.band(Stage.DEVELOPER).size();

    private static PodFact pod(String namespace) {
        return new PodFact(
                new PodKey(namespace, "web"),
                Map.of(),
                "n1",
                List.of(IpAddress.parse("10.244.1.7")),
                PodNetwork.CLUSTER,
                false,
                Set.of(),
                Set.of());
    }

    /** Neighbours differ in what they do, so that each needs a priority of its own. */
    private static Policy policy(String namespace, int number) {
        Rule rule =
                new Rule(0, "", number % 2 == 0 ? Action.ACCEPT : Action.DENY, List.of(new Peer.Anyone()), List.of());
        return new Policy(
                new PolicyKey(PolicyKind.DEVELOPER_NETWORK_POLICY, namespace, "p%04d".formatted(number)),
                "",
                1,
                Stage.DEVELOPER,
                number,
                PodSelection.in(namespace, LabelSelector.EVERYTHING),
                List.of(rule),
                List.of(),
                Set.of(),
                List.of());
    }

    private static Stream<AclRow> developerRows(GraphUnderTest graph) {
        return graph.graph().image().rows().values().stream()
                .filter(AclRow.class::isInstance)
                .map(AclRow.class::cast)
                .filter(acl -> Stage.DEVELOPER.word().equals(acl.externalIds().get(ExternalIds.STAGE)));
    }

    @Test
    void policiesThatFindNoPriorityAreToldAndTheOthersStand() {
        List<Fact> facts = new ArrayList<>(List.of(pod("full"), pod("other"), policy("other", 0)));
        for (int number = 0; number < SIZE; number++) {
            facts.add(policy("full", number));
        }
        GraphUnderTest graph = new GraphUnderTest(LAYOUT, Platform.DEFAULT);
        facts.forEach(graph::upsert);
        graph.assertHandedOut(ClusterFacts.of(facts));
        assertThat(graph.graph().exhausted()).isEmpty();

        Policy first = policy("full", SIZE);
        Policy second = policy("full", SIZE + 1);
        facts.addAll(List.of(first, second));
        graph.upsert(first, second);
        graph.assertHandedOut(ClusterFacts.of(facts));
        assertThat(graph.graph().exhausted()).containsExactly(first.key(), second.key());
        assertThat(developerRows(graph))
                .hasSize(SIZE + 1)
                .allSatisfy(acl -> assertThat(acl.priority()).isBetween(1100, 1999))
                .noneMatch(acl -> first.key().name().equals(acl.externalIds().get(ExternalIds.POLICY))
                        && "full".equals(acl.externalIds().get(ExternalIds.NAMESPACE)));

        Fact gone = policy("full", 0);
        facts.remove(gone);
        graph.remove(gone.key());
        graph.assertHandedOut(ClusterFacts.of(facts));
        assertThat(graph.graph().exhausted()).containsExactly(second.key());
    }
}
