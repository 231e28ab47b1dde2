package dev.terrace.gateway.report;

import dev.terrace.core.reach.ReachMatrix;
import dev.terrace.gateway.InputFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A matrix held against an earlier one, which somebody kept as CSV: their verdicts must be the same. */
public final class MatrixGolden {

    private static final int FIELDS = 4;

    private final Map<Place, String> expected = new LinkedHashMap<>();

    /** Where a cell stands. */
    private record Place(String from, String to, String port) {}

    /**
     * One cell.
     *
     * @param port the probe
     * @param name {@code from -> to}
     * @param expected the verdict that was kept, or null where there was no such cell
     * @param verdict the verdict now, or null where there is no such cell any more
     * @param reasons why it is so now
     */
    public record Check(
            String port,
            String name,
            @Nullable String expected,
            @Nullable String verdict,
            List<String> reasons) {

        public Check {
            reasons = List.copyOf(reasons);
        }

        public boolean holds() {
            return expected != null && expected.equals(verdict);
        }
    }

    /** @throws dev.terrace.gateway.Failure when the file is no matrix as CSV */
    public MatrixGolden(InputFile file) {
        List<String> lines = file.text().lines().toList();
        if (lines.isEmpty() || !lines.getFirst().equals(MatrixCsv.HEADER)) {
            throw file.wrong("", "no matrix: its first line must be " + MatrixCsv.HEADER);
        }
        for (String line : lines.subList(1, lines.size())) {
            String[] fields = line.split(",", -1);
            if (fields.length < FIELDS) {
                throw file.wrong(line, "a line has the fields " + MatrixCsv.HEADER);
            }
            expected.put(new Place(fields[0], fields[1], fields[2]), fields[3]);
        }
    }

    /** Every cell of either matrix. */
    public List<Check> checks(ReachMatrix matrix) {
        List<Check> checks = new ArrayList<>();
        Map<Place, String> gone = new LinkedHashMap<>(expected);
        MatrixCells.of(matrix).forEach(cell -> {
            Place place = new Place(cell.from(), cell.to(), cell.probe().toString());
            gone.remove(place);
            checks.add(new Check(
                    place.port(),
                    name(place),
                    expected.get(place),
                    cell.cell().reachability().name(),
                    cell.cell().reasons().stream().map(MatrixWords::reason).toList()));
        });
        gone.forEach((place, verdict) -> checks.add(new Check(place.port(), name(place), verdict, null, List.of())));
        return checks;
    }

    private static String name(Place place) {
        return place.from() + " -> " + place.to();
    }
}
