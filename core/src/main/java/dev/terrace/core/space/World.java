package dev.terrace.core.space;

import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.Platform;
import dev.terrace.core.model.Policy;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * A cluster and how it is judged.
 *
 * @param facts the cluster
 * @param platform which built-in rules are on
 * @param order the order of policies inside a stage: {@link Policy#BY_PRIORITY} or {@link Policy#BY_KIND}
 */
public record World(ClusterFacts facts, Platform platform, Comparator<Policy> order) {

    /** The same with only some of its policies. */
    public World only(Predicate<Policy> which) {
        return new World(facts.only(which), platform, order);
    }

    /** The policies in the order in which they are asked. */
    public List<Policy> policies() {
        return facts.policies().values().stream()
                .sorted(Comparator.comparing(Policy::stage).thenComparing(order))
                .toList();
    }
}
