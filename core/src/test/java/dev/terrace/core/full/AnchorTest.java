package dev.terrace.core.full;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.Anchor;
import dev.terrace.core.desired.Row;
import dev.terrace.core.desired.TierLayout;
import dev.terrace.core.desired.Zone;
import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.Platform;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.PodKey;
import dev.terrace.core.model.PodNetwork;
import dev.terrace.core.row.LogMeter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class AnchorTest {

    private static final ClusterFacts ONE_POD = ClusterFacts.of(List.of(new PodFact(
            new PodKey("a", "x"),
            Map.of(),
            "n1",
            List.of(IpAddress.parse("10.244.1.1")),
            PodNetwork.CLUSTER,
            false,
            Set.of(),
            Set.of())));

    private static Collection<Row> rows(TierLayout layout, Anchor anchor) {
        return new FullTranslator("test", layout, Platform.DEFAULT, Zone.WHOLE, anchor, LogMeter.DEFAULT_RATE)
                .translate(ONE_POD)
                .image()
                .rows()
                .values();
    }

    private static List<String> acls(TierLayout layout, Anchor anchor) {
        return rows(layout, anchor).stream()
                .filter(AclRow.class::isInstance)
                .map(AclRow.class::cast)
                .map(acl -> acl.tier() + " " + acl.action().ovn() + " " + acl.match())
                .sorted()
                .toList();
    }

    @Test
    void wholeAnchorHasARowInEachTier() {
        for (TierLayout layout : TierLayout.values()) {
            assertThat(acls(layout, Anchor.WHOLE))
                    .containsExactly("0 pass 1", "1 pass 1", "2 pass 1", "3 allow-related 0");
        }
    }

    @Test
    void trackingIsKeptWithoutTheOthers() {
        assertThat(acls(TierLayout.STANDALONE, Anchor.TRACKING)).containsExactly("3 allow-related 0");
    }

    @Test
    void withoutAnAnchorThereAreNoRows() {
        assertThat(rows(TierLayout.ALONGSIDE, Anchor.NONE)).isEmpty();
    }
}
