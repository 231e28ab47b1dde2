package dev.terrace.core.graph;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a graph has done since it was made, and how large it is.
 *
 * @param nodes by node; one that is not there has done nothing
 */
public record GraphStatistics(Map<Node, Counts> nodes) {

    /** The nodes of the graph, in the direction of the data. */
    public enum Node {
        PODS("pods"),
        NAMESPACES("namespaces"),
        NODES("nodes"),
        ENDPOINT_SLICES("endpoint_slices"),
        POLICIES("policies"),
        LABEL_SETS("label_sets"),
        SELECTIONS("selections"),
        PARTS("parts"),
        ADDRESS_SETS("address_sets"),
        PORT_GROUPS("port_groups"),
        PRIORITIES("priorities"),
        ACLS("acls");

        private final String word;

        Node(String word) {
            this.word = word;
        }

        /** For metrics: {@code label_sets}. */
        public String word() {
            return word;
        }
    }

    /**
     * The work of one node.
     *
     * @param events changes of its inputs that made a difference to it
     * @param evaluations how often it had to look whether something belongs: selectors held against labels, rules
     *     expanded to ACLs
     * @param recomputes how often a part of it was computed from scratch
     * @param nanos the time, in nanoseconds, of what began at it, with all that followed at once: what nodes between do
     *     is in the time of the node before them
     * @param size of how many things it consists now
     */
    public record Counts(long events, long evaluations, long recomputes, long nanos, int size) {

        static final Counts NONE = new Counts(0, 0, 0, 0, 0);
    }

    public GraphStatistics {
        Map<Node, Counts> copy = new EnumMap<>(Node.class);
        copy.putAll(nodes);
        nodes = Collections.unmodifiableMap(copy);
    }

    public Counts of(Node node) {
        return nodes.getOrDefault(node, Counts.NONE);
    }
}
