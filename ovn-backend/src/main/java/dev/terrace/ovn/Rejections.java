package dev.terrace.ovn;

import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.Row;
import dev.terrace.core.desired.RowKey;
import dev.terrace.ovn.plan.Texts;
import dev.terrace.ovn.session.CommitResult;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows that cannot be written and are left out so that they do not hold the others: those that the server refused,
 * until they change or are tried again, and those that cannot even be sent.
 */
final class Rejections {

    private static final Logger LOG = LoggerFactory.getLogger(Rejections.class);

    private DesiredImage image = DesiredImage.EMPTY;
    private SortedMap<RowKey, String> unsendable = Collections.emptySortedMap();
    private final Map<RowKey, Refusal> refused = new HashMap<>();
    private SortedMap<RowKey, String> failed = Collections.emptySortedMap();

    /** What the server said of a row; {@code row} is null when it would not have it removed. */
    private record Refusal(@Nullable Row row, String words) {}

    /** Another image counts now: rows that changed deserve another trial. */
    void judge(DesiredImage next) {
        image = next;
        unsendable = Texts.unsendable(next);
        refused.entrySet()
                .removeIf(entry -> !Objects.equals(
                        next.rows().get(entry.getKey()), entry.getValue().row()));
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
        return refused.putIfAbsent(key, new Refusal(image.rows().get(key), words)) == null;
    }

    /** Gives all that the server refused another trial. */
    void forgive() {
        refused.clear();
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
        refused.forEach((key, refusal) -> now.put(key, refusal.words()));
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
