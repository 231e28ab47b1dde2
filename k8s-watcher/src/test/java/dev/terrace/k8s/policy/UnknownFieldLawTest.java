package dev.terrace.k8s.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.Fact;
import dev.terrace.core.model.Platform;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PolicyKind;
import dev.terrace.core.sample.SampleCluster;
import dev.terrace.core.sample.SampleClusters;
import dev.terrace.core.verdict.Connection;
import dev.terrace.core.verdict.Flow;
import dev.terrace.core.verdict.FlowResolution;
import dev.terrace.core.verdict.ReferenceEvaluator;
import dev.terrace.k8s.object.Decoded;
import dev.terrace.k8s.object.ObjectDecoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/**
 * Law L6 of {@code docs/design/policy-semantics.md}: to replace a known field by an unknown one never widens access.
 * Each try changes one place of a policy among others in a random cluster, and asks both for every flow.
 */
final class UnknownFieldLawTest {

    private static final int FLOWS = 60;

    private static final Set<String> FOR_WHOM_AND_WHEN = Set.of("spec.subject", "spec.tier");

    /** What can happen to a field that an older gateway does not know, or somebody misspelt. */
    enum Change {
        KEY_REPLACED {
            @Override
            void apply(Map<String, Object> map, String key) {
                map.put("un" + key, map.remove(key));
            }
        },
        KEY_ADDED {
            @Override
            void apply(Map<String, Object> map, String key) {
                map.put("un" + key, map.get(key));
            }
        },
        VALUE_REPLACED {
            @Override
            void apply(Map<String, Object> map, String key) {
                map.put(key, Map.of("unknown", Map.of()));
            }
        };

        abstract void apply(Map<String, Object> map, String key);
    }

    /** A member of a map in a policy. */
    private record Place(String path, Map<String, Object> map, String key) {}

    @Property(tries = 3000)
    void l6AnUnknownFieldNeverWidensAccess(
            @ForAll PolicyKind kind, @ForAll Change change, @ForAll long seed, @ForAll long chosen) {
        SampleCluster sample = SampleClusters.of(seed, FLOWS);
        Map<String, Object> tree = SamplePolicies.of(kind, seed);
        Policy known = decode(tree);
        assertThat(known.problems()).as("%s", tree).isEmpty();

        List<Place> places = places(tree);
        Place place = places.get((int) Math.floorMod(chosen, (long) places.size()));
        change.apply(place.map(), place.key());
        Policy changed = decode(tree);

        assertThat(changed.problems())
                .as("%s at %s: %s", change, place.path(), tree)
                .isNotEmpty();
        if (sparesTheCluster(kind, change, place)) {
            assertThat(changed.ingress()).isEmpty();
            assertThat(changed.egress()).isEmpty();
        } else {
            assertNoWider(sample, known, changed, change + " at " + place.path() + ": " + tree);
        }
    }

    /** For whom and when: without it a cluster's policy does nothing, rather than close what it may not mean. */
    private static boolean sparesTheCluster(PolicyKind kind, Change change, Place place) {
        return switch (kind) {
            case CLUSTER_NETWORK_POLICY, ADMIN_NETWORK_POLICY, BASELINE_ADMIN_NETWORK_POLICY ->
                place.path().startsWith("spec.subject.")
                        || (change != Change.KEY_ADDED && FOR_WHOM_AND_WHEN.contains(place.path()));
            case DEVELOPER_NETWORK_POLICY, NETWORK_POLICY -> false;
        };
    }

    private static void assertNoWider(SampleCluster sample, Policy known, Policy changed, String what) {
        ReferenceEvaluator before = evaluator(sample.facts(), known);
        ReferenceEvaluator after = evaluator(sample.facts(), changed);
        for (Flow flow : sample.flows()) {
            if (FlowResolution.of(flow, sample.facts()) instanceof FlowResolution.Resolved(Connection connection)
                    && after.judge(connection).allows()) {
                assertThat(before.judge(connection).allows())
                        .as("%s was denied before %s", flow, what)
                        .isTrue();
            }
        }
    }

    private static ReferenceEvaluator evaluator(ClusterFacts facts, Policy policy) {
        Map<Object, Policy> policies = new HashMap<>(facts.policies());
        policies.put(policy.key(), policy);
        List<Fact> all = new ArrayList<>(policies.values());
        all.addAll(facts.pods().values());
        all.addAll(facts.namespaces().values());
        all.addAll(facts.nodes().values());
        all.addAll(facts.endpointSlices().values());
        return new ReferenceEvaluator(ClusterFacts.of(all), Platform.DEFAULT, Policy.BY_PRIORITY);
    }

    private static Policy decode(Map<String, Object> tree) {
        return switch (ObjectDecoder.decode(tree)) {
            case Decoded.Known(Policy policy, var _) -> policy;
            case Decoded other -> throw new AssertionError(other + " of " + tree);
        };
    }

    /** Every field below {@code spec}; the keys of {@code matchLabels} are labels, not fields. */
    private static List<Place> places(Map<String, Object> tree) {
        List<Place> places = new ArrayList<>();
        walk(
                "spec",
                tree.get("spec"),
                (path, map) -> map.keySet().forEach(key -> places.add(new Place(path + "." + key, map, key))));
        return places;
    }

    @SuppressWarnings("unchecked") // the trees of SamplePolicies have no other maps
    private static void walk(String path, @Nullable Object value, BiConsumer<String, Map<String, Object>> visit) {
        switch (value) {
            case Map<?, ?> map -> {
                visit.accept(path, (Map<String, Object>) map);
                map.forEach((key, member) -> {
                    if (!key.equals("matchLabels")) {
                        walk(path + "." + key, member, visit);
                    }
                });
            }
            case List<?> list -> list.forEach(element -> walk(path + "[]", element, visit));
            case null, default -> {}
        }
    }
}
