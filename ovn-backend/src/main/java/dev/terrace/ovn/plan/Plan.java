package dev.terrace.ovn.plan;

import dev.terrace.core.desired.RowKey;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How to get from the replica to what is desired.
 *
 * @param steps in any order
 * @param heldBack rows that are desired and cannot be written as long as others are withheld, with the reason
 * @param amid whether the database has ACLs of ours, which decide until others do
 * @param bounds of a transaction
 */
public record Plan(List<Step> steps, SortedMap<RowKey, String> heldBack, boolean amid, Bounds bounds) {

    public Plan {
        steps = List.copyOf(steps);
        heldBack = new TreeMap<>(heldBack);
    }

    /** Whether the database is as desired, as far as it can be. */
    public boolean isEmpty() {
        return steps.isEmpty();
    }

    /**
     * The transactions in the order in which they are to be committed. What is not asked for yet is not worked out, so
     * that the first of many does not wait for the others.
     */
    public Iterator<Transaction> inTurn() {
        return Packing.of(steps, amid, bounds);
    }

    /** All of {@link #inTurn}. */
    public List<Transaction> transactions() {
        List<Transaction> all = new ArrayList<>();
        inTurn().forEachRemaining(all::add);
        return all;
    }
}
