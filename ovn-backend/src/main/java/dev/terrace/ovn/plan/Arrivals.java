package dev.terrace.ovn.plan;

import dev.terrace.core.desired.LogicalPort;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Ports that came into the database while they were stopped by name, and how far they have got since. Belongs to one
 * thread.
 */
final class Arrivals {

    private final Map<LogicalPort, Arrival> arrivals = new HashMap<>();

    /** Of these ports the addresses are not known, so that the rows of others do not stop what they send. */
    private final Set<LogicalPort> addressless = new HashSet<>();

    /** In this order. */
    private enum Place {
        /** The port is in the database, and about to be put where it belongs. */
        CAME,
        /** It is in its groups, and so are its addresses in their sets, if they are known. */
        JOINED,
        /** The datapath is asked whether it has that. */
        ASKED
    }

    private record Arrival(LogicalPort port, Place place, long since) {

        Arrival at(Place next) {
            return new Arrival(port, next, since);
        }
    }

    /** A port is in the database now, or still. */
    void came(LogicalPort port, long now) {
        arrivals.putIfAbsent(port, new Arrival(port, Place.CAME, now));
    }

    /** A port is not of interest any more. */
    void forget(LogicalPort port) {
        arrivals.remove(port);
    }

    /** The addresses of more ports are not known, and of fewer; where those are about to be put, if anywhere. */
    void addressless(Set<LogicalPort> more, Set<LogicalPort> fewer) {
        addressless.addAll(more);
        addressless.removeAll(fewer);
        move(arrival -> more.contains(arrival.port()) || fewer.contains(arrival.port()), Place.CAME);
    }

    /** All that came is where it belongs. */
    void joined() {
        move(arrival -> arrival.place() == Place.CAME, Place.JOINED);
    }

    /** The datapath was asked whether it has all that is in the database. */
    void asked() {
        move(this::isToBeAsked, Place.ASKED);
    }

    private void move(Predicate<Arrival> which, Place place) {
        arrivals.replaceAll((_, arrival) -> which.test(arrival) ? arrival.at(place) : arrival);
    }

    private boolean isToBeAsked(Arrival arrival) {
        return arrival.place() == Place.JOINED && !addressless.contains(arrival.port());
    }

    /** Whether there are ports of which the datapath is to be asked. */
    boolean isToBeAsked() {
        return arrivals.values().stream().anyMatch(this::isToBeAsked);
    }

    boolean isEmpty() {
        return arrivals.isEmpty();
    }

    /** The datapath has what it was asked about: removes and returns the ports of which that is true. */
    Set<LogicalPort> reached() {
        return take(arrival -> arrival.place() == Place.ASKED);
    }

    /** Removes and returns those that came before a moment and are in their groups, whatever else they wait for. */
    Set<LogicalPort> overdue(long since) {
        return take(arrival -> arrival.place() != Place.CAME && arrival.since() - since <= 0);
    }

    private Set<LogicalPort> take(Predicate<Arrival> which) {
        Set<LogicalPort> taken =
                arrivals.values().stream().filter(which).map(Arrival::port).collect(Collectors.toUnmodifiableSet());
        arrivals.keySet().removeAll(taken);
        return taken;
    }
}
