package dev.terrace.gateway.report;

import dev.terrace.core.reach.Cell;
import dev.terrace.core.reach.ReachMatrix;

/** Who can reach whom, a line for each cell (RFC 4180 with line feeds alone; no field needs quotes). */
public final class MatrixCsv {

    /** The first line. */
    public static final String HEADER = "from,to,port,verdict,flows,allowed";

    private MatrixCsv() {}

    public static String of(ReachMatrix matrix) {
        StringBuilder csv = new StringBuilder(HEADER).append('\n');
        MatrixCells.of(matrix).forEach(place -> {
            Cell cell = place.cell();
            csv.append(place.from())
                    .append(',')
                    .append(place.to())
                    .append(',')
                    .append(place.probe())
                    .append(',')
                    .append(cell.reachability())
                    .append(',')
                    .append(cell.flows())
                    .append(',')
                    .append(cell.allowed())
                    .append('\n');
        });
        return csv.toString();
    }
}
