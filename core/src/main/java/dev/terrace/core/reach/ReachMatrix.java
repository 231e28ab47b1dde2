package dev.terrace.core.reach;

import java.util.List;

/**
 * Who can reach whom.
 *
 * @param groups the names of the groups, sorted
 * @param probes what was tried
 * @param cells by probe, then by the group of the source, then by the group of the destination
 */
public record ReachMatrix(List<String> groups, List<Probe> probes, List<List<List<Cell>>> cells) {

    public ReachMatrix {
        groups = List.copyOf(groups);
        probes = List.copyOf(probes);
        cells = List.copyOf(cells);
    }

    /** The cell of these places in the lists. */
    public Cell cell(int probe, int from, int to) {
        return cells.get(probe).get(from).get(to);
    }
}
