package dev.terrace.ovn;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

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
 * @param rejectedRows that the server will not have at present, or that are held back
 * @param epoch of our fence, 0 before the first
 * @param datapathDelay how long the last change that was asked about took from the commit to the datapath of every
 *     hypervisor; null where none has answered
 * @param reviews how often everything was compared though nothing was known to differ, in all
 * @param overlooked how often that found something, in all; more than none is a bug
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
        int rejectedRows,
        long epoch,
        @Nullable Duration datapathDelay,
        long reviews,
        long overlooked) {

    static final WriterState NEW = new WriterState(Phase.NEW, "not started", 0, 0, 0, 0, 0, 0, 0, 0, null, 0, 0);

    /** Whether there is nothing for it to write at present. */
    public boolean isAtRest() {
        return phase == Phase.IN_SYNC || phase == Phase.STANDING_BY;
    }

    /** What a writer can be doing. */
    public enum Phase {
        /** Not started. */
        NEW,
        /** Connects and reads the database. */
        CONNECTING,
        /** The replica is complete, and another writer of the same owner is elected. */
        STANDING_BY,
        /** The replica is complete, and the database is not that of the node that it must be: nothing is written. */
        ELSEWHERE,
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
