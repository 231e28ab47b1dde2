package dev.terrace.ovn;

import com.google.common.collect.Maps;
import dev.terrace.core.desired.DesiredDelta;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.Row;
import dev.terrace.core.desired.RowDelta;
import dev.terrace.core.desired.RowKey;
import dev.terrace.ovn.plan.Plan;
import dev.terrace.ovn.plan.Step;
import dev.terrace.ovn.plan.Transaction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;

/**
 * A large image on its way into a database that has no row of ours, part by part: the server writes what came before
 * while the next part is worked out. Address sets come first and are written at once, because nothing refers to them
 * yet. The order of groups and ACLs depends on all of them, so they wait for the last part.
 */
final class Filling {

    /** So many rows are worked out at once: some milliseconds, for which the transactions under way have to last. */
    private static final int PART = 1_000;

    private static final RowKey FIRST_OTHER = new RowKey(RowKey.Table.PORT_GROUP, "");

    private final Iterator<SortedMap<RowKey, Row>> sets;
    private final Iterator<SortedMap<RowKey, Row>> others;
    private final List<Step> waiting = new ArrayList<>();
    private boolean ordered;

    Filling(DesiredImage image) {
        sets = parts(image.rows().headMap(FIRST_OTHER));
        others = parts(image.rows().tailMap(FIRST_OTHER));
    }

    private static Iterator<SortedMap<RowKey, Row>> parts(SortedMap<RowKey, Row> rows) {
        List<SortedMap<RowKey, Row>> parts = new ArrayList<>();
        RowKey from = null;
        int place = 0;
        for (RowKey key : rows.keySet()) {
            if (place++ % PART == 0) {
                if (from != null) {
                    parts.add(rows.subMap(from, key));
                }
                from = key;
            }
        }
        if (from != null) {
            parts.add(rows.tailMap(from));
        }
        return parts.iterator();
    }

    /**
     * Whether an image is so large that parts of it save time, and has any that may be written before all are known.
     */
    static boolean isWorthwhile(DesiredImage image) {
        return image.rows().size() > 2 * PART && image.rows().firstKey().table() == RowKey.Table.ADDRESS_SET;
    }

    boolean hasNext() {
        return sets.hasNext() || others.hasNext();
    }

    /** The next part of what is desired. */
    DesiredDelta next() {
        ordered = !sets.hasNext();
        return new DesiredDelta(Maps.transformValues((ordered ? others : sets).next(), RowDelta.Put::new));
    }

    /** What may be written after all that may be written already, now that there is a plan for the last part. */
    Iterator<Transaction> inTurn(Plan part) {
        waiting.addAll(part.steps());
        if (ordered && hasNext()) {
            return Collections.emptyIterator();
        }
        Plan ready = new Plan(waiting, Collections.emptySortedMap(), part.amid(), part.bounds());
        waiting.clear();
        return ready.inTurn();
    }
}
