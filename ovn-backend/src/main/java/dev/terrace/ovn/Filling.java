package dev.terrace.ovn;

import com.google.common.collect.Iterables;
import dev.terrace.core.desired.DesiredDelta;
import dev.terrace.core.desired.RowDelta;
import dev.terrace.core.desired.RowKey;
import dev.terrace.ovn.plan.Plan;
import dev.terrace.ovn.plan.Step;
import dev.terrace.ovn.plan.Transaction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A large image on its way into a database that has no row of ours, part by part: the server writes what came before
 * while the next part is worked out. Address sets come first and are written at once, because nothing refers to them
 * yet. The order of groups and ACLs depends on all of them, so they wait for the last part.
 */
final class Filling {

    /** So many rows are worked out at once: some milliseconds, for which the transactions under way have to last. */
    private static final int PART = 1_000;

    private static final RowKey FIRST_OTHER = new RowKey(RowKey.Table.PORT_GROUP, "");

    private final Iterator<List<Map.Entry<RowKey, RowDelta>>> sets;
    private final Iterator<List<Map.Entry<RowKey, RowDelta>>> others;
    private final List<Step> waiting = new ArrayList<>();
    private boolean ordered;

    Filling(DesiredDelta image) {
        sets = parts(image.rows().headMap(FIRST_OTHER));
        others = parts(image.rows().tailMap(FIRST_OTHER));
    }

    private static Iterator<List<Map.Entry<RowKey, RowDelta>>> parts(SortedMap<RowKey, RowDelta> rows) {
        return Iterables.partition(rows.entrySet(), PART).iterator();
    }

    /** Whether an image is so large that parts of it save time. */
    static boolean isWorthwhile(DesiredDelta image) {
        return image.rows().size() > 2 * PART;
    }

    boolean hasNext() {
        return sets.hasNext() || others.hasNext();
    }

    /** The next part of what is desired. */
    DesiredDelta next() {
        ordered = !sets.hasNext();
        SortedMap<RowKey, RowDelta> part = new TreeMap<>();
        for (Map.Entry<RowKey, RowDelta> row : (ordered ? others : sets).next()) {
            part.put(row.getKey(), row.getValue());
        }
        return new DesiredDelta(part);
    }

    /** What may be written after all that may be written already, now that the last part is planned. */
    Iterator<Transaction> inTurn(Plan part) {
        waiting.addAll(part.steps());
        if (ordered && hasNext()) {
            return Collections.emptyIterator();
        }
        Plan ready = new Plan(waiting, Collections.emptySortedMap(), part.bounds());
        waiting.clear();
        return ready.inTurn();
    }
}
