package dev.terrace.core.space;

/**
 * Flows that no rule tells apart: those from an end of one class to an end of another that are so related, to one of
 * these ports.
 */
public record FlowClass(EndClass from, EndClass to, Relation relation, TrafficClass traffic) {

    public FlowClass {
        if (from.family() != to.family()) {
            throw new IllegalArgumentException("no flow goes from " + from.family() + " to " + to.family());
        }
    }
}
