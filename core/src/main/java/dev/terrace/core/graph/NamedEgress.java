package dev.terrace.core.graph;

import dev.terrace.core.model.Peer;
import dev.terrace.core.row.NamedPort;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/** An expansion for each meaning that a named port has on the peers of an egress rule. */
final class NamedEgress implements PartWatcher<NamedPort>, Expanded {

    /** A peer, and its pods by the meaning of the port. */
    private record Destination(Peer peer, Partition<NamedPort> pods) {}

    private final Peers peers;
    private final List<Destination> destinations = new ArrayList<>();
    private final Predicate<NamedPort> meant;
    private final BiFunction<NamedPort, PeerSets, Expansion> open;
    private final KeyedExpansions<NamedPort> expansions = new KeyedExpansions<>();

    /**
     * @param name the name of the port
     * @param meant whether the rule speaks of a meaning of it
     * @param open opens the expansion of a meaning
     */
    NamedEgress(
            Peers peers,
            List<Peer> to,
            String name,
            Predicate<NamedPort> meant,
            BiFunction<NamedPort, PeerSets, Expansion> open) {
        this.peers = peers;
        this.meant = meant;
        this.open = open;
        for (Peer peer : to) {
            destinations.add(new Destination(peer, peers.candidates(peer).byPort(name)));
        }
        destinations.forEach(destination -> destination.pods.watch(this));
    }

    /** What the peers agree on must be looked at as a whole: some of them may have had the part before. */
    @Override
    public void appeared(NamedPort port, PodSet part) {
        if (!meant.test(port)) {
            return;
        }
        Set<Addresses> sets = new LinkedHashSet<>();
        for (Destination destination : destinations) {
            PodSet alike = destination.pods.part(port);
            if (alike != null) {
                sets.add(peers.withPort(destination.peer, port, alike));
            }
        }
        expansions.put(port, open.apply(port, PeerSets.of(List.copyOf(sets))));
    }

    @Override
    public void vanished(NamedPort port) {
        if (destinations.stream().allMatch(destination -> destination.pods.part(port) == null)) {
            expansions.remove(port);
        }
    }

    @Override
    public void touch() {
        expansions.touch();
    }

    @Override
    public void close() {
        expansions.close();
        destinations.forEach(destination -> destination.pods.unwatch(this));
    }
}
