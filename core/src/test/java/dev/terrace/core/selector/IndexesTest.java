package dev.terrace.core.selector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Both indexes find all that match, each once, and are empty when everything was removed. */
final class IndexesTest {

    private static final List<String> KEYS = List.of("a", "b");
    private static final List<String> VALUES = List.of("x", "y");

    @Property(tries = 500)
    void selectorsAreFoundByLabels(@ForAll long seed) {
        Random random = new Random(seed);
        SelectorIndex<Integer> index = new SelectorIndex<>();
        Map<Integer, LabelSelector> selectors = new HashMap<>();
        for (int owner = 0; owner < 20; owner++) {
            selectors.put(owner, selector(random));
            index.add(selectors.get(owner), owner);
        }
        for (int owner = 0; owner < 20; owner += 3) {
            selectors.remove(owner);
            index.remove(owner);
        }
        Map<String, String> labels = labels(random);
        List<Integer> found = new ArrayList<>();
        index.candidates(labels, found::add);

        assertThat(found).doesNotHaveDuplicates();
        selectors.forEach((owner, selector) -> {
            if (selector.matches(labels)) {
                assertThat(found).contains(owner);
            }
        });
        selectors.keySet().forEach(index::remove);
        assertThat(index.isEmpty()).isTrue();
    }

    @Property(tries = 500)
    void labelsAreFoundBySelectors(@ForAll long seed) {
        Random random = new Random(seed);
        LabelIndex<Integer> index = new LabelIndex<>();
        Map<Integer, Map<String, String>> labels = new HashMap<>();
        for (int owner = 0; owner < 20; owner++) {
            labels.put(owner, labels(random));
            index.add(labels.get(owner), owner);
        }
        for (int owner = 0; owner < 20; owner += 3) {
            index.remove(Objects.requireNonNull(labels.remove(owner)), owner);
        }
        LabelSelector selector = selector(random);
        List<Integer> found = new ArrayList<>();
        index.candidates(selector, found::add);

        assertThat(found).doesNotHaveDuplicates();
        labels.forEach((owner, its) -> {
            if (selector.matches(its)) {
                assertThat(found).contains(owner);
            }
        });
        labels.forEach((owner, its) -> index.remove(its, owner));
        assertThat(index.isEmpty()).isTrue();
    }

    /** A label that every selector asks for is not where they are looked for. */
    @Example
    void selectorStandsUnderWhatFewAskFor() {
        SelectorIndex<Integer> index = new SelectorIndex<>();
        for (int owner = 0; owner < 100; owner++) {
            index.add(
                    LabelSelector.of(List.of(
                            Requirement.in("app", List.of("app-" + owner)), Requirement.in("a", List.of("same")))),
                    owner);
        }
        List<Integer> found = new ArrayList<>();
        index.candidates(Map.of("a", "same", "app", "app-7"), found::add);

        assertThat(found).contains(7).hasSizeLessThanOrEqualTo(2);
    }

    private static LabelSelector selector(Random random) {
        List<Requirement> requirements = new ArrayList<>();
        int count = random.nextInt(3);
        for (int i = 0; i < count; i++) {
            String key = KEYS.get(random.nextInt(KEYS.size()));
            requirements.add(
                    switch (random.nextInt(5)) {
                        case 0 -> new Requirement(key, Requirement.Operator.EXISTS, new TreeSet<>());
                        case 1 -> new Requirement(key, Requirement.Operator.DOES_NOT_EXIST, new TreeSet<>());
                        case 2 -> new Requirement(key, Requirement.Operator.NOT_IN, new TreeSet<>(List.of("x")));
                        case 3 -> Requirement.in(key, VALUES);
                        default -> Requirement.in(key, List.of(VALUES.get(random.nextInt(VALUES.size()))));
                    });
        }
        return new LabelSelector(requirements);
    }

    private static Map<String, String> labels(Random random) {
        Map<String, String> labels = new HashMap<>();
        for (String key : KEYS) {
            if (random.nextBoolean()) {
                labels.put(key, VALUES.get(random.nextInt(VALUES.size())));
            }
        }
        return labels;
    }
}
