package dev.terrace.core.graph;

import dev.terrace.core.model.IpFamily;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** In how many selectable pods each family is: rules about pods need no rows in a family that no pod has. */
final class Families {

    private final Map<IpFamily, Integer> pods = new EnumMap<>(IpFamily.class);
    private final Set<IpFamily> settled = EnumSet.noneOf(IpFamily.class);

    boolean has(IpFamily family) {
        return settled.contains(family);
    }

    void joined(PodEntry pod) {
        for (IpFamily family : pod.families()) {
            pods.merge(family, 1, Integer::sum);
        }
    }

    void left(PodEntry pod) {
        for (IpFamily family : pod.families()) {
            pods.computeIfPresent(family, (f, count) -> count == 1 ? null : count - 1);
        }
    }

    /**
     * Says {@link ChangeResult#RECOMPUTE} when a family came or went: every rule about pods is to be expanded again.
     */
    ChangeResult settle() {
        if (settled.equals(pods.keySet())) {
            return ChangeResult.HANDLED;
        }
        settled.clear();
        settled.addAll(pods.keySet());
        return ChangeResult.RECOMPUTE;
    }

    void audit(Iterable<PodEntry> expected) {
        Families anew = new Families();
        expected.forEach(anew::joined);
        if (!anew.pods.equals(pods)) {
            throw new IllegalStateException("families are " + anew.pods + ", not " + pods);
        }
    }
}
