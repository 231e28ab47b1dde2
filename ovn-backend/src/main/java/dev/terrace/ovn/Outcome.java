package dev.terrace.ovn;

import dev.terrace.core.desired.RowKey;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** What became of an image. */
public sealed interface Outcome {

    /** The database holds it, wholly and nothing else of ours. */
    record Committed(Written written) implements Outcome {}

    /**
     * The database holds all of it but these rows, each with the reason in the server's words. They are tried again
     * from time to time and whenever they change.
     */
    record Rejected(SortedMap<RowKey, String> rows, Written written) implements Outcome {
        public Rejected {
            rows = Collections.unmodifiableSortedMap(new TreeMap<>(rows));
        }
    }

    /**
     * The connection went away in the middle, or the writer was closed: what the database holds is not known until it
     * is read again.
     */
    record Unknown(String reason) implements Outcome {}
}
