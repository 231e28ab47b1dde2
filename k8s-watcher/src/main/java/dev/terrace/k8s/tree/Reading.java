package dev.terrace.k8s.tree;

import dev.terrace.core.model.Problem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The reading of one unit of a tree: a rule, a subject. Every fault inside of the unit has the same consequence, so
 * they are collected here and judged together.
 */
public final class Reading {

    private final List<Fault> faults = new ArrayList<>();
    private final List<Cursor> opened = new ArrayList<>();

    /** A cursor on a value, at a path; the root of an object has the empty path. */
    public Cursor at(String path, @Nullable Object value) {
        return new Cursor(this, path, value);
    }

    /**
     * Notes every key that is there and that nobody asked for, in every map that was opened during this reading. To be
     * called once, at the end.
     */
    public void refuseUnknownKeys() {
        for (Cursor map : opened) {
            map.unasked()
                    .forEach(key -> fault(Problem.Reason.UNKNOWN_FIELD, Cursor.join(map.path(), key), "unknown field"));
        }
        opened.clear();
    }

    public boolean understood() {
        return faults.isEmpty();
    }

    public List<Fault> faults() {
        return List.copyOf(faults);
    }

    void fault(Problem.Reason reason, String path, String what) {
        faults.add(new Fault(reason, path, what));
    }

    void opened(Cursor map) {
        opened.add(map);
    }
}
