package dev.terrace.ovn.session;

import dev.terrace.core.desired.RowKey;
import java.util.Set;

/** What became of a transaction (RFC 7047, section 4.1.3). */
public sealed interface CommitResult {

    /** Every operation was applied. */
    record Applied() implements CommitResult {}

    /** A row that should be changed is not there any more or not ours any more. Nothing was applied. */
    record Stale() implements CommitResult {}

    /** The fence is another writer's, or gone. Nothing was applied. */
    record Fenced() implements CommitResult {}

    /**
     * The server will not have it, and will not later. Nothing was applied.
     *
     * @param error the kind, a word of the RFC: {@code constraint violation}
     * @param details the server's words
     * @param culprits the rows at which it stumbled, as far as it says so; may be empty
     */
    record Rejected(String error, String details, Set<RowKey> culprits) implements CommitResult {}

    /** The server does not know how to insert a row with a UUID of our choice. Nothing was applied. */
    record UuidRefused() implements CommitResult {}

    /** The server cannot do it now: it is not the leader, its disk is full. Whether it was applied is to be read. */
    record Unavailable(String reason) implements CommitResult {}

    /** The connection ended before the answer. Whether it was applied is to be read. */
    record Lost(String reason) implements CommitResult {}
}
