package dev.terrace.core.graph;

import static dev.terrace.core.graph.Given.accept;
import static dev.terrace.core.graph.Given.app;
import static dev.terrace.core.graph.Given.network;
import static dev.terrace.core.graph.Given.pod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.LogicalPort;
import dev.terrace.core.desired.PortGroupRow;
import dev.terrace.core.desired.TierLayout;
import dev.terrace.core.model.Peer;
import dev.terrace.core.model.Platform;
import dev.terrace.core.model.PodFact;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A pod that is only about to run is under its policies already, so that its port needs to wait for nothing. */
final class PendingPodTest {

    private static final PodFact PENDING = pod("one", "web");

    private final GraphUnderTest graph = new GraphUnderTest(TierLayout.STANDALONE, Platform.DEFAULT);

    @Test
    void itsPortIsInItsGroupsBeforeItHasAnAddress() {
        graph.upsert(network("web", app("web"), List.of(accept(new Peer.Pods(app("web")))), List.of()));
        graph.upsert(PENDING);
        graph.flush();
        Set<String> groups = groupsOf(LogicalPort.of(PENDING.key()));
        assertThat(groups).isNotEmpty();

        graph.upsert(pod("one", "web", "10.0.0.1"));
        graph.flush();
        assertThat(groupsOf(LogicalPort.of(PENDING.key()))).isEqualTo(groups);
    }

    /** The groups that drops hang on and that have a port. */
    private Set<String> groupsOf(LogicalPort port) {
        DesiredImage image = graph.graph().image();
        Set<String> closing = rows(image, AclRow.class)
                .filter(acl -> acl.action() == AclRow.Verb.DROP)
                .map(AclRow::portGroup)
                .collect(Collectors.toUnmodifiableSet());
        return rows(image, PortGroupRow.class)
                .filter(group -> closing.contains(group.name()) && group.ports().contains(port))
                .map(PortGroupRow::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static <R> Stream<R> rows(DesiredImage image, Class<R> kind) {
        return image.rows().values().stream().filter(kind::isInstance).map(kind::cast);
    }
}
