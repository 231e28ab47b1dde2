package dev.terrace.core.full;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.ExternalIds;
import dev.terrace.core.desired.Row;
import dev.terrace.core.desired.TierLayout;
import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.Platform;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PolicyKey;
import dev.terrace.core.model.PolicyKind;
import dev.terrace.core.model.Stage;
import dev.terrace.core.sample.SampleCluster;
import dev.terrace.core.sample.SampleClusters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * Our rows and those of OVN-Kubernetes in one database mean together what the semantics say. Its rows are those that
 * {@link TierLayout#STANDALONE} would write for the kinds that it programs, moved to its tiers and priorities.
 */
final class AlongsideMeaningTest {

    private static final TierLayout LAYOUT = TierLayout.ALONGSIDE;
    private static final int FLOWS_PER_CLUSTER = 60;
    private static final Set<PolicyKind> OVN_KUBERNETES_PROGRAMS = EnumSet.of(
            PolicyKind.ADMIN_NETWORK_POLICY, PolicyKind.NETWORK_POLICY, PolicyKind.BASELINE_ADMIN_NETWORK_POLICY);
    private static final int LOWEST_ADMIN_PRIORITY = 20_001;
    private static final int LOWEST_BASELINE_PRIORITY = 1_651;

    private static int judged;

    @Property(tries = 1500)
    void rowsOfBothAndSemanticsAgree(@ForAll long seed) {
        SampleCluster sample = SampleClusters.of(seed, FLOWS_PER_CLUSTER);
        ClusterFacts facts = sample.facts();
        Platform platform = SampleClusters.platform(seed);
        Translation ours = new FullTranslator("terrace", LAYOUT, platform).translate(facts);
        List<Row> rows = new ArrayList<>(ours.image().rows().values());
        rows.addAll(ofOvnKubernetes(facts));

        assertThat(ours.exhausted()).isEmpty();
        judged += Agreement.of(sample, platform, LAYOUT, DesiredImage.of(rows));
    }

    @AfterContainer
    static void enoughWasAsked() {
        assertThat(judged).isGreaterThanOrEqualTo(Agreement.ENOUGH);
    }

    private static List<Row> ofOvnKubernetes(ClusterFacts facts) {
        Map<PolicyKey, Policy> programmed = new HashMap<>(facts.policies());
        programmed.keySet().removeIf(key -> !OVN_KUBERNETES_PROGRAMS.contains(key.kind()));
        ClusterFacts seen =
                new ClusterFacts(facts.pods(), facts.namespaces(), facts.nodes(), facts.endpointSlices(), programmed);
        List<Row> rows = List.copyOf(new FullTranslator("ovn-kubernetes", TierLayout.STANDALONE, new Platform(false))
                .translate(seen)
                .image()
                .rows()
                .values());
        SortedSet<Integer> admin = priorities(rows, Stage.ADMIN);
        SortedSet<Integer> baseline = priorities(rows, Stage.BASELINE);
        return rows.stream()
                .filter(row -> !(row instanceof AclRow acl && acl.priority() == TierLayout.ANCHOR_PRIORITY))
                .map(row -> row instanceof AclRow acl ? moved(acl, admin, baseline) : row)
                .toList();
    }

    private static SortedSet<Integer> priorities(List<Row> rows, Stage stage) {
        return rows.stream()
                .filter(row -> row instanceof AclRow && stageOf(row) == stage)
                .map(row -> ((AclRow) row).priority())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stage stageOf(Row row) {
        String word = row.externalIds().get(ExternalIds.STAGE);
        return Arrays.stream(Stage.values())
                .filter(stage -> stage.word().equals(word))
                .findFirst()
                .orElseThrow();
    }

    private static AclRow moved(AclRow acl, SortedSet<Integer> admin, SortedSet<Integer> baseline) {
        return switch (stageOf(acl)) {
            case ADMIN ->
                at(acl, 1, LOWEST_ADMIN_PRIORITY + admin.headSet(acl.priority()).size());
            case NETWORK_POLICY -> at(acl, 2, acl.priority());
            case BASELINE ->
                at(
                        acl,
                        3,
                        LOWEST_BASELINE_PRIORITY
                                + baseline.headSet(acl.priority()).size());
            case PLATFORM, DEVELOPER -> throw new IllegalStateException("not a stage of OVN-Kubernetes: " + acl);
        };
    }

    /** The ids of rows are unique inside one owner only. */
    private static AclRow at(AclRow acl, int tier, int priority) {
        return new AclRow(
                "ovn-kubernetes:" + acl.id(),
                acl.portGroup(),
                acl.direction(),
                tier,
                priority,
                acl.match(),
                acl.action(),
                acl.name(),
                acl.externalIds());
    }
}
