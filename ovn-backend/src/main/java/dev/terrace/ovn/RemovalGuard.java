package dev.terrace.ovn;

import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.RowKey;
import dev.terrace.ovn.replica.Replica;
import dev.terrace.ovn.replica.StoredRow;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Holds the removal of most of our rows back until somebody confirms it, because it is more often a source that lost
 * its objects than somebody's wish, and without ACLs the network is open.
 */
final class RemovalGuard {

    /** So many rows may always be removed. */
    private static final int FEW = 100;

    private final boolean off;
    private @Nullable DesiredImage confirmed;

    /** @param off lets everything pass */
    RemovalGuard(boolean off) {
        this.off = off;
    }

    /** The removals that this image means are right. */
    void confirm(DesiredImage image) {
        confirmed = image;
    }

    /** The rows that must not be removed for this image: none, or all that it does not have. */
    Set<RowKey> held(DesiredImage image, Replica replica) {
        if (off || replica.ownRows() - image.rows().size() <= FEW || image.equals(confirmed)) {
            return Set.of();
        }
        Set<RowKey> removed = Stream.of(replica.acls(), replica.portGroups(), replica.addressSets())
                .flatMap(table -> table.values().stream())
                .map((Function<StoredRow, RowKey>) StoredRow::key)
                .filter(key -> !image.rows().containsKey(key))
                .collect(Collectors.toUnmodifiableSet());
        return removed.size() > FEW && removed.size() > replica.ownRows() / 2 ? removed : Set.of();
    }
}
