package dev.terrace.e2e.synthetic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.model.Direction;
import dev.terrace.core.model.Fact;
import dev.terrace.core.model.NamespaceFact;
import dev.terrace.core.model.NamespaceScope;
import dev.terrace.core.model.Peer;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.PodSelection;
import dev.terrace.core.model.Policy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SyntheticClusterTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void thePublishedShapeIsAsPublished(long seed) {
        SyntheticCluster cluster = new PublishedShape(seed).cluster();
        assertThat(cluster.policies()).hasSize(PublishedShape.POLICIES);
        assertThat(cluster.pods()).hasSize(PublishedShape.PODS);
        assertThat(cluster.namespaces()).hasSize(PublishedShape.NAMESPACES);
        Selected selected = new Selected(cluster);
        int[] local = sorted(cluster, policy -> selected.by(policy.subject()).size());
        int[] peers = sorted(cluster, policy -> selected.peersOf(policy).size());
        assertThat(median(local)).isEqualTo(PublishedShape.MEDIAN_LOCAL_PODS);
        assertThat(median(peers)).isEqualTo(PublishedShape.MEDIAN_PEER_PODS);
        assertThat(peers[peers.length - 1]).isEqualTo(PublishedShape.MOST_PEER_PODS);
    }

    @Test
    void aScaledShapeHasTheSizeThatWasAskedFor() {
        SyntheticCluster cluster = ScaledShape.of(10_000, 2_000).cluster();
        assertThat(cluster.pods()).hasSize(10_000);
        assertThat(cluster.policies()).hasSize(2_000);
        assertThat(cluster.policies().stream().flatMap(SyntheticClusterTest::selections))
                .hasSize(2_000 * ScaledShape.SELECTIONS);
        assertThat(cluster.policies().stream()
                        .map(policy -> policy.key().kind())
                        .distinct())
                .hasSize(3);
        Selected selected = new Selected(cluster);
        assertThat(cluster.policies())
                .allSatisfy(policy -> assertThat(selected.by(policy.subject())).isNotEmpty());
    }

    @Test
    void theKubeBurnerShapeIsTheWorkload() {
        SyntheticCluster cluster = KubeBurnerShape.PUBLISHED.cluster();
        assertThat(cluster.policies()).hasSize(4_800);
        assertThat(cluster.pods()).hasSize(2_400);
        assertThat(cluster.nodes()).hasSize(24);
        Selected selected = new Selected(cluster);
        assertThat(cluster.policies()).allSatisfy(policy -> {
            assertThat(selected.by(policy.subject())).hasSize(10);
            assertThat(selected.peersOf(policy)).hasSize(25);
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void equalSeedsGiveEqualClustersAndOthersDoNot(long seed) {
        assertThat(new PublishedShape(seed).cluster()).isEqualTo(new PublishedShape(seed).cluster());
        assertThat(new PublishedShape(seed).cluster()).isNotEqualTo(new PublishedShape(seed + 1).cluster());
        assertThat(new ScaledShape(10, 10, 2, 50, seed).cluster())
                .isEqualTo(new ScaledShape(10, 10, 2, 50, seed).cluster());
        assertThat(new KubeBurnerShape(10, 10, 2, 3, seed).cluster())
                .isEqualTo(new KubeBurnerShape(10, 10, 2, 3, seed).cluster())
                .isNotEqualTo(new KubeBurnerShape(10, 10, 2, 3, seed + 1).cluster());
    }

    @Test
    void objectsAndAddressesAreUnique() {
        for (SyntheticCluster cluster : List.of(
                new PublishedShape(7).cluster(),
                ScaledShape.of(5_000, 500).cluster(),
                KubeBurnerShape.PUBLISHED.cluster())) {
            assertThat(cluster.all().stream().map(Fact::key)).doesNotHaveDuplicates();
            assertThat(cluster.pods().stream().flatMap(pod -> pod.addresses().stream()))
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void everyEventChangesAnObjectThatIsThereAndEqualSeedsGiveEqualEvents() {
        SyntheticCluster cluster = ScaledShape.of(1_000, 100).cluster();
        Churn churn = new Churn(cluster, 3);
        Churn again = new Churn(cluster, 3);
        Map<Object, Fact> now = cluster.all().stream().collect(Collectors.toMap(Fact::key, Function.identity()));
        for (int i = 0; i < 500; i++) {
            for (Churn.Kind kind : Churn.Kind.values()) {
                Fact event = churn.next(kind);
                assertThat(again.next(kind)).isEqualTo(event);
                Fact before = now.put(event.key(), event);
                assertThat(before).isNotNull();
                if (kind == Churn.Kind.POD_CREATED_AGAIN || kind == Churn.Kind.POD_PHASE || kind == Churn.Kind.POLICY) {
                    assertThat(before).isNotEqualTo(event);
                }
            }
        }
    }

    private static int[] sorted(SyntheticCluster cluster, ToIntFunction<Policy> count) {
        return cluster.policies().stream().mapToInt(count).sorted().toArray();
    }

    private static int median(int[] sorted) {
        return sorted[sorted.length / 2];
    }

    private static Stream<PodSelection> selections(Policy policy) {
        return Stream.concat(Stream.of(policy.subject()), peers(policy));
    }

    private static Stream<PodSelection> peers(Policy policy) {
        return Arrays.stream(Direction.values())
                .flatMap(direction -> policy.rules(direction).stream())
                .flatMap(rule -> rule.peers().stream())
                .flatMap(
                        peer -> peer instanceof Peer.Pods(PodSelection selection) ? Stream.of(selection) : Stream.of());
    }

    /** Which pods a selection selects, read literally. */
    private static final class Selected {

        private final List<NamespaceFact> namespaces;
        private final Map<String, List<PodFact>> byNamespace;

        Selected(SyntheticCluster cluster) {
            namespaces = cluster.namespaces();
            byNamespace = cluster.pods().stream()
                    .collect(Collectors.groupingBy(pod -> pod.key().namespace()));
        }

        Set<PodFact> by(PodSelection selection) {
            List<NamespaceFact> searched = selection.scope() instanceof NamespaceScope.Own(String own)
                    ? List.of(new NamespaceFact(own, Map.of()))
                    : namespaces;
            Set<PodFact> pods = new HashSet<>();
            for (NamespaceFact namespace : searched) {
                byNamespace.getOrDefault(namespace.name(), new ArrayList<>()).stream()
                        .filter(pod -> selection.selects(pod, namespace))
                        .forEach(pods::add);
            }
            return pods;
        }

        Set<PodFact> peersOf(Policy policy) {
            return peers(policy).flatMap(peer -> by(peer).stream()).collect(Collectors.toSet());
        }
    }
}
