package dev.terrace.core.full;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.MeterBandRow;
import dev.terrace.core.desired.MeterRow;
import dev.terrace.core.desired.Row;
import dev.terrace.core.desired.TierLayout;
import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.Fact;
import dev.terrace.core.model.Logging;
import dev.terrace.core.model.NamespaceFact;
import dev.terrace.core.model.Policy;
import dev.terrace.core.sample.SampleClusters;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What is logged changes no row but in that. */
final class LoggingTest {

    @Property(tries = 300)
    void rowsWithLoggingAreThoseWithoutAndAMeter(@ForAll long seed, @ForAll TierLayout layout) {
        ClusterFacts facts = SampleClusters.of(seed, 0).facts();
        FullTranslator translator = new FullTranslator("test", layout, SampleClusters.platform(seed));
        DesiredImage logged = translator.translate(facts).image();
        DesiredImage silent = translator.translate(silent(facts)).image();

        List<Row> meters = logged.rows().values().stream()
                .filter(row -> row instanceof MeterRow || row instanceof MeterBandRow)
                .toList();
        assertThat(logged.rows().values().stream()
                        .filter(row -> !meters.contains(row))
                        .map(LoggingTest::silent))
                .containsExactlyElementsOf(silent.rows().values());
        assertThat(meters).hasSize(acls(logged).anyMatch(acl -> acl.log() != null) ? 2 : 0);
        assertThat(acls(silent)).allMatch(acl -> acl.log() == null);
    }

    private static Stream<AclRow> acls(DesiredImage image) {
        return image.rows().values().stream().filter(AclRow.class::isInstance).map(AclRow.class::cast);
    }

    private static ClusterFacts silent(ClusterFacts facts) {
        return ClusterFacts.of(facts.all()
                .<Fact>map(fact -> switch (fact) {
                    case NamespaceFact namespace -> new NamespaceFact(namespace.name(), namespace.labels());
                    case Policy policy ->
                        new Policy(
                                policy.key(),
                                policy.uid(),
                                policy.generation(),
                                policy.stage(),
                                policy.priority(),
                                policy.subject(),
                                policy.ingress(),
                                policy.egress(),
                                policy.isolates(),
                                Logging.NONE,
                                policy.problems());
                    default -> fact;
                })
                .toList());
    }

    private static Row silent(Row row) {
        return row instanceof AclRow acl
                ? new AclRow(
                        acl.id(),
                        acl.portGroup(),
                        acl.direction(),
                        acl.tier(),
                        acl.priority(),
                        acl.match(),
                        acl.action(),
                        acl.name(),
                        acl.externalIds())
                : row;
    }
}
