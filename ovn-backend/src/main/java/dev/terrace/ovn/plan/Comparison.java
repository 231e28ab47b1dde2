package dev.terrace.ovn.plan;

import dev.terrace.core.desired.Row;
import dev.terrace.core.desired.RowKey;
import dev.terrace.ovn.plan.Step.Stage;
import dev.terrace.ovn.replica.Replica;
import dev.terrace.ovn.replica.StoredRow;
import dev.terrace.ovn.replica.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is compared with what, and the steps that came of it so far.
 *
 * @param withheld rows to leave as they are
 * @param steps in any order
 */
record Comparison(DesiredRows desired, Replica replica, Set<RowKey> withheld, List<Step> steps) {

    Comparison(DesiredRows desired, Replica replica, Set<RowKey> withheld) {
        this(desired, replica, withheld, new ArrayList<>());
    }

    Table<? extends StoredRow> table(RowKey.Table table) {
        return switch (table) {
            case ADDRESS_SET -> replica.addressSets();
            case PORT_GROUP -> replica.portGroups();
            case ACL -> replica.acls();
            case METER -> replica.meters();
            case METER_BAND -> replica.meterBands();
        };
    }

    /**
     * The stored row that is a desired one: recognised by the UUID that it should have, or else by name or primary id,
     * the lowest UUID first. Null where nobody desires it or the database has none.
     */
    <S extends StoredRow> @Nullable S recognise(Table<S> table, RowKey key) {
        if (!desired.has(key)) {
            return null;
        }
        S due = table.get(desired.uuid(key));
        if (due != null) {
            return due;
        }
        for (S named : table.named(key.id())) {
            if (!isDue(named)) {
                return named;
            }
        }
        return null;
    }

    /** Whether a desired row should have the UUID of this one. */
    private boolean isDue(StoredRow stored) {
        RowKey key = desired.key(stored.uuid());
        return key != null && key.table() == stored.table();
    }

    /** The rows that claim to be of a key and are no desired one. */
    <S extends StoredRow> List<S> strangers(Table<S> table, RowKey key) {
        List<S> named = table.named(key.id());
        if (named.isEmpty()) {
            return named;
        }
        S recognised = recognise(table, key);
        return named.stream()
                .filter(stored -> !stored.equals(recognised) && !isDue(stored))
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

    /** Takes the sets, groups or meters of a key away that nobody desires. */
    void sweep(Table<? extends StoredRow> table, RowKey key) {
        for (StoredRow stranger : strangers(table, key)) {
            if (!isWithheld(stranger.key())) {
                step(stranger.key(), Stage.SWEEP, new Edit.Remove(stranger.key(), stranger.uuid()));
            }
        }
    }
}
