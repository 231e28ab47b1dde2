package dev.terrace.ovn;

import dev.terrace.core.desired.DesiredDelta;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.RowDelta;
import dev.terrace.core.desired.RowKey;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What is desired and not yet taken notice of: an image, and changes since, at most one for each row. So however long
 * nobody looks, it grows with the rows and not with what happens to them.
 */
final class Mailbox {

    private final Map<RowKey, RowDelta> changes = new HashMap<>();
    private @Nullable DesiredImage image;
    private @Nullable CompletableFuture<Outcome> outcome;
    private boolean begun;

    /**
     * All that waited.
     *
     * @param image what is desired, or null for what was desired before
     * @param changes of that
     */
    record Delivery(@Nullable DesiredImage image, DesiredDelta changes, CompletableFuture<Outcome> outcome) {}

    /**
     * What became of it, and whether somebody has to be told that there is something to take.
     *
     * @param outcome of all that waits
     */
    record Receipt(CompletableFuture<Outcome> outcome, boolean first) {}

    synchronized Receipt put(DesiredImage next) {
        begun = true;
        image = next;
        changes.clear();
        return receipt();
    }

    /**
     * Adds changes.
     *
     * @throws IllegalStateException before the first image: what is not in it would be removed
     * @throws IllegalArgumentException when they do not fit those that wait; nothing is added then
     */
    synchronized Receipt put(DesiredDelta next) {
        if (!begun) {
            throw new IllegalStateException("a change of nothing: no image was given yet");
        }
        SortedMap<RowKey, @Nullable RowDelta> joined = new TreeMap<>();
        next.rows().forEach((key, change) -> {
            RowDelta before = changes.get(key);
            joined.put(key, before == null ? change : before.then(change));
        });
        joined.forEach((key, change) -> {
            if (change == null) {
                changes.remove(key);
            } else {
                changes.put(key, change);
            }
        });
        return receipt();
    }

    private Receipt receipt() {
        CompletableFuture<Outcome> waiting = outcome;
        if (waiting != null) {
            return new Receipt(waiting, false);
        }
        CompletableFuture<Outcome> fresh = new CompletableFuture<>();
        outcome = fresh;
        return new Receipt(fresh, true);
    }

    /** Takes all that waits; null where nothing does. */
    synchronized @Nullable Delivery take() {
        CompletableFuture<Outcome> waiting = outcome;
        if (waiting == null) {
            return null;
        }
        Delivery delivery = new Delivery(image, new DesiredDelta(new TreeMap<>(changes)), waiting);
        image = null;
        changes.clear();
        outcome = null;
        return delivery;
    }
}
