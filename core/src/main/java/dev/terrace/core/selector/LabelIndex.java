package dev.terrace.core.selector;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sets of labels, found by selector through the requirement that the fewest of them meet.
 *
 * @param <T> what the labels belong to
 */
public final class LabelIndex<T> {

    private final Map<String, Map<String, Set<T>>> byLabel = new HashMap<>();
    private final Set<T> all = new HashSet<>();

    /** @throws IllegalStateException when the owner has labels already */
    public void add(Map<String, String> labels, T owner) {
        if (!all.add(owner)) {
            throw new IllegalStateException("two sets of labels of " + owner);
        }
        labels.forEach((key, value) -> byLabel.computeIfAbsent(key, k -> new HashMap<>(2))
                .computeIfAbsent(value, v -> HashSet.newHashSet(1))
                .add(owner));
    }

    /**
     * @param labels those that the owner was added with
     * @throws IllegalStateException when it was not
     */
    public void remove(Map<String, String> labels, T owner) {
        if (!all.remove(owner)) {
            throw new IllegalStateException("no labels of " + owner);
        }
        labels.forEach((key, value) -> byLabel.computeIfPresent(key, (k, byValue) -> {
            byValue.computeIfPresent(value, (v, owners) -> owners.remove(owner) && owners.isEmpty() ? null : owners);
            return byValue.isEmpty() ? null : byValue;
        }));
    }

    /** Hands out the owners of all labels that a selector matches, and of some that it does not; each once. */
    public void candidates(LabelSelector selector, Consumer<T> candidate) {
        List<Set<T>> best = List.of(all);
        int fewest = all.size();
        for (Requirement requirement : selector.requirements()) {
            List<Set<T>> meeting = meeting(requirement);
            if (meeting != null) {
                int count = meeting.stream().mapToInt(Set::size).sum();
                if (count < fewest) {
                    best = meeting;
                    fewest = count;
                }
            }
        }
        best.forEach(owners -> owners.forEach(candidate));
    }

    private @Nullable List<Set<T>> meeting(Requirement requirement) {
        Map<String, Set<T>> byValue = byLabel.getOrDefault(requirement.key(), Map.of());
        return switch (requirement.operator()) {
            case IN ->
                requirement.values().stream()
                        .map(value -> byValue.getOrDefault(value, Set.of()))
                        .toList();
            case EXISTS -> List.copyOf(byValue.values());
            case NOT_IN, DOES_NOT_EXIST -> null;
        };
    }

    public boolean isEmpty() {
        return all.isEmpty() && byLabel.isEmpty();
    }
}
