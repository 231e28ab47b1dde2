package dev.terrace.core.space;

import dev.terrace.core.model.IpAddress;
import dev.terrace.core.verdict.Connection;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds a flow of a class. Not every class has one: a pod alone in its class has no stranger there. */
final class Examples {

    private final Vocabulary vocabulary;
    private final Set<IpAddress> taken = new HashSet<>();

    Examples(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
        vocabulary.knownEnds().forEach(end -> taken.add(end.address()));
    }

    @Nullable Connection of(EndClass from, EndClass to, Relation relation, TrafficClass traffic) {
        if (from.family() != to.family()) {
            return null;
        }
        List<End> sources = ends(from);
        for (End destination : ends(to)) {
            for (End source : sources) {
                Connection connection = new Connection(
                        source.address(),
                        destination.address(),
                        vocabulary.podOf(source),
                        vocabulary.podOf(destination),
                        traffic.protocol(),
                        traffic.anyPort());
                if (vocabulary.relation(connection) == relation) {
                    return connection;
                }
            }
        }
        return null;
    }

    /** The ends of a class that people know, and some that they do not. */
    private List<End> ends(EndClass ends) {
        return Stream.concat(
                        ends.known().stream(),
                        ends.elsewhere().stream()
                                .flatMap(range -> free(range).stream())
                                .limit(2)
                                .map(address -> new End(address, null)))
                .toList();
    }

    /** An address of a range that nobody known has; none in the rare case that all of a range is known. */
    private List<IpAddress> free(AddressRange range) {
        BigInteger next = range.first().value();
        while (next.compareTo(range.last().value()) <= 0) {
            IpAddress address = IpAddress.of(range.first().family(), next);
            if (!taken.contains(address)) {
                return List.of(address);
            }
            next = next.add(BigInteger.ONE);
        }
        return List.of();
    }
}
