package dev.terrace.core.desired;

import java.util.Collection;
import java.util.HashSet;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/** What becomes of the members of a row when some come and some go. */
final class Members {

    private Members() {}

    /** The members after a change. */
    static <M extends Comparable<M>> NavigableSet<M> changed(
            Collection<M> members, Collection<M> added, Collection<M> removed) {
        NavigableSet<M> changed = new TreeSet<>(members);
        removed.forEach(changed::remove);
        changed.addAll(added);
        return changed;
    }

    /** Of two changes one after the other, those that went one way in either and did not come back in the other. */
    static <M> Set<M> joined(Set<M> first, Set<M> firstUndone, Set<M> second, Set<M> secondUndoing) {
        Set<M> joined = new HashSet<>();
        first.stream().filter(member -> !firstUndone.contains(member)).forEach(joined::add);
        second.stream().filter(member -> !secondUndoing.contains(member)).forEach(joined::add);
        return joined;
    }

    /** The members of the second that the first does not have. */
    static <M> Set<M> missing(Collection<M> from, Collection<M> members) {
        Set<M> missing = new HashSet<>(members);
        from.forEach(missing::remove);
        return missing;
    }
}
