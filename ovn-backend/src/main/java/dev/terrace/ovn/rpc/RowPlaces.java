package dev.terrace.ovn.rpc;

import org.jspecify.annotations.Nullable;

/** Knows in which messages there are rows to be taken one by one. */
interface RowPlaces {

    /** None. */
    RowPlaces NONE = new RowPlaces() {
        @Override
        public @Nullable RowSink inResult(long id) {
            return null;
        }

        @Override
        public @Nullable RowSink inUpdate(String method, String monitor) {
            return null;
        }
    };

    /** Where the rows in the result of a call go; null where they stay in the message. */
    @Nullable RowSink inResult(long id);

    /** Where the rows in a notification of a monitor go; null where they stay in the message. */
    @Nullable RowSink inUpdate(String method, String monitor);
}
