package dev.terrace.ovn;

import dev.terrace.core.desired.RowKey;
import dev.terrace.ovn.plan.DesiredRows;
import dev.terrace.ovn.replica.Replica;
import dev.terrace.ovn.replica.StoredRow;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Holds the removal of most of our rows back until somebody confirms it, because it is more often a source that lost
 * its objects than somebody's wish, and without ACLs the network is open.
 */
final class RemovalGuard {

    /** So many rows may always be removed. */
    private static final int FEW = 100;

    private final boolean off;
    private final Set<RowKey> confirmed = new HashSet<>();
    private boolean confirming;

    /** @param off lets everything pass */
    RemovalGuard(boolean off) {
        this.off = off;
    }

    /** What will be found to be removed the next time is right, as long as nobody desires it again. */
    void confirm() {
        confirming = true;
    }

    /** These rows are desired from now on, or no longer; what was confirmed and not yet looked at no longer is. */
    void changed(Set<RowKey> keys) {
        confirming = false;
        confirmed.removeAll(keys);
    }

    /**
     * The rows that must not be removed: none, or all that nobody desires.
     *
     * @param kept rows that stay for another reason
     */
    Set<RowKey> held(DesiredRows desired, Replica replica, Set<RowKey> kept) {
        if (off || replica.ownRows() - desired.size() <= FEW) {
            return Set.of();
        }
        Set<RowKey> removed = Stream.of(
                        replica.acls(),
                        replica.portGroups(),
                        replica.addressSets(),
                        replica.meters(),
                        replica.meterBands())
                .flatMap(table -> table.values().stream())
                .map((Function<StoredRow, RowKey>) StoredRow::key)
                .filter(key -> !desired.has(key) && !kept.contains(key))
                .collect(Collectors.toUnmodifiableSet());
        if (confirming) {
            confirming = false;
            confirmed.addAll(removed);
        }
        return removed.size() > FEW && removed.size() > replica.ownRows() / 2 && !confirmed.containsAll(removed)
                ? removed
                : Set.of();
    }
}
