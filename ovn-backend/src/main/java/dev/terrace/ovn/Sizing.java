package dev.terrace.ovn;

import dev.terrace.ovn.plan.Bounds;
import java.time.Duration;

/**
 * How large a transaction may be: as large as the settings admit, and smaller where the server takes long for one.
 * While it commits, a server does nothing else, and the leader of a cluster that is silent for an election timer is no
 * leader any more.
 */
final class Sizing {

    /** A quarter of the election timer that a cluster has by default. */
    private static final Duration LONGEST = Duration.ofMillis(250);

    /** Below that it is not the size that takes the time. */
    private static final double LEAST = 1.0 / 16;

    private final Bounds most;
    private double share = 1;
    private boolean cluster;

    Sizing(Bounds most) {
        this.most = most;
    }

    /** What is committed from now on, is in a cluster or is not. */
    void opened(boolean inCluster) {
        cluster = inCluster;
        share = 1;
    }

    /** The bounds of the next transactions. */
    Bounds bounds() {
        return share == 1
                ? most
                : new Bounds(Math.max(1, (int) (most.operations() * share)), Math.max(1, (int) (most.bytes() * share)));
    }

    /**
     * Learns from a commit. Small ones say nothing.
     *
     * @return whether the next ones have to be smaller
     */
    boolean took(int edits, Duration time) {
        if (!cluster) {
            return false;
        }
        if (time.compareTo(LONGEST) > 0) {
            double before = share;
            share = Math.max(LEAST, Math.min(share, (double) edits / most.operations()) / 2);
            return share < before;
        }
        if (time.compareTo(LONGEST.dividedBy(2)) < 0 && edits > most.operations() * share / 4) {
            share = Math.min(1, share * 1.25);
        }
        return false;
    }
}
