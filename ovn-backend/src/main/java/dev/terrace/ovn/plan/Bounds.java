package dev.terrace.ovn.plan;

/**
 * How much one transaction may hold. A transaction of 100,000 rows made the leader of a cluster lose elections for two
 * minutes; these limits keep a commit far below an election timer of one second.
 *
 * @param operations operations, guards included
 * @param bytes of JSON, estimated
 */
public record Bounds(int operations, int bytes) {

    public static final Bounds DEFAULT = new Bounds(2_000, 1 << 20);

    /** A server takes more time for each row of a large transaction (facts.md). */
    private static final int PIECE = 100;

    public Bounds {
        if (operations < 1 || bytes < 1) {
            throw new IllegalArgumentException("a transaction holds at least one operation and one byte");
        }
    }

    /** Those of the pieces of what does not fit into one transaction. */
    public Bounds pieces() {
        return new Bounds(Math.min(PIECE, operations), bytes);
    }
}
