package dev.terrace.gateway.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.desired.LogicalPort;
import dev.terrace.core.desired.TierLayout;
import dev.terrace.core.desired.Zone;
import dev.terrace.core.row.HoldRows;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class HoldChoiceTest {

    private static final Zone NODE = new Zone.Node("n1");
    private static final Set<LogicalPort> GATES = Set.of(new LogicalPort("k8s-n1"));

    @ParameterizedTest
    @EnumSource
    void newPodsAreHeldWhereTheDatabaseIsOneNodesUnlessItIsSaidOtherwise(HoldChoice choice) {
        HoldRows onNode = choice.of("terrace", TierLayout.ALONGSIDE, NODE);
        HoldRows everywhere = choice.of("terrace", TierLayout.STANDALONE, Zone.WHOLE);
        switch (choice) {
            case AUTO -> {
                assertThat(onNode).isEqualTo(new HoldRows("terrace", TierLayout.ALONGSIDE, GATES));
                assertThat(everywhere).isNull();
            }
            case ON -> {
                assertThat(onNode).isEqualTo(new HoldRows("terrace", TierLayout.ALONGSIDE, GATES));
                assertThat(everywhere).isEqualTo(new HoldRows("terrace", TierLayout.STANDALONE, Set.of()));
            }
            case OFF -> {
                assertThat(onNode).isNull();
                assertThat(everywhere).isNull();
            }
        }
    }

    @Test
    void tierOfOvnKubernetesIsLeftAlone() {
        HoldRows rows = new HoldRows("terrace", TierLayout.ALONGSIDE, GATES);
        assertThat(rows.acls(Set.of())).allMatch(acl -> acl.tier() == 1).allMatch(acl -> acl.priority() == 32767);
    }
}
