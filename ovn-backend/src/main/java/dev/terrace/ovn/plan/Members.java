package dev.terrace.ovn.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Members of a column that holds a set. */
final class Members {

    /** More members than this come in several steps, so that a step stays far below the bounds. */
    static final int PER_STEP = 8_000;

    private Members() {}

    static <T> Set<T> without(Set<T> all, Set<T> some) {
        Set<T> rest = new HashSet<>(all);
        rest.removeAll(some);
        return rest;
    }

    static <T> List<Set<T>> chunks(Collection<T> members) {
        List<T> all = List.copyOf(members);
        List<Set<T>> chunks = new ArrayList<>();
        for (int from = 0; from < all.size(); from += PER_STEP) {
            chunks.add(Set.copyOf(all.subList(from, Math.min(all.size(), from + PER_STEP))));
        }
        return chunks;
    }
}
