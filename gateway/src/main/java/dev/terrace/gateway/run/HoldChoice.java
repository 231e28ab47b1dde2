package dev.terrace.gateway.run;

import dev.terrace.core.desired.LogicalPort;
import dev.terrace.core.desired.TierLayout;
import dev.terrace.core.desired.Zone;
import dev.terrace.core.row.HoldRows;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is configured about the rows that stop new pods until they are in their groups. */
public enum HoldChoice {
    /** They are there where the database is one node's, so that only its own pods make work for its northd. */
    AUTO,
    /** They are always there. */
    ON,
    /** They are never there. */
    OFF;

    /** By OVN-Kubernetes' convention each node has a port on its own switch, and a name before any pod has. */
    private static final String MANAGEMENT_PORT = "k8s-";

    /** The rows; null for none. */
    public @Nullable HoldRows of(String owner, TierLayout layout, Zone zone) {
        boolean holds = switch (this) {
            case AUTO -> zone instanceof Zone.Node;
            case ON -> true;
            case OFF -> false;
        };
        return holds ? new HoldRows(owner, layout, gates(zone)) : null;
    }

    private static Set<LogicalPort> gates(Zone zone) {
        return switch (zone) {
            case Zone.Whole _ -> Set.of();
            case Zone.Node(String name) -> Set.of(new LogicalPort(MANAGEMENT_PORT + name));
        };
    }
}
