package dev.terrace.core.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Expansions that have to be made again when something becomes empty, or ceases to be so. */
final class Observers {

    private final List<Expansion> expansions = new ArrayList<>(1);

    void add(Expansion expansion) {
        expansions.add(expansion);
    }

    void remove(Expansion expansion) {
        if (!expansions.remove(expansion)) {
            throw new IllegalStateException("does not observe: " + expansion);
        }
    }

    void touch() {
        expansions.forEach(Expansion::touch);
    }

    int users(Predicate<Expansion> uses) {
        return Math.toIntExact(expansions.stream().filter(uses).count());
    }
}
