package dev.terrace.ovn.rpc;

import org.jspecify.annotations.Nullable;

/** Hears what the server says by itself on one connection. */
public interface ServerVoice {

    /** A notification came. Called on the executor of the connection, in the order in which they and replies came. */
    void hear(Notification notification);

    /**
     * Where the rows of a notification that has begun go, see {@link RowSink}. Called on the thread of the connection.
     *
     * @return null where they stay in the message
     */
    @Nullable RowSink rows(String method, String monitor);
}
