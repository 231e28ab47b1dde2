package dev.terrace.gateway.health;

import dev.terrace.ovn.WriterState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Whether the database is, and stays, as the source says: synced, connected, nothing overdue. */
public final class Readiness {

    /** How long the database may be behind what is desired. */
    static final Duration OVERDUE = Duration.ofSeconds(30);

    private Readiness() {}

    /**
     * Judges.
     *
     * @param synced whether the source has been read whole
     * @param troubles why it may not be known as it is, one line for each thing
     * @param writer the writer as it is
     * @param behind since when the database has not been as desired; null if it has not been on this connection
     */
    public static Health of(
            boolean synced, Collection<String> troubles, WriterState writer, @Nullable Duration behind) {
        List<String> missing = new ArrayList<>();
        if (!synced) {
            missing.add("the source has not been read whole yet");
        }
        missing.addAll(new TreeSet<>(troubles));
        switch (writer.phase()) {
            case IN_SYNC, STANDING_BY -> {}
            case WRITING -> {
                if (behind == null) {
                    missing.add("the Northbound database has not been brought to what is desired yet");
                } else if (behind.compareTo(OVERDUE) > 0) {
                    missing.add("the Northbound database has not been as desired for " + behind.toSeconds() + " s");
                }
            }
            case ELSEWHERE -> missing.add("not the Northbound database for us, " + writer.detail());
            case NEW, CONNECTING, DISCONNECTED, CLOSED ->
                missing.add("no connection to the Northbound database: " + writer.detail());
        }
        if (writer.rejectedRows() > 0) {
            missing.add("rows that are rejected or held back, the log says why: " + writer.rejectedRows());
        }
        return new Health(missing);
    }
}
