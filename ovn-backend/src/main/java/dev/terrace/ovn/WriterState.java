package dev.terrace.ovn;

/**
 * A look at the writer, for health checks and metrics.
 *
 * @param phase what it is doing
 * @param detail in words, such as the reason of a lost connection
 * @param connections that were made in all
 * @param transactions committed in all
 * @param rowsWritten in all
 * @param driftHealed rows that others had changed, removed or added, and that were put right, in all
 * @param ownRows in the replica
 * @param logicalPorts in the replica
 * @param rejectedRows that the server will not have at present
 */
public record WriterState(
        Phase phase,
        String detail,
        long connections,
        long transactions,
        long rowsWritten,
        long driftHealed,
        int ownRows,
        int logicalPorts,
        int rejectedRows) {

    /** What a writer can be doing. */
    public enum Phase {
        /** Not started. */
        NEW,
        /** Connects and reads the database. */
        CONNECTING,
        /** The replica is complete, and the database is not yet as desired, or nothing is desired yet. */
        WRITING,
        /** The database is as desired but for the rows that it rejects. */
        IN_SYNC,
        /** Lost the connection and will try again. */
        DISCONNECTED,
        /** Ended. */
        CLOSED
    }
}
