package dev.terrace.ovn.plan;

import dev.terrace.core.desired.RowKey;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How to get from the replica to what is desired.
 *
 * @param transactions in the order in which they are to be committed
 * @param heldBack rows that are desired and cannot be written as long as others are withheld, with the reason
 * @param rows the rows that were compared as a whole and that a transaction is for
 */
public record Plan(List<Transaction> transactions, SortedMap<RowKey, String> heldBack, Set<RowKey> rows) {

    public Plan {
        transactions = List.copyOf(transactions);
        heldBack = new TreeMap<>(heldBack);
        rows = Set.copyOf(rows);
    }

    /** Whether the database is as desired, as far as it can be. */
    public boolean isEmpty() {
        return transactions.isEmpty();
    }
}
