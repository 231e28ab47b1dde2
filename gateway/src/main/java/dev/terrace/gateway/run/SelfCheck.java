package dev.terrace.gateway.run;

import dev.terrace.core.desired.DesiredDelta;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.graph.GraphSnapshot;
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

    private @Nullable Thread running;
    private volatile @Nullable Finding finding;

    boolean isRunning() {
        return running != null;
    }

    /** Begins to look at a snapshot, made as the translator says. */
    void begin(GraphSnapshot snapshot, Translator translator) {
        running = Thread.ofPlatform().name("self-check").daemon().start(() -> finding = compare(snapshot, translator));
    }

    private static Finding compare(GraphSnapshot snapshot, Translator translator) {
        DesiredImage right = translator.full().translate(snapshot.facts()).image();
        DesiredDelta correction = DesiredDelta.between(snapshot.image(), right);
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
