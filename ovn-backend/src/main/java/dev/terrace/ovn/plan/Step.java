package dev.terrace.ovn.plan;

import dev.terrace.core.desired.RowKey;
import java.util.Comparator;
import java.util.List;

/**
 * Edits that only make sense together, such as an ACL and its reference: a plan is never cut inside a step.
 *
 * @param key the row that the step is for
 * @param stage when it may happen
 * @param tier of an ACL, otherwise 0
 * @param priority of an ACL, otherwise 0
 */
public record Step(RowKey key, Stage stage, long tier, long priority, List<Edit> edits) {

    /**
     * The order of a plan that does not fit into one transaction, so that between two of its transactions every packet
     * gets the verdict that it had before or the one that it will have after.
     *
     * <p>What an ACL refers to comes before it and goes after it: a match with a missing set is not installed, and a
     * member that is in the old and the new state is never absent. ACLs come in the order in which OVN asks them, all
     * of them before the first old one goes, and old ones go in the opposite order. So an ACL that decides in between
     * has every ACL above itself that stands above it in the state that it belongs to, and decides there as well. This
     * holds inside a tier; an ACL that passes to the next tier, or is rewritten in place, is only as safe as its place
     * in this order.
     */
    public enum Stage {
        /** New sets and groups, new members. */
        PREPARE,
        /** New ACLs, and ACLs that change where they are or move up. */
        ENFORCE,
        /** ACLs that go, and ACLs that move down. */
        RETIRE,
        /** Members that go. */
        RELEASE,
        /** Sets and groups that go. */
        SWEEP
    }

    private static final Comparator<Step> AS_OVN_ASKS = (a, b) -> a.tier() != b.tier()
            ? Long.compare(a.tier(), b.tier())
            : a.priority() != b.priority()
                    ? Long.compare(b.priority(), a.priority())
                    : a.key().compareTo(b.key());

    static final Comparator<Step> ORDER = Comparator.comparing(Step::stage).thenComparing((a, b) -> switch (a.stage()) {
        case PREPARE, RELEASE -> a.key().compareTo(b.key());
        case ENFORCE -> AS_OVN_ASKS.compare(a, b);
        case RETIRE -> AS_OVN_ASKS.compare(b, a);
        case SWEEP -> b.key().compareTo(a.key());
    });

    public Step {
        edits = List.copyOf(edits);
    }

    Step(RowKey key, Stage stage, Edit... edits) {
        this(key, stage, 0, 0, List.of(edits));
    }
}
