package dev.terrace.gateway.report;

import dev.terrace.core.reach.Cell;
import dev.terrace.core.reach.ReachMatrix;
import java.util.ArrayList;
import java.util.List;

/** Who can reach whom, as a table for each probe: a row for each source, a column for each destination. */
public final class MatrixText {

    private MatrixText() {}

    public static String of(ReachMatrix matrix, Ink ink) {
        List<String> lines = new ArrayList<>();
        List<String> groups = matrix.groups();
        int width = groups.stream().mapToInt(String::length).max().orElse(0);
        int digits = Integer.toString(groups.size()).length();
        for (int probe = 0; probe < matrix.probes().size(); probe++) {
            lines.add(matrix.probes().get(probe) + ", from the row to the column");
            lines.add(" ".repeat(digits + 1 + width) + columns(groups.size(), digits));
            for (int from = 0; from < groups.size(); from++) {
                StringBuilder line =
                        new StringBuilder(("%" + digits + "d %-" + width + "s").formatted(from + 1, groups.get(from)));
                for (int to = 0; to < groups.size(); to++) {
                    line.append(" ".repeat(digits)).append(symbol(matrix.cell(probe, from, to), ink));
                }
                lines.add(line.toString());
            }
            lines.add("");
        }
        lines.add("+ all flows pass   - none   ~ some   . there are none");
        return String.join("\n", lines) + "\n";
    }

    private static String columns(int count, int digits) {
        StringBuilder columns = new StringBuilder();
        for (int column = 1; column <= count; column++) {
            columns.append((" %" + digits + "d").formatted(column));
        }
        return columns.toString();
    }

    private static String symbol(Cell cell, Ink ink) {
        return switch (cell.reachability()) {
            case NONE -> ".";
            case ALLOW -> ink.allow("+");
            case DROP -> ink.drop("-");
            case PARTLY -> "~";
        };
    }
}
