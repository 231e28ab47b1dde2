package dev.terrace.ovn;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Learns when what was committed is in the datapath of every hypervisor: {@code NB_Global.nb_cfg} is counted up, and
 * {@code hv_cfg} says when it has got there ({@code ovn-nb(5)}). One question stands for all commits before it, one is
 * open at a time, and where nobody waits for the answer there are no more than one in a second, as each makes every
 * hypervisor answer.
 */
final class Barrier {

    private static final RateLimiterConfig ONE_A_SECOND = RateLimiterConfig.custom()
            .limitForPeriod(1)
            .limitRefreshPeriod(Duration.ofSeconds(1))
            .timeoutDuration(Duration.ZERO)
            .build();

    /** After that what was committed since does not wait for an answer any more: the database may have been emptied. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final long NONE = Long.MIN_VALUE;

    private final LongSupplier nanoTime;
    private final RateLimiter limiter = RateLimiter.of("nb_cfg", ONE_A_SECOND);
    private long committed = NONE;
    private long asked = NONE;
    private long askedFor = NONE;
    private long number = NONE;
    private @Nullable Duration last;

    Barrier(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Something was committed just now, or before and somebody wants to know of it. */
    void committed() {
        if (committed == NONE) {
            committed = nanoTime.getAsLong();
        }
    }

    /** Whether a question waits to be asked. */
    boolean isWaiting() {
        return committed != NONE;
    }

    /**
     * Whether it may be asked now; if so, it must be.
     *
     * @param urgent whether somebody waits for the answer
     */
    boolean ask(boolean urgent) {
        if (asked != NONE && committed != NONE && nanoTime.getAsLong() - asked > PATIENCE.toNanos()) {
            askAgain();
        }
        if (committed == NONE || asked != NONE || !(limiter.acquirePermission() || urgent)) {
            return false;
        }
        asked = nanoTime.getAsLong();
        askedFor = committed;
        committed = NONE;
        return true;
    }

    /** The number of the question. */
    void asked(long configuration) {
        number = configuration;
    }

    /** The connection is lost. A question that has its number stands in the database, and its answer will too. */
    void lost() {
        if (asked != NONE && number == NONE) {
            askAgain();
        }
    }

    private void askAgain() {
        committed = askedFor;
        close();
    }

    private void close() {
        asked = NONE;
        number = NONE;
    }

    /**
     * So far all hypervisors have come.
     *
     * @return how long what was asked about took from the commit; null if this is no answer to a question
     */
    @Nullable Duration reached(long configuration) {
        if (number == NONE || configuration < number) {
            return null;
        }
        Duration delay = Duration.ofNanos(nanoTime.getAsLong() - askedFor);
        last = delay;
        close();
        return delay;
    }

    /** How long the last change that was asked about took from the commit to every datapath; null before the first. */
    @Nullable Duration last() {
        return last;
    }
}
