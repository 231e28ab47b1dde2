package dev.terrace.gateway.health;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;

/** Whether the loops moved lately. One that does not has hung, which only a new process heals. */
public final class Heartbeats {

    /** How long a loop may take over one thing. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    /** The loops without which nothing is done. */
    public enum Loop {
        /** Takes in facts and makes rows of them. */
        GATEWAY,
        /** Brings the rows into the database. */
        WRITER
    }

    private final LongSupplier nanoTime;
    private final Map<Loop, Long> beats = new EnumMap<>(Loop.class);

    /** @param nanoTime the clock, as {@link System#nanoTime} */
    public Heartbeats(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        for (Loop loop : Loop.values()) {
            beat(loop);
        }
    }

    /** A loop moved just now; may be called on any thread. */
    public synchronized void beat(Loop loop) {
        beats.put(loop, nanoTime.getAsLong());
    }

    /** How long ago a loop last moved. */
    public synchronized Duration since(Loop loop) {
        return Duration.ofNanos(nanoTime.getAsLong() - Objects.requireNonNull(beats.get(loop)));
    }

    public synchronized Health liveness() {
        return new Health(List.copyOf(beats.keySet()).stream()
                .filter(loop -> since(loop).compareTo(PATIENCE) > 0)
                .map(loop -> "the loop of the " + loop.name().toLowerCase(Locale.ROOT) + " has not moved for "
                        + since(loop).toSeconds() + " s")
                .toList());
    }
}
