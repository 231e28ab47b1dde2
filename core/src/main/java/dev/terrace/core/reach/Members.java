package dev.terrace.core.reach;

import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.space.EndClass;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The pods of a class that count, by the place of their group.
 *
 * @param ends the class
 * @param byGroup its ends in each group that has any
 */
record Members(EndClass ends, SortedMap<Integer, List<Member>> byGroup) {

    /** A pod by one of its addresses. */
    record Member(IpAddress address, PodFact pod) {}

    Members {
        byGroup = new TreeMap<>(byGroup);
    }

    int index() {
        return ends.index();
    }

    Iterable<Map.Entry<Integer, List<Member>>> groups() {
        return byGroup.entrySet();
    }
}
