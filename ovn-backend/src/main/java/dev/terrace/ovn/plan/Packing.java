package dev.terrace.ovn.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a sequence of steps into transactions. What is within the bounds stays one; what is not is cut into pieces that
 * are much smaller, because a server takes more time for each row of a large transaction. A step that is too big by
 * itself gets a transaction of its own.
 */
final class Packing implements Iterator<Transaction> {

    private final Iterator<Step> steps;
    private final Bounds bounds;
    private @Nullable Step next;

    private Packing(Iterator<Step> steps, Bounds bounds) {
        this.steps = steps;
        this.bounds = bounds;
        advance();
    }

    /** @param steps in any order */
    static Iterator<Transaction> of(List<Step> steps, Bounds bounds) {
        return new Packing(new Sequence(steps, bounds), fit(steps, bounds) ? bounds : bounds.pieces());
    }

    private static boolean fit(List<Step> steps, Bounds bounds) {
        Filling all = new Filling(bounds);
        for (Step step : steps) {
            if (!all.takes(step)) {
                return false;
            }
        }
        return true;
    }

    private void advance() {
        next = steps.hasNext() ? steps.next() : null;
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public Transaction next() {
        if (next == null) {
            throw new NoSuchElementException();
        }
        List<Step> together = new ArrayList<>();
        Filling filling = new Filling(bounds);
        while (next != null && (filling.takes(next) || together.isEmpty())) {
            together.add(next);
            advance();
        }
        return new Transaction(together);
    }

    /** How much is in a transaction. */
    private static final class Filling {
        private final Bounds bounds;
        private final Set<Transaction.Place> places = new HashSet<>();
        private int operations;
        private long bytes;

        Filling(Bounds bounds) {
            this.bounds = bounds;
        }

        /**
         * Adds a step unless there would be too much then. An existing row takes a guard as well; edits that are merged
         * into an earlier one take nothing.
         */
        boolean takes(Step step) {
            for (Edit edit : step.edits()) {
                if (edit.creates()) {
                    operations++;
                } else if (places.add(Transaction.Place.of(edit))) {
                    operations += 2;
                }
                bytes += edit.bytes();
            }
            return operations <= bounds.operations() && bytes <= bounds.bytes();
        }
    }
}
