package dev.terrace.ovn.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Cuts a sequence of steps into transactions within bounds; a step that is too big by itself gets one of its own. */
final class Packing {

    private final Bounds bounds;
    private final List<Transaction> transactions = new ArrayList<>();
    private final List<Step> open = new ArrayList<>();
    private final Set<Transaction.Place> places = new HashSet<>();
    private int operations;
    private long bytes;

    private Packing(Bounds bounds) {
        this.bounds = bounds;
    }

    static List<Transaction> of(List<Step> steps, Bounds bounds) {
        Packing packing = new Packing(bounds);
        steps.forEach(packing::add);
        packing.cut();
        return packing.transactions;
    }

    private void add(Step step) {
        int more = operations(step);
        long size = step.edits().stream().mapToLong(Edit::bytes).sum();
        if (!open.isEmpty() && (operations + more > bounds.operations() || bytes + size > bounds.bytes())) {
            cut();
            more = operations(step);
        }
        open.add(step);
        step.edits().forEach(edit -> places.add(Transaction.Place.of(edit)));
        operations += more;
        bytes += size;
    }

    /** An existing row takes a guard as well; edits that are merged into an earlier one take nothing. */
    private int operations(Step step) {
        int count = 0;
        for (Edit edit : step.edits()) {
            if (!places.contains(Transaction.Place.of(edit))) {
                count += edit.creates() ? 1 : 2;
            }
        }
        return count;
    }

    private void cut() {
        if (!open.isEmpty()) {
            transactions.add(new Transaction(open));
        }
        open.clear();
        places.clear();
        operations = 0;
        bytes = 0;
    }
}
