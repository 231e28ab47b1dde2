package dev.terrace.core.status;

import dev.terrace.core.model.PolicyKey;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What policies have to know of the cluster that they are in.
 *
 * @param overlaps of each policy that says something else than one of equal priority, what and which
 * @param unlogged of each policy what is wrong with what asks for its logging
 * @param leftOut of each policy that names pods which are left alone, which
 */
public record Remarks(
        Map<PolicyKey, List<String>> overlaps, Map<PolicyKey, List<String>> unlogged, Map<PolicyKey, String> leftOut) {

    /** There is nothing to know. */
    public static final Remarks NONE = new Remarks(Map.of(), Map.of(), Map.of());

    public Remarks {
        overlaps = Map.copyOf(overlaps);
        unlogged = Map.copyOf(unlogged);
        leftOut = Map.copyOf(leftOut);
    }

    List<String> overlaps(PolicyKey policy) {
        return overlaps.getOrDefault(policy, List.of());
    }

    List<String> unlogged(PolicyKey policy) {
        return unlogged.getOrDefault(policy, List.of());
    }

    @Nullable String leftOut(PolicyKey policy) {
        return leftOut.get(policy);
    }
}
