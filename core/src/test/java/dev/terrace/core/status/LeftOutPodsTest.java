package dev.terrace.core.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.Fact;
import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.PodKey;
import dev.terrace.core.model.PodNetwork;
import dev.terrace.core.model.PodSelection;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PolicyKey;
import dev.terrace.core.model.PolicyKind;
import dev.terrace.core.model.Stage;
import dev.terrace.core.selector.LabelSelector;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class LeftOutPodsTest {

    private static final Policy POLICY = new Policy(
            new PolicyKey(PolicyKind.DEVELOPER_NETWORK_POLICY, "blue", "p"),
            "",
            1,
            Stage.DEVELOPER,
            0,
            PodSelection.in("blue", LabelSelector.EVERYTHING),
            List.of(),
            List.of(),
            Set.of(),
            List.of());

    private static PodFact pod(String namespace, String name, PodNetwork network) {
        return new PodFact(
                new PodKey(namespace, name),
                Map.of(),
                "n1",
                List.of(IpAddress.parse("10.244.0.7")),
                network,
                false,
                Set.of(),
                Set.of());
    }

    private static Map<PolicyKey, String> messages(Fact... facts) {
        return LeftOutPods.of(ClusterFacts.of(List.of(facts)))
                .messages(kind -> kind == PolicyKind.DEVELOPER_NETWORK_POLICY);
    }

    @Test
    void aPolicyIsToldOfThePodsThatItNames() {
        assertThat(messages(
                        POLICY,
                        pod("blue", "b", PodNetwork.USER_DEFINED),
                        pod("blue", "a", PodNetwork.USER_DEFINED),
                        pod("blue", "c", PodNetwork.CLUSTER),
                        pod("red", "d", PodNetwork.USER_DEFINED)))
                .isEqualTo(Map.of(
                        POLICY.key(),
                        "The policy does nothing for 2 pods that it selects, in a user-defined network as their primary"
                                + " one: blue/a, blue/b."));
    }

    @Test
    void nothingIsToldWhereThereIsNoSuchPod() {
        assertThat(messages(POLICY, pod("blue", "c", PodNetwork.CLUSTER), pod("blue", "h", PodNetwork.HOST)))
                .isEmpty();
    }
}
