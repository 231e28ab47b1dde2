package dev.terrace.core.space;

/** What the two ends of a flow are to each other, beside what each of them is. */
public enum Relation {
    /** Nothing that any rule asks for. */
    STRANGERS,
    /** The source is an address of the node that the destination pod is on: its probes and health checks. */
    OWN_NODE,
    /** A pod talks to its own address. */
    SELF
}
