package dev.terrace.core.full;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.AddressSetRow;
import dev.terrace.core.desired.Anchor;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.LogicalPort;
import dev.terrace.core.desired.MeterBandRow;
import dev.terrace.core.desired.MeterRow;
import dev.terrace.core.desired.PortGroupRow;
import dev.terrace.core.desired.Row;
import dev.terrace.core.desired.TierLayout;
import dev.terrace.core.desired.Zone;
import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.Platform;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.row.LogMeter;
import dev.terrace.core.sample.SampleClusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * The rows of a zone are those of the whole cluster without what is about the ports of others, so that each port is
 * judged in its zone as it would be in one database for all.
 */
final class ZonesTest {

    @Property(tries = 300)
    void zoneHasWhatIsAboutItsPortsAndNothingElse(@ForAll long seed, @ForAll TierLayout layout) {
        ClusterFacts facts = SampleClusters.of(seed, 1).facts();
        DesiredImage whole = new FullTranslator("test", layout, Platform.DEFAULT)
                .translate(facts)
                .image();
        for (String node : SampleClusters.NODES) {
            Zone zone = new Zone.Node(node);
            DesiredImage image = new FullTranslator(
                            "test", layout, Platform.DEFAULT, zone, Anchor.WHOLE, LogMeter.DEFAULT_RATE)
                    .translate(facts)
                    .image();
            assertThat(image).isEqualTo(only(whole, portsIn(zone, facts)));
        }
    }

    private static Set<LogicalPort> portsIn(Zone zone, ClusterFacts facts) {
        return facts.pods().values().stream()
                .filter(zone::holds)
                .map(PodFact::key)
                .map(LogicalPort::of)
                .collect(Collectors.toSet());
    }

    private static DesiredImage only(DesiredImage whole, Set<LogicalPort> ports) {
        List<Row> rows = new ArrayList<>();
        Set<String> groups = new TreeSet<>();
        for (Row row : whole.rows().values()) {
            if (row instanceof PortGroupRow group) {
                SortedSet<LogicalPort> here = new TreeSet<>(group.ports());
                here.retainAll(ports);
                if (!here.isEmpty()) {
                    groups.add(group.name());
                    rows.add(new PortGroupRow(group.name(), here, group.externalIds()));
                }
            }
        }
        StringBuilder matches = new StringBuilder();
        for (Row row : whole.rows().values()) {
            if (row instanceof AclRow acl && groups.contains(acl.portGroup())) {
                rows.add(acl);
                matches.append(acl.match()).append('\n');
            }
        }
        for (Row row : whole.rows().values()) {
            if (row instanceof AddressSetRow set && matches.indexOf("$" + set.name()) >= 0) {
                rows.add(set);
            }
        }
        if (rows.stream().anyMatch(row -> row instanceof AclRow acl && acl.log() != null)) {
            whole.rows().values().stream()
                    .filter(row -> row instanceof MeterRow || row instanceof MeterBandRow)
                    .forEach(rows::add);
        }
        return DesiredImage.of(rows);
    }
}
