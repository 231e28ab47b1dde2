package dev.terrace.ovn;

import dev.terrace.core.desired.RowKey;
import dev.terrace.ovn.plan.Column;
import dev.terrace.ovn.plan.Edit;
import dev.terrace.ovn.plan.Plan;
import dev.terrace.ovn.plan.Step;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the rows that somebody else changed: those that differ though we did not want them to. */
final class Drift {

    private static final Logger LOG = LoggerFactory.getLogger(Drift.class);

    private final Set<RowKey> changed = new HashSet<>();

    /** Whether nothing has happened since the database was as desired, but for what is {@link #changed}. */
    private boolean settled;

    private long healed;

    void settled() {
        settled = true;
        changed.clear();
    }

    /** From here on, who changed what is not known. */
    void interrupted() {
        settled = false;
        changed.clear();
    }

    /** We want other rows of these keys than before. */
    void changed(Set<RowKey> keys) {
        if (settled) {
            changed.addAll(keys);
        }
    }

    /** Takes note of a plan that is about to be carried out; {@code failed} rows were never as desired. */
    void note(Plan plan, Set<RowKey> failed) {
        if (!settled) {
            return;
        }
        List<Step> drifted = plan.steps().stream()
                .filter(step -> !failed.contains(step.key()))
                .filter(step -> !changed.contains(step.key()))
                .filter(step -> !step.edits().stream().allMatch(Drift::followsPorts))
                .toList();
        interrupted();
        if (!drifted.isEmpty()) {
            // One row may take several steps: what it lacks comes first, what it has too much goes last.
            long rows = drifted.stream().map(Step::key).distinct().count();
            healed += rows;
            LOG.info(
                    "putting right {} rows that others changed; the first: {}",
                    rows,
                    drifted.getFirst().edits().getFirst());
            drifted.forEach(step -> LOG.debug("drift: {}", step));
        }
    }

    /** Ports come and go without anybody having changed a group of ours. */
    private static boolean followsPorts(Edit edit) {
        return edit instanceof Edit.References references && references.column() == Column.PORTS;
    }

    /** Rows that were put right, in all. */
    long healed() {
        return healed;
    }
}
