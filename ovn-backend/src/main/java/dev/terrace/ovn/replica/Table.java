package dev.terrace.ovn.replica;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Our rows of one table, by UUID and by the id that they claim. */
public final class Table<S extends StoredRow> {

    private final Map<UUID, S> rows = new HashMap<>();
    private final MultiIndex<String, UUID> ids = new MultiIndex<>();

    /** The row of a UUID, or null where none of ours has it. */
    public @Nullable S get(UUID uuid) {
        return rows.get(uuid);
    }

    public boolean has(UUID uuid) {
        return rows.containsKey(uuid);
    }

    /** The rows whose {@link StoredRow#key} has this id: hardly ever more than one. */
    public List<S> named(String id) {
        List<UUID> uuids = ids.get(id);
        return switch (uuids.size()) {
            case 0 -> List.of();
            case 1 -> {
                // Nothing is in one of the two maps alone.
                S row = rows.get(uuids.getFirst());
                yield row == null ? List.of() : List.of(row);
            }
            default ->
                uuids.stream()
                        .sorted()
                        .<S>mapMulti((uuid, rest) -> {
                            S row = rows.get(uuid);
                            if (row != null) {
                                rest.accept(row);
                            }
                        })
                        .toList();
        };
    }

    public Collection<S> values() {
        return Collections.unmodifiableCollection(rows.values());
    }

    public int size() {
        return rows.size();
    }

    /** Puts a row in the place of the one of its UUID, if there is one. */
    void put(S row) {
        S before = rows.put(row.uuid(), row);
        if (before == null || !before.key().equals(row.key())) {
            if (before != null) {
                ids.remove(before.key().id(), before.uuid());
            }
            ids.add(row.key().id(), row.uuid());
        }
    }

    /** Takes a row away and returns it; null where there was none. */
    @Nullable S remove(UUID uuid) {
        S before = rows.remove(uuid);
        if (before != null) {
            ids.remove(before.key().id(), uuid);
        }
        return before;
    }
}
