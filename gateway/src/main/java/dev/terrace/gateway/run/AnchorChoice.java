package dev.terrace.gateway.run;

import dev.terrace.core.desired.Anchor;
import dev.terrace.core.desired.TierLayout;

/** What is configured about the rows that decide nothing and without which older OVNs get something wrong. */
public enum AnchorChoice {
    /** They are there unless OVN is known not to need them. */
    AUTO,
    /** They are always there. */
    ON,
    /** They are never there, but for what switches without rows of somebody else need. */
    OFF;

    /**
     * Which of them are needed.
     *
     * @param stopsEstablished whether OVN is known to stop established connections by itself
     */
    public Anchor of(TierLayout layout, boolean stopsEstablished) {
        boolean needed = switch (this) {
            case AUTO -> !stopsEstablished;
            case ON -> true;
            case OFF -> false;
        };
        if (needed) {
            return Anchor.WHOLE;
        }
        return switch (layout) {
            case STANDALONE -> Anchor.TRACKING;
            // Its own rows, for connections from the node, make every switch with pods track connections.
            case ALONGSIDE -> Anchor.NONE;
        };
    }
}
