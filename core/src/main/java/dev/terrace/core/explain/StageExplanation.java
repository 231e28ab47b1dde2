package dev.terrace.core.explain;

import dev.terrace.core.model.PolicyKey;
import dev.terrace.core.verdict.StageWalk;
import java.util.List;

/**
 * What a stage said, and who was asked.
 *
 * @param walk what it said
 * @param asked the policies of the stage that select the pod and say something about this direction, in their order
 */
public record StageExplanation(StageWalk walk, List<PolicyKey> asked) {

    public StageExplanation {
        asked = List.copyOf(asked);
    }
}
