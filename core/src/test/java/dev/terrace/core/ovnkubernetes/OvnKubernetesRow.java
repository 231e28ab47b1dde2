package dev.terrace.core.ovnkubernetes;

import dev.terrace.core.desired.LogicalPort;
import dev.terrace.core.model.IpPrefix;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/** A row that OVN-Kubernetes owns. */
public sealed interface OvnKubernetesRow {

    ObjectId id();

    /** @param ports those of the zone */
    record Group(ObjectId id, SortedSet<LogicalPort> ports) implements OvnKubernetesRow {
        public Group {
            ports = Collections.unmodifiableSortedSet(new TreeSet<>(ports));
        }

        public String name() {
            return id.hashed();
        }
    }

    /** @param addresses all of one family */
    record Addresses(ObjectId id, SortedSet<IpPrefix> addresses) implements OvnKubernetesRow {
        public Addresses {
            addresses = Collections.unmodifiableSortedSet(new TreeSet<>(addresses));
        }

        public String name() {
            return id.hashed();
        }
    }

    /**
     * @param holder on whose column {@code acls} it hangs
     * @param name the column {@code name}
     * @param pipeline where it is asked
     * @param action in OVN's words
     */
    record Acl(
            ObjectId id,
            Holder holder,
            String name,
            Pipeline pipeline,
            int tier,
            int priority,
            String match,
            String action)
            implements OvnKubernetesRow {}

    /** What an ACL hangs on. */
    sealed interface Holder {

        /** A port group. */
        record OfGroup(String name) implements Holder {}

        /** The switch of a node, which has the node's name. */
        record OfSwitch(String node) implements Holder {}
    }

    /** The places in a switch where ACLs are asked. */
    enum Pipeline {
        TO_LPORT("to-lport", false),
        FROM_LPORT("from-lport", false),
        FROM_LPORT_AFTER_LB("from-lport", true);

        private final String direction;
        private final boolean afterLoadBalancing;

        Pipeline(String direction, boolean afterLoadBalancing) {
            this.direction = direction;
            this.afterLoadBalancing = afterLoadBalancing;
        }

        /** The column {@code direction}. */
        public String direction() {
            return direction;
        }

        /** Whether the option {@code apply-after-lb} is set. */
        public boolean afterLoadBalancing() {
            return afterLoadBalancing;
        }
    }
}
