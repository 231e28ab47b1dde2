package dev.terrace.ovn.plan;

import dev.terrace.core.desired.MeterBandRow;
import dev.terrace.core.desired.MeterRow;
import dev.terrace.core.desired.RowKey;
import dev.terrace.ovn.plan.DesiredRows.Wanted;
import dev.terrace.ovn.plan.Step.Stage;
import dev.terrace.ovn.replica.StoredRow.StoredMeter;
import dev.terrace.ovn.replica.StoredRow.StoredMeterBand;
import dev.terrace.ovn.replica.Table;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Compares the meters, each with its band: neither can be in the database without the other. */
final class Meters {

    private final Comparison comparison;
    private final Table<StoredMeter> meters;
    private final Table<StoredMeterBand> bands;
    private final Set<RowKey> compared = new HashSet<>();

    Meters(Comparison comparison) {
        this.comparison = comparison;
        this.meters = comparison.replica().meters();
        this.bands = comparison.replica().meterBands();
    }

    /** Compares all that a key of a meter or of its band names, once. */
    void compare(RowKey either) {
        RowKey key = new RowKey(RowKey.Table.METER, either.id());
        if (!compared.add(key)) {
            return;
        }
        RowKey band = new RowKey(RowKey.Table.METER_BAND, either.id());
        if (comparison.desired().get(key) instanceof Wanted.Meter wanted
                && comparison.desired().get(band) instanceof Wanted.MeterBand wantedBand
                && !comparison.isWithheld(key)
                && !comparison.isWithheld(band)) {
            write(wanted, wantedBand);
        }
        comparison.sweep(meters, key);
    }

    private void write(Wanted.Meter meter, Wanted.MeterBand band) {
        StoredMeterBand storedBand = comparison.recognise(bands, band.row().key());
        List<Edit> edits = new ArrayList<>(edits(band, storedBand));
        edits.addAll(edits(meter, storedBand == null ? band.uuid() : storedBand.uuid()));
        if (!edits.isEmpty()) {
            comparison.steps().add(new Step(meter.row().key(), Stage.PREPARE, edits.toArray(Edit[]::new)));
        }
    }

    private static List<Edit> edits(Wanted.MeterBand wanted, @Nullable StoredMeterBand stored) {
        MeterBandRow row = wanted.row();
        if (stored == null) {
            return List.of(new Edit.CreateMeterBand(wanted.uuid(), row));
        }
        Map<Column, String> before = new Changes()
                .compare(Column.ACTION, MeterBandRow.ACTION, stored.action())
                .compare(Column.RATE, (long) row.rate(), stored.rate())
                .compare(Column.BURST_SIZE, 0L, stored.burstSize())
                .externalIds(row, stored)
                .before();
        return before.isEmpty() ? List.of() : List.of(new Edit.Revise(stored.uuid(), row, before));
    }

    private List<Edit> edits(Wanted.Meter wanted, UUID band) {
        MeterRow row = wanted.row();
        StoredMeter stored = comparison.recognise(meters, row.key());
        if (stored == null) {
            return List.of(new Edit.CreateMeter(wanted.uuid(), row, band));
        }
        Map<Column, String> before = new Changes()
                .compare(Column.NAME, row.name(), stored.name())
                .compare(Column.UNIT, MeterRow.UNIT, stored.unit())
                .compare(Column.FAIR, true, stored.fair())
                .externalIds(row, stored)
                .before();
        List<Edit> edits = new ArrayList<>();
        if (!before.isEmpty()) {
            edits.add(new Edit.Revise(stored.uuid(), row, before));
        }
        if (!stored.bands().equals(Set.of(band))) {
            edits.add(new Edit.References(
                    row.key(),
                    stored.uuid(),
                    Column.BANDS,
                    Members.without(Set.of(band), stored.bands()),
                    Members.without(stored.bands(), Set.of(band))));
        }
        return edits;
    }
}
