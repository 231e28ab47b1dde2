package dev.terrace.core.explain;

import dev.terrace.core.model.Direction;
import dev.terrace.core.model.PodKey;
import dev.terrace.core.verdict.SideVerdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why one side of a connection allows or drops it.
 *
 * @param direction which side
 * @param pod whose policies judge, or null where nobody's do
 * @param verdict what they say
 * @param stages every stage that was asked, in order; none where nobody judges
 */
public record SideExplanation(
        Direction direction, @Nullable PodKey pod, SideVerdict verdict, List<StageExplanation> stages) {

    public SideExplanation {
        stages = List.copyOf(stages);
    }
}
