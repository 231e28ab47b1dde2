package dev.terrace.ovn;

import dev.terrace.core.desired.RowKey;
import dev.terrace.ovn.plan.Edit;
import dev.terrace.ovn.plan.Transaction;
import dev.terrace.ovn.replica.Fence;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** What a {@link Reconciliation} wants done next. */
sealed interface Next {

    /** Nothing, until something happens. */
    record Rest() implements Next {}

    /** To compare, when the updates that wait already have been taken in. */
    record Compare() implements Next {}

    /** To compare in so many milliseconds, and not before. */
    record CompareLater(long milliseconds) implements Next {}

    /** Nothing, as long as another writer is elected; {@code fence} is theirs if there is one. */
    record StandBy(@Nullable Fence fence) implements Next {}

    /** Nothing, as long as the database is not that of our node; {@code why} is one sentence for people. */
    record StayOut(String why) implements Next {}

    /** To put our fence up, in the place of the one before, and to say what became of it. */
    record TakeOver(@Nullable Fence before, Fence ours) implements Next {}

    /**
     * To commit behind our fence, and to say what became of it.
     *
     * @param after what the transaction before has created if it was done, which is not known yet; null where nothing
     *     is under way
     */
    record Commit(
            Transaction transaction, Fence fence, @Nullable Edit after) implements Next {}

    /** The database is as desired, so many rows, but for those that failed, each with the reason. */
    record Settled(int rows, SortedMap<RowKey, String> failed) implements Next {}

    /** To let the server choose the UUIDs of new rows, and to compare. */
    record UseNamedUuids() implements Next {}

    /** To give the session up and open another. */
    record Reopen(String reason) implements Next {}
}
