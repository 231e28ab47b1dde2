package dev.terrace.core.verdict;

import dev.terrace.core.model.Action;
import dev.terrace.core.model.Stage;
import org.jspecify.annotations.Nullable;

/**
 * What one stage made of one side of a connection.
 *
 * @param stage the stage
 * @param action what it said, or null where nothing in it matched
 * @param decider who said it, or null where nothing in it matched
 */
public record StageWalk(
        Stage stage, @Nullable Action action, @Nullable Decider decider) {

    static StageWalk noMatch(Stage stage) {
        return new StageWalk(stage, null, null);
    }
}
