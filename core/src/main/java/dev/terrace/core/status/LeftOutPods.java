package dev.terrace.core.status;

import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.PodKey;
import dev.terrace.core.model.PodNetwork;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PolicyKey;
import dev.terrace.core.model.PolicyKind;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The pods that policies name and that are left alone, because they live in a user-defined network: a policy that seems
 * to be in force for them is not.
 */
public final class LeftOutPods {

    private static final int NAMES = 5;

    private final ClusterFacts facts;
    private final List<PodFact> pods;

    private LeftOutPods(ClusterFacts facts) {
        this.facts = facts;
        pods = facts.pods().values().stream()
                .filter(pod -> pod.network() == PodNetwork.USER_DEFINED && !pod.finished())
                .sorted(Comparator.comparing(PodFact::key))
                .toList();
    }

    public static LeftOutPods of(ClusterFacts facts) {
        return new LeftOutPods(facts);
    }

    /** Those that are in the subject of a policy by namespace and labels, sorted. */
    public List<PodKey> namedBy(Policy policy) {
        return pods.stream()
                .filter(pod -> policy.subject().names(pod, facts.namespaceOf(pod)))
                .map(PodFact::key)
                .toList();
    }

    /**
     * What each policy has to know that names such pods, for people.
     *
     * @param programmed the kinds that have rows of ours
     */
    public Map<PolicyKey, String> messages(Predicate<PolicyKind> programmed) {
        Map<PolicyKey, String> messages = new TreeMap<>();
        if (!pods.isEmpty()) {
            for (Policy policy : facts.policies().values()) {
                List<PodKey> named = programmed.test(policy.key().kind()) ? namedBy(policy) : List.of();
                if (!named.isEmpty()) {
                    messages.put(policy.key(), message(named));
                }
            }
        }
        return messages;
    }

    private static String message(List<PodKey> pods) {
        String first = pods.stream().limit(NAMES).map(PodKey::toString).collect(Collectors.joining(", "));
        String rest = pods.size() > NAMES ? " and %d more".formatted(pods.size() - NAMES) : "";
        return "The policy does nothing for %s that it selects, in a user-defined network as their primary one: %s%s."
                .formatted(pods.size() == 1 ? "1 pod" : pods.size() + " pods", first, rest);
    }
}
