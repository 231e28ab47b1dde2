package dev.terrace.core.explain;

import dev.terrace.core.acl.AclPipeline;
import dev.terrace.core.acl.AclVerdict;
import dev.terrace.core.acl.Decision;
import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.AddressSetRow;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.LogicalPort;
import dev.terrace.core.desired.MeterBandRow;
import dev.terrace.core.desired.MeterRow;
import dev.terrace.core.desired.PortGroupRow;
import dev.terrace.core.desired.Row;
import dev.terrace.core.desired.TierLayout;
import dev.terrace.core.full.FullTranslator;
import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.verdict.Connection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The ACL rows that carry a connection: in each direction those that pass it on and the one that decides.
 *
 * @param egress in the order of tiers; empty where no row matches
 * @param ingress in the order of tiers; empty where no row matches
 * @param allows what the rows say together
 */
public record CarryingRows(List<AclRow> egress, List<AclRow> ingress, boolean allows) {

    public CarryingRows {
        egress = List.copyOf(egress);
        ingress = List.copyOf(ingress);
    }

    /**
     * Finds them among the rows that a translator makes of a cluster, without making those of other pods.
     *
     * @throws dev.terrace.core.acl.AmbiguousAclsException when OVN leaves it open which row decides
     */
    public static CarryingRows of(Connection connection, ClusterFacts facts, FullTranslator translator) {
        return of(connection, translator.rowsOf(pods(connection).toList(), facts));
    }

    /**
     * Finds them among the rows of an image.
     *
     * @throws dev.terrace.core.acl.AmbiguousAclsException when OVN leaves it open which row decides
     */
    public static CarryingRows of(Connection connection, DesiredImage image) {
        AclVerdict verdict = AclVerdict.of(new AclPipeline(near(connection, image)), connection);
        return new CarryingRows(rows(verdict.egress()), rows(verdict.ingress()), verdict.allows());
    }

    /** The rows that hang on a group of either pod: no other row of ours can match. */
    private static DesiredImage near(Connection connection, DesiredImage image) {
        List<LogicalPort> ports =
                pods(connection).map(PodFact::key).map(LogicalPort::of).toList();
        Set<String> groups = new HashSet<>();
        List<Row> near = new ArrayList<>();
        for (Row row : image.rows().values()) {
            switch (row) {
                case PortGroupRow group -> {
                    if (ports.stream().anyMatch(port -> group.ports().contains(port))) {
                        groups.add(group.name());
                        near.add(group);
                    }
                }
                case AddressSetRow set -> near.add(set);
                case AclRow _, MeterRow _, MeterBandRow _ -> {}
            }
        }
        image.rows().values().stream()
                .filter(row -> row instanceof AclRow acl && groups.contains(acl.portGroup()))
                .forEach(near::add);
        return DesiredImage.of(near);
    }

    /** All of them, egress first. */
    public Stream<AclRow> all() {
        return Stream.concat(egress.stream(), ingress.stream());
    }

    private static Stream<PodFact> pods(Connection connection) {
        return Stream.of(connection.sourcePod(), connection.destinationPod()).filter(Objects::nonNull);
    }

    private static List<AclRow> rows(@Nullable Decision decision) {
        if (decision == null) {
            return List.of();
        }
        return Stream.concat(decision.passed().stream(), decision.by().stream())
                .filter(row -> row.priority() != TierLayout.ANCHOR_PRIORITY)
                .toList();
    }
}
