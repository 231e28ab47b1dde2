package dev.terrace.core.selector;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Selectors, found by labels. Each stands under one of its requirements, the one under which the fewest others stand,
 * so that labels meet few selectors that do not match them.
 *
 * @param <T> what the selectors belong to
 */
public final class SelectorIndex<T> {

    /**
     * Where a selector stands.
     *
     * @param key a label's key, null for selectors that no label of a set of labels must be there for
     * @param value its value, null where any will do
     */
    private record Place(@Nullable String key, @Nullable String value) {

        static final Place ANYWHERE = new Place(null, null);
    }

    private final Map<Place, List<T>> byPlace = new HashMap<>();
    private final Map<T, List<Place>> placesOf = new HashMap<>();

    /** @throws IllegalStateException when the owner has one already */
    public void add(LabelSelector selector, T owner) {
        List<Place> places = places(selector);
        if (placesOf.put(owner, places) != null) {
            throw new IllegalStateException("two selectors of " + owner);
        }
        places.forEach(
                place -> byPlace.computeIfAbsent(place, p -> new ArrayList<>(1)).add(owner));
    }

    /** @throws IllegalStateException when the owner has none */
    public void remove(T owner) {
        List<Place> places = placesOf.remove(owner);
        if (places == null) {
            throw new IllegalStateException("no selector of " + owner);
        }
        for (Place place : places) {
            List<T> there = byPlace.get(place);
            if (there != null && there.remove(owner) && there.isEmpty()) {
                byPlace.remove(place);
            }
        }
    }

    /** Hands out the owners of every selector that matches these labels, and of some that do not; each once. */
    public void candidates(Map<String, String> labels, Consumer<T> candidate) {
        hand(Place.ANYWHERE, candidate);
        labels.forEach((key, value) -> {
            hand(new Place(key, null), candidate);
            hand(new Place(key, value), candidate);
        });
    }

    private void hand(Place place, Consumer<T> candidate) {
        List<T> there = byPlace.get(place);
        if (there != null) {
            there.forEach(candidate);
        }
    }

    private List<Place> places(LabelSelector selector) {
        List<Place> best = List.of(Place.ANYWHERE);
        int fewest = Integer.MAX_VALUE;
        for (Requirement requirement : selector.requirements()) {
            List<Place> places = places(requirement);
            int others = places.stream()
                    .mapToInt(place -> byPlace.getOrDefault(place, List.of()).size())
                    .sum();
            if (!places.isEmpty() && others < fewest) {
                best = places;
                fewest = others;
            }
        }
        return best;
    }

    /** Where labels must be found for the requirement to hold; none where their absence will do. */
    private static List<Place> places(Requirement requirement) {
        return switch (requirement.operator()) {
            case IN ->
                requirement.values().stream()
                        .map(value -> new Place(requirement.key(), value))
                        .toList();
            case EXISTS -> List.of(new Place(requirement.key(), null));
            case NOT_IN, DOES_NOT_EXIST -> List.of();
        };
    }

    public boolean isEmpty() {
        return placesOf.isEmpty() && byPlace.isEmpty();
    }
}
