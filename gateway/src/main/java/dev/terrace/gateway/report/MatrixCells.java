package dev.terrace.gateway.report;

import dev.terrace.core.reach.Cell;
import dev.terrace.core.reach.Probe;
import dev.terrace.core.reach.ReachMatrix;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The cells of a matrix in a row: by probe, source, destination. */
final class MatrixCells {

    private MatrixCells() {}

    /** A cell and where it stands. */
    record Place(Probe probe, String from, String to, Cell cell) {}

    static Stream<Place> of(ReachMatrix matrix) {
        List<String> groups = matrix.groups();
        return IntStream.range(0, matrix.probes().size())
                .boxed()
                .flatMap(probe -> IntStream.range(0, groups.size())
                        .boxed()
                        .flatMap(from -> IntStream.range(0, groups.size())
                                .mapToObj(to -> new Place(
                                        matrix.probes().get(probe),
                                        groups.get(from),
                                        groups.get(to),
                                        matrix.cell(probe, from, to)))));
    }
}
