package dev.terrace.ovn.plan;

import dev.terrace.core.desired.LogicalPort;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Ports that came into the database while they were stopped by name, and how far their place in their groups has come.
 * Belongs to one thread.
 */
final class Arrivals {

    private final Map<LogicalPort, Place> places = new HashMap<>();

    /** In this order. */
    private enum Place {
        /** The port is in the database, and about to be put into its groups. */
        CAME,
        /** It is in its groups. */
        JOINED,
        /** The datapath is asked whether it has that. */
        ASKED
    }

    /** A port is in the database now, or still. */
    void came(LogicalPort port) {
        places.putIfAbsent(port, Place.CAME);
    }

    /** A port is not of interest any more. */
    void forget(LogicalPort port) {
        places.remove(port);
    }

    /** All ports that came are in their groups. */
    void joined() {
        places.replaceAll((_, place) -> place == Place.CAME ? Place.JOINED : place);
    }

    /** The datapath was asked whether it has all that is in the database. */
    void asked() {
        places.replaceAll((_, place) -> place == Place.JOINED ? Place.ASKED : place);
    }

    /** Whether there are ports in their groups, of which the datapath was not asked. */
    boolean isToBeAsked() {
        return places.containsValue(Place.JOINED);
    }

    /** The datapath has what it was asked about: removes and returns the ports of which that is true. */
    Set<LogicalPort> reached() {
        return take(EnumSet.of(Place.ASKED));
    }

    /** The datapath does not answer: removes and returns the ports that are in their groups at least. */
    Set<LogicalPort> unanswered() {
        return take(EnumSet.of(Place.JOINED, Place.ASKED));
    }

    private Set<LogicalPort> take(Set<Place> reached) {
        Set<LogicalPort> taken = places.entrySet().stream()
                .filter(entry -> reached.contains(entry.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
        places.keySet().removeAll(taken);
        return taken;
    }
}
