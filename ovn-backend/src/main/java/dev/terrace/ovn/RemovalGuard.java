package dev.terrace.ovn;

import dev.terrace.core.desired.ExternalIds;
import dev.terrace.core.desired.MatchNames;
import dev.terrace.core.desired.RowKey;
import dev.terrace.ovn.plan.DesiredRows;
import dev.terrace.ovn.replica.Replica;
import dev.terrace.ovn.replica.StoredRow;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Holds the removal of most of our rows back until somebody confirms it, because it is more often a source that lost
 * its objects than somebody's wish, and without ACLs the network is open. Rows of a policy that is to have others are
 * no loss: another version of Terrace may write all of them otherwise.
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
        long lost = lost(removed, desired, replica);
        return lost > FEW && lost > desired.size() && !confirmed.containsAll(removed) ? removed : Set.of();
    }

    /** So many of these rows are neither an ACL of a policy that is desired nor named by one. */
    private static long lost(Set<RowKey> removed, DesiredRows desired, Replica replica) {
        Set<Author> authors = desired.acls()
                .map(acl -> Author.of(acl.externalIds()))
                .filter(author -> !author.policy().isEmpty())
                .collect(Collectors.toUnmodifiableSet());
        Set<RowKey> replaced = replica.acls().values().stream()
                .filter(acl -> removed.contains(acl.key()) && authors.contains(Author.of(acl.externalIds())))
                .flatMap(acl -> Stream.concat(Stream.of(acl.key()), MatchNames.of(acl.match())))
                .collect(Collectors.toUnmodifiableSet());
        return removed.stream().filter(key -> !replaced.contains(key)).count();
    }

    /** What a row was made of, in the words of its {@code external_ids}. */
    private record Author(String kind, String namespace, String policy) {
        static Author of(Map<String, String> ids) {
            return new Author(
                    ids.getOrDefault(ExternalIds.KIND, ""),
                    ids.getOrDefault(ExternalIds.NAMESPACE, ""),
                    ids.getOrDefault(ExternalIds.POLICY, ""));
        }
    }
}
