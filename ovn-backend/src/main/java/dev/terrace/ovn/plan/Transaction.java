package dev.terrace.ovn.plan;

import dev.terrace.core.desired.RowKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Steps that are committed together or not at all. */
public record Transaction(List<Step> steps) {

    public Transaction {
        steps = List.copyOf(steps);
    }

    /** The rows that it is for. */
    public Set<RowKey> keys() {
        return steps.stream().flatMap(step -> step.keys().stream()).collect(Collectors.toUnmodifiableSet());
    }

    /** An edit that creates a row, which is there when and only when the transaction was done; null where none does. */
    public @Nullable Edit creation() {
        for (Step step : steps) {
            for (Edit edit : step.edits()) {
                if (edit.creates()) {
                    return edit;
                }
            }
        }
        return null;
    }

    /** About how many edits it has. */
    public int size() {
        return steps.stream().mapToInt(step -> step.edits().size()).sum();
    }

    /**
     * What to do, in an order that the server can follow: rows before references to them, deletions last. Members of
     * the same column are one edit.
     */
    public List<Edit> edits() {
        Map<Place, List<Edit>> edits = new LinkedHashMap<>();
        for (Step step : steps) {
            for (Edit edit : step.edits()) {
                edits.computeIfAbsent(Place.of(edit), _ -> new ArrayList<>()).add(edit);
            }
        }
        return edits.values().stream()
                .map(Transaction::merged)
                .sorted(Comparator.comparingInt(Transaction::turn))
                .toList();
    }

    /** Where edits are merged into one. */
    record Place(UUID row, Class<? extends Edit> kind, String column) {
        static Place of(Edit edit) {
            return new Place(
                    edit.row(),
                    edit.getClass(),
                    edit instanceof Edit.References references
                            ? references.column().ovn()
                            : "");
        }
    }

    private static int turn(Edit edit) {
        return switch (edit) {
            case Edit.CreateAddressSet _,
                    Edit.CreatePortGroup _,
                    Edit.CreateAcl _,
                    Edit.CreateMeter _,
                    Edit.CreateMeterBand _ -> 0;
            case Edit.Revise _ -> 1;
            case Edit.Addresses _, Edit.References _ -> 2;
            case Edit.Remove _ -> 3;
        };
    }

    private static Edit merged(List<Edit> edits) {
        Edit first = edits.getFirst();
        if (edits.size() == 1) {
            return first;
        }
        return switch (first) {
            case Edit.Addresses addresses ->
                new Edit.Addresses(
                        addresses.key(),
                        addresses.row(),
                        union(edits, Edit.Addresses.class, Edit.Addresses::added),
                        union(edits, Edit.Addresses.class, Edit.Addresses::removed));
            case Edit.References references ->
                new Edit.References(
                        references.key(),
                        references.row(),
                        references.column(),
                        union(edits, Edit.References.class, Edit.References::added),
                        union(edits, Edit.References.class, Edit.References::removed));
            default -> throw new IllegalStateException("several edits of one row: " + edits);
        };
    }

    private static <E extends Edit, T> Set<T> union(List<Edit> edits, Class<E> kind, Function<E, Set<T>> members) {
        return edits.stream()
                .flatMap(edit -> members.apply(kind.cast(edit)).stream())
                .collect(Collectors.toUnmodifiableSet());
    }
}
