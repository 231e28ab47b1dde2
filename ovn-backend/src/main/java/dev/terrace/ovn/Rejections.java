package dev.terrace.ovn;

import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.Row;
import dev.terrace.core.desired.RowKey;
import dev.terrace.ovn.plan.Texts;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The rows that cannot be written and are left out so that they do not hold the others: those that the server refused,
 * until they change or are tried again, and those that cannot even be sent.
 */
final class Rejections {

    private DesiredImage image = DesiredImage.EMPTY;
    private SortedMap<RowKey, String> unsendable = Collections.emptySortedMap();
    private final Map<RowKey, Refusal> refused = new HashMap<>();

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
    boolean add(RowKey key, String words) {
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
        if (unsendable.isEmpty()) {
            return Collections.unmodifiableSet(refused.keySet());
        }
        Set<RowKey> keys = new HashSet<>(refused.keySet());
        keys.addAll(unsendable.keySet());
        return keys;
    }

    /** The rows to leave out, each with the reason. */
    SortedMap<RowKey, String> reasons() {
        SortedMap<RowKey, String> reasons = new TreeMap<>(unsendable);
        refused.forEach((key, refusal) -> reasons.put(key, refusal.words()));
        return reasons;
    }
}
