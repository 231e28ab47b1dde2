package dev.terrace.e2e.standin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.AddressSetRow;
import dev.terrace.core.desired.Anchor;
import dev.terrace.core.desired.Band;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.ExternalIds;
import dev.terrace.core.desired.MeterBandRow;
import dev.terrace.core.desired.MeterRow;
import dev.terrace.core.desired.PortGroupRow;
import dev.terrace.core.desired.Row;
import dev.terrace.core.desired.TierLayout;
import dev.terrace.core.desired.Zone;
import dev.terrace.core.full.FullTranslator;
import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.Stage;
import dev.terrace.core.row.LogMeter;
import dev.terrace.e2e.live.GatewayProcess;
import dev.terrace.e2e.node.OvnNode;
import dev.terrace.ovn.NorthboundWriter;
import dev.terrace.ovn.Outcome;
import dev.terrace.ovn.WriterListener;
import dev.terrace.ovn.WriterSettings;
import dev.terrace.ovn.rpc.Endpoint;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Rows that mean the same and look as another version might have written them: groups, sets and ACLs have other names
 * and ids, priorities are others in the same order, and the terms of matches stand in another order.
 */
final class OlderLook {

    private static final String PREFIX = "terrace_old_";

    private OlderLook() {}

    /** Writes a cluster's rows as the older version would have, and waits until OVN has them in its datapath. */
    static void write(OvnNode node, ClusterFacts facts, TierLayout layout, Zone zone) throws Exception {
        try (NorthboundWriter writer = new NorthboundWriter(
                WriterSettings.of(Endpoint.parseAll(node.northbound()), GatewayProcess.OWNER)
                        .withMassDelete(true),
                WriterListener.NONE)) {
            writer.start().toCompletableFuture().get(30, TimeUnit.SECONDS);
            assertThat(writer.desire(of(newer(facts, layout, zone), layout))
                            .toCompletableFuture()
                            .get(30, TimeUnit.SECONDS))
                    .isInstanceOf(Outcome.Committed.class);
        }
        node.sync();
    }

    /** A cluster's rows as the version at hand writes them. */
    static DesiredImage newer(ClusterFacts facts, TierLayout layout, Zone zone) {
        return new FullTranslator(
                        GatewayProcess.OWNER,
                        layout,
                        GatewayProcess.platform(layout),
                        zone,
                        Anchor.WHOLE,
                        LogMeter.DEFAULT_RATE)
                .translate(facts)
                .image();
    }

    private static DesiredImage of(DesiredImage image, TierLayout layout) {
        List<Row> rows = image.rows().values().stream()
                .<Row>map(row -> switch (row) {
                    case PortGroupRow group ->
                        new PortGroupRow(older(group.name()), group.ports(), ids(group, older(group.name())));
                    case AddressSetRow set ->
                        new AddressSetRow(older(set.name()), set.addresses(), ids(set, older(set.name())));
                    case MeterRow _, MeterBandRow _ -> row;
                    case AclRow acl -> older(acl, layout, priorities(image, stage(acl)));
                })
                .toList();
        return DesiredImage.of(rows);
    }

    private static AclRow older(AclRow acl, TierLayout layout, SortedSet<Integer> priorities) {
        int priority = acl.priority() == TierLayout.ANCHOR_PRIORITY
                ? acl.priority()
                : older(priorities.headSet(acl.priority()).size(), priorities.size(), layout.band(stage(acl)));
        String id = "old:" + acl.id();
        String match = List.of(acl.match().split(" && ")).reversed().stream().collect(Collectors.joining(" && "));
        return new AclRow(
                id,
                older(acl.portGroup()),
                acl.direction(),
                acl.tier(),
                priority,
                match.replace("terrace_pg_", PREFIX + "pg_").replace("terrace_as_", PREFIX + "as_"),
                acl.action(),
                acl.name(),
                ids(acl, id));
    }

    /** The upper half at the top of the band and the lower one at its bottom: those of now are in between. */
    private static int older(int rank, int count, Band band) {
        return rank < count / 2 ? band.lowest() + rank : band.highest() - (count - 1 - rank);
    }

    private static SortedSet<Integer> priorities(DesiredImage image, Stage stage) {
        return image.rows().values().stream()
                .filter(row -> row instanceof AclRow acl
                        && acl.priority() != TierLayout.ANCHOR_PRIORITY
                        && stage(acl) == stage)
                .map(row -> ((AclRow) row).priority())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stage stage(AclRow acl) {
        return Arrays.stream(Stage.values())
                .filter(stage -> stage.word().equals(acl.externalIds().get(ExternalIds.STAGE)))
                .findFirst()
                .orElseThrow();
    }

    private static String older(String name) {
        return name.replace("terrace_", PREFIX);
    }

    private static SortedMap<String, String> ids(Row row, String id) {
        SortedMap<String, String> ids = new TreeMap<>(row.externalIds());
        ids.put(ExternalIds.ID, id);
        return ids;
    }
}
