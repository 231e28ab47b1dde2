package dev.terrace.ovn.plan;

import dev.terrace.core.desired.Row;
import dev.terrace.core.desired.RowKey;
import dev.terrace.ovn.replica.StoredRow;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Which stored row is which desired one: the stored row of each desired one that has any, and the stored rows that are
 * nobody's.
 */
record Recognised<S extends StoredRow>(Map<RowKey, S> rows, List<S> strangers) {

    /** Recognises rows by the UUID that they should have, or else by name or primary id, the lowest UUID first. */
    static <S extends StoredRow> Recognised<S> of(List<? extends Row> desired, Map<UUID, S> stored, RowUuids uuids) {
        Map<RowKey, S> rows = new HashMap<>();
        Map<UUID, S> rest = new HashMap<>(stored);
        for (Row row : desired) {
            S same = rest.remove(uuids.of(row.key()));
            if (same != null) {
                rows.put(row.key(), same);
            }
        }
        if (!rest.isEmpty()) {
            Map<String, List<S>> byId = rest.values().stream().collect(Collectors.groupingBy(StoredRow::id));
            for (Row row : desired) {
                List<S> candidates = byId.get(row.key().id());
                if (candidates != null && !rows.containsKey(row.key())) {
                    S lowest = Collections.min(candidates, Comparator.comparing(StoredRow::uuid));
                    rest.remove(lowest.uuid());
                    rows.put(row.key(), lowest);
                }
            }
        }
        return new Recognised<>(rows, List.copyOf(rest.values()));
    }
}
