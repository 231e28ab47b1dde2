package dev.terrace.gateway.run;

import dev.terrace.core.desired.DesiredDelta;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.graph.GraphSnapshot;
import dev.terrace.core.model.ClusterFacts;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Compares now and then, in the background, what the graph made of the facts with what the full translator makes of
 * them. One comparison runs at a time.
 */
final class SelfCheck {

    /** What was found. */
    sealed interface Finding {

        /** Both agree. */
        record Agreement() implements Finding {}

        /** What would make the graph's rows those of the full translator. */
        record Divergence(DesiredDelta correction) implements Finding {}
    }

    private final Function<ClusterFacts, DesiredImage> oracle;
    private @Nullable Thread running;
    private volatile @Nullable Finding finding;

    SelfCheck(Function<ClusterFacts, DesiredImage> oracle) {
        this.oracle = oracle;
    }

    boolean isRunning() {
        return running != null;
    }

    /** Begins to look at a snapshot. */
    void begin(GraphSnapshot snapshot) {
        running = Thread.ofPlatform().name("self-check").daemon().start(() -> finding = compare(snapshot));
    }

    private Finding compare(GraphSnapshot snapshot) {
        DesiredDelta correction = DesiredDelta.between(snapshot.image(), oracle.apply(snapshot.facts()));
        return correction.isEmpty() ? new Finding.Agreement() : new Finding.Divergence(correction);
    }

    /** Takes what was found, once; null while there is nothing, or when the comparison itself failed. */
    @Nullable Finding take() {
        if (running == null || running.isAlive()) {
            return null;
        }
        Finding found = finding;
        finding = null;
        running = null;
        return found;
    }

    void close() {
        if (running != null) {
            running.interrupt();
        }
    }
}
