package dev.terrace.gateway.health;

import dev.terrace.ovn.WriterListener;
import dev.terrace.ovn.WriterState;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Knows since when the database has not been as desired. */
public final class PhaseClock implements WriterListener {

    private final LongSupplier nanoTime;
    private boolean settled;
    private long leftAt;

    /** @param nanoTime the clock, as {@link System#nanoTime} */
    public PhaseClock(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.leftAt = nanoTime.getAsLong();
    }

    @Override
    public synchronized void phaseChanged(WriterState state) {
        switch (state.phase()) {
            case IN_SYNC, STANDING_BY -> settled = true;
            case WRITING -> leftAt = nanoTime.getAsLong();
            case NEW, CONNECTING, DISCONNECTED, ELSEWHERE, CLOSED -> settled = false;
        }
    }

    /**
     * How long ago it was last as desired.
     *
     * @return null if it has not been on this connection; means nothing while it is as desired
     */
    public synchronized @Nullable Duration behind() {
        return settled ? Duration.ofNanos(nanoTime.getAsLong() - leftAt) : null;
    }
}
