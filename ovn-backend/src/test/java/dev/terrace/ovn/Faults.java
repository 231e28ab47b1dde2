package dev.terrace.ovn;

import java.util.Random;

/**
 * How often faults happen in a test, and when. {@code -Dterrace.faults=N} changes the number, {@code -Dterrace.seed=N}
 * repeats what was random.
 */
final class Faults {

    private static final int USUAL = 20;

    /** How often each fault happens. */
    static final int TIMES = Integer.getInteger("terrace.faults", USUAL);

    private static final long SEED = Long.getLong("terrace.seed", System.nanoTime());

    static {
        System.out.println("faults: -Dterrace.faults=" + TIMES + " -Dterrace.seed=" + SEED);
    }

    private Faults() {}

    /** How often a fault happens that takes long; {@code usual} unless another number is asked for. */
    static int times(int usual) {
        return Math.max(1, usual * TIMES / USUAL);
    }

    /** The same for a test each time with this seed. */
    static Random random(String test) {
        return new Random(SEED ^ test.hashCode());
    }
}
