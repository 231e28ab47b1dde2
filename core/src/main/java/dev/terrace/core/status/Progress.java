package dev.terrace.core.status;

import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PolicyKey;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far one gateway is.
 *
 * @param policies that it knows and has rows for, as they are now
 * @param overlaps what each policy has to know that says something else than one of equal priority
 * @param programmed what its database holds; null while it is not the one that writes there
 */
public record Progress(
        List<Policy> policies,
        Map<PolicyKey, List<String>> overlaps,
        @Nullable Programmed programmed) {

    /** Of a gateway that has heard of nothing. */
    public static final Progress NONE = new Progress(List.of(), Map.of(), null);

    public Progress {
        policies = List.copyOf(policies);
        overlaps = Map.copyOf(overlaps);
    }
}
