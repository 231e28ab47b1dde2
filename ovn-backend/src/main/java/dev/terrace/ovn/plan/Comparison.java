package dev.terrace.ovn.plan;

import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.Row;
import dev.terrace.core.desired.RowKey;
import dev.terrace.ovn.plan.Step.Stage;
import dev.terrace.ovn.replica.Replica;
import dev.terrace.ovn.replica.StoredRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is compared with what, and the steps that came of it so far.
 *
 * @param withheld rows to leave as they are
 * @param steps in any order
 */
record Comparison(DesiredImage image, Replica replica, Set<RowKey> withheld, RowUuids uuids, List<Step> steps) {

    Comparison(DesiredImage image, Replica replica, Set<RowKey> withheld, RowUuids uuids) {
        this(image, replica, withheld, uuids, new ArrayList<>());
    }

    <R extends Row> List<R> desired(Class<R> kind) {
        return image.rows().values().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    boolean isWithheld(RowKey key) {
        return withheld.contains(key);
    }

    void step(RowKey key, Stage stage, Edit edit) {
        steps.add(new Step(key, stage, edit));
    }

    /** Writes columns in place, if there are any to write. */
    void revise(Row row, StoredRow stored, Map<Column, String> before) {
        if (!before.isEmpty()) {
            step(row.key(), Stage.PREPARE, new Edit.Revise(stored.uuid(), row, before));
        }
    }

    /** Takes a set or a group away that nobody desires. */
    void sweep(StoredRow stranger) {
        if (!isWithheld(stranger.key())) {
            step(stranger.key(), Stage.SWEEP, new Edit.Remove(stranger.key(), stranger.uuid()));
        }
    }
}
