package dev.terrace.ovn;

import dev.terrace.core.desired.DesiredDelta;
import dev.terrace.core.desired.Row;
import dev.terrace.core.desired.RowDelta;
import dev.terrace.core.desired.RowKey;
import dev.terrace.ovn.plan.Texts;
import dev.terrace.ovn.session.CommitResult;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows that cannot be written and are left out so that they do not hold the others: those that the server refused,
 * until they change or are tried again, and those that cannot even be sent.
 */
final class Rejections {

    private static final Logger LOG = LoggerFactory.getLogger(Rejections.class);

    private final SortedMap<RowKey, String> unsendable = new TreeMap<>();
    private final Map<RowKey, String> refused = new HashMap<>();
    private SortedMap<RowKey, String> failed = Collections.emptySortedMap();

    /** Rows that changed deserve another trial. */
    void judge(DesiredDelta changes) {
        changes.rows().forEach((key, change) -> {
            refused.remove(key);
            switch (change) {
                case RowDelta.Put(Row row) -> {
                    String flaw = Texts.flaw(row);
                    if (flaw == null) {
                        unsendable.remove(key);
                    } else {
                        unsendable.put(key, flaw);
                    }
                }
                case RowDelta.Gone _ -> unsendable.remove(key);
                // Addresses and ports can always be sent.
                case RowDelta.Addresses _, RowDelta.Ports _ -> {}
            }
        });
    }

    /**
     * Leaves a row out from now on.
     *
     * @return false when it was left out already
     */
    boolean add(RowKey key, CommitResult.Rejected refusal) {
        String words = refusal.error() + ": " + refusal.details();
        if (refusal.details().contains("for index on column \"name\"")) {
            words = "a row of this name exists that is not ours; " + words;
        }
        return refused.putIfAbsent(key, words) == null;
    }

    /** Gives all that the server refused another trial, and returns which they are. */
    Set<RowKey> forgive() {
        Set<RowKey> forgiven = Set.copyOf(refused.keySet());
        refused.clear();
        return forgiven;
    }

    /** Whether the server refused any. */
    boolean isRefusal() {
        return !refused.isEmpty();
    }

    /** The rows to leave out. */
    Set<RowKey> keys() {
        Set<RowKey> keys = new HashSet<>(refused.keySet());
        keys.addAll(unsendable.keySet());
        return keys;
    }

    /**
     * The database is as desired but for the rows that are left out and those that are {@code heldBack} with them.
     *
     * @return both, each with the reason
     */
    SortedMap<RowKey, String> settled(SortedMap<RowKey, String> heldBack) {
        SortedMap<RowKey, String> now = new TreeMap<>(heldBack);
        now.putAll(unsendable);
        now.putAll(refused);
        now.forEach((key, words) -> {
            if (!words.equals(failed.get(key))) {
                LOG.warn("{} cannot be written: {}", key, words);
            }
        });
        failed.keySet().stream()
                .filter(key -> !now.containsKey(key))
                .forEach(key -> LOG.info("{} is no longer rejected", key));
        failed = Collections.unmodifiableSortedMap(now);
        return failed;
    }

    /** What {@link #settled} said the last time. */
    SortedMap<RowKey, String> failed() {
        return failed;
    }
}
