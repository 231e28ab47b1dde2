package dev.terrace.core.desired;

import dev.terrace.core.model.PodFact;

/**
 * Whose ports a Northbound database has. Only they are subjects there; peers and priorities are those of the whole
 * cluster, so that the zones together enforce what one database for all would.
 */
public sealed interface Zone {

    /** One database has every pod's port. */
    Zone WHOLE = new Whole();

    /** Whether the pod's port is in the database. */
    boolean holds(PodFact pod);

    /** All nodes. */
    record Whole() implements Zone {
        @Override
        public boolean holds(PodFact pod) {
            return true;
        }
    }

    /**
     * One node, as with OVN-Kubernetes' interconnect, where each node has a database of its own.
     *
     * @param name of the Node object
     */
    record Node(String name) implements Zone {
        @Override
        public boolean holds(PodFact pod) {
            return name.equals(pod.node());
        }
    }
}
