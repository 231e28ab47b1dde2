package dev.terrace.ovn.plan;

import dev.terrace.core.desired.RowKey;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Edits that only make sense together, such as an ACL and its reference: a plan is never cut inside a step.
 *
 * @param key the row that the step is for
 * @param stage when it may happen
 * @param tier of an ACL, the one that it leaves or else the one that it gets; otherwise 0
 * @param priority of an ACL, likewise; otherwise 0
 */
public record Step(RowKey key, Stage stage, long tier, long priority, List<Edit> edits) {

    /**
     * The order of a plan that does not fit into one transaction, so that no state between two of its transactions lets
     * a packet through that is stopped before and after: what closes comes before what opens.
     *
     * <p>What an ACL refers to comes before it and goes after it: a match with a missing set is not installed, and a
     * member that is in the old and the new state is never absent. ACLs come in the order in which OVN asks them, but
     * that new groups come with their ACLs where that changes no verdict ({@link Sequence}); all of them before the
     * first old one goes, and old ones go in the opposite order of where they stood. So an ACL that lets a packet
     * through in between has every ACL above itself that would stop it in the state that it belongs to, and lets it
     * through there as well. An ACL that is rewritten in place to drop stops more, whatever else is there; one that
     * dropped and will not any more waits until all else is as it will be.
     *
     * <p>Where old and new ACLs say the same of each packet in each tier, as those of another version do, so do those
     * of all states in between, whatever their priorities are.
     */
    public enum Stage {
        /** New sets, groups and meters. */
        PREPARE,
        /** ACLs that begin to drop where they are. */
        CLOSE,
        /** New members. */
        ADMIT,
        /** New ACLs, and ACLs that change where they are or move up. */
        ENFORCE,
        /** ACLs that go, and ACLs that move down. */
        RETIRE,
        /** Members that go. */
        RELEASE,
        /** ACLs that cease to drop where they are, or to drop for some. */
        OPEN,
        /** Sets, groups and meters that go. */
        SWEEP
    }

    private static final Comparator<Step> AS_OVN_ASKS = Comparator.comparingLong(Step::tier)
            .thenComparing(Comparator.comparingLong(Step::priority).reversed());

    public Step {
        edits = List.copyOf(edits);
    }

    Step(RowKey key, Stage stage, Edit... edits) {
        this(key, stage, 0, 0, List.of(edits));
    }

    /** Puts the steps of a stage in order. By key first, because that is how they mostly come. */
    static void sort(List<Step> steps, Stage stage) {
        steps.sort(Comparator.comparing(Step::key));
        switch (stage) {
            case PREPARE, ADMIT, RELEASE -> {}
            case CLOSE, ENFORCE, OPEN -> steps.sort(AS_OVN_ASKS);
            case RETIRE -> {
                steps.sort(AS_OVN_ASKS);
                Collections.reverse(steps);
            }
            case SWEEP -> Collections.reverse(steps);
        }
    }

    /** The rows that the step is for: its own, and those that it creates. */
    public Set<RowKey> keys() {
        if (edits.size() == 1) {
            return Set.of(key);
        }
        Set<RowKey> keys = new HashSet<>(Set.of(key));
        for (Edit edit : edits) {
            if (edit.creates()) {
                keys.add(edit.key());
            }
        }
        return keys;
    }
}
