package dev.terrace.e2e.bench;

/** How much of the heap lives. */
public final class LiveHeap {

    private static final int COLLECTIONS = 4;

    private LiveHeap() {}

    /** What is left after full collections, in millions of bytes. */
    public static double megabytes() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least / 1e6;
    }
}
