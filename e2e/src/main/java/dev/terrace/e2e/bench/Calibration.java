package dev.terrace.e2e.bench;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * A fixed piece of work that is nobody's: lookups in a map of 100,000 strings, in no order. How long it takes tells one
 * machine, and one busy hour of it, from another.
 */
public final class Calibration {

    private static final int KEYS = 100_000;
    private static final int LOOKUPS = 200_000;
    private static final int RUNS = 5;

    private final Map<String, Integer> map = new HashMap<>();
    private final String[] keys = new String[LOOKUPS];

    public Calibration() {
        Random random = new Random(1);
        for (int i = 0; i < KEYS; i++) {
            map.put("key-" + i, i);
        }
        for (int i = 0; i < LOOKUPS; i++) {
            keys[i] = "key-" + random.nextInt(KEYS);
        }
    }

    /** One lookup, in microseconds: the best of several runs at this moment. */
    public double lookupMicros() {
        long best = Long.MAX_VALUE;
        long sum = 0;
        for (int run = 0; run < RUNS; run++) {
            long start = System.nanoTime();
            for (String key : keys) {
                sum += map.getOrDefault(key, 0);
            }
            best = Math.min(best, System.nanoTime() - start);
        }
        if (sum == 0) {
            throw new IllegalStateException("the lookups found nothing");
        }
        return best / 1e3 / LOOKUPS;
    }
}
