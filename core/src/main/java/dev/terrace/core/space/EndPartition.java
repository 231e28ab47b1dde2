package dev.terrace.core.space;

import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.IpFamily;
import dev.terrace.core.model.IpPrefix;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** All ends of both families, known and unknown, by class. */
final class EndPartition {

    private final List<EndClass> classes;
    private final Map<End, EndClass> known = new HashMap<>();
    private final NavigableMap<IpAddress, EndClass> elsewhere = new TreeMap<>();

    private EndPartition(List<EndClass> classes) {
        this.classes = classes;
        for (EndClass ends : classes) {
            ends.known().forEach(end -> known.put(end, ends));
            ends.elsewhere().forEach(range -> elsewhere.put(range.first(), ends));
        }
    }

    /** @param vocabularies of every world in which the ends of a class must be alike */
    static EndPartition of(List<Vocabulary> vocabularies) {
        Map<Signature, Members> members = new LinkedHashMap<>();
        NavigableSet<End> knownEnds = new TreeSet<>();
        vocabularies.forEach(vocabulary -> knownEnds.addAll(vocabulary.knownEnds()));
        for (End end : knownEnds) {
            members.computeIfAbsent(Signature.of(end, vocabularies), s -> new Members())
                    .known
                    .add(end);
        }
        for (IpFamily family : IpFamily.values()) {
            for (AddressRange range : ranges(family, vocabularies)) {
                // Nobody is known there: an address that is somebody's is described without him.
                End nobody = new End(range.first(), null);
                members.computeIfAbsent(Signature.ofNobody(nobody, vocabularies), s -> new Members())
                        .elsewhere
                        .add(range);
            }
        }
        List<EndClass> classes = new ArrayList<>();
        members.forEach(
                (signature, of) -> classes.add(new EndClass(classes.size(), signature.family, of.known, of.elsewhere)));
        return new EndPartition(List.copyOf(classes));
    }

    private static final class Members {
        private final List<End> known = new ArrayList<>();
        private final List<AddressRange> elsewhere = new ArrayList<>();
    }

    /** What is true of an end in each world. */
    private record Signature(IpFamily family, List<BitSet> atoms) {

        static Signature of(End end, List<Vocabulary> vocabularies) {
            return new Signature(
                    end.address().family(),
                    vocabularies.stream()
                            .map(vocabulary -> vocabulary.describe(end))
                            .toList());
        }

        static Signature ofNobody(End end, List<Vocabulary> vocabularies) {
            return new Signature(
                    end.address().family(),
                    vocabularies.stream()
                            .map(vocabulary -> vocabulary.describeNobody(end.address()))
                            .toList());
        }
    }

    /** The family cut where any block or hole of any policy begins or ends. */
    private static List<AddressRange> ranges(IpFamily family, List<Vocabulary> vocabularies) {
        NavigableSet<IpPrefix> boundaries = new TreeSet<>();
        vocabularies.forEach(vocabulary -> vocabulary.boundaries().stream()
                .filter(prefix -> prefix.family() == family)
                .forEach(boundaries::add));
        BigInteger end = BigInteger.ONE.shiftLeft(family.bits());
        NavigableSet<BigInteger> cuts = new TreeSet<>(List.of(BigInteger.ZERO, end));
        for (IpPrefix prefix : boundaries) {
            BigInteger start = prefix.network().value();
            cuts.add(start);
            cuts.add(start.add(BigInteger.ONE.shiftLeft(family.bits() - prefix.length())));
        }
        List<AddressRange> ranges = new ArrayList<>();
        for (BigInteger start : cuts.headSet(end, false)) {
            IpAddress first = IpAddress.of(family, start);
            BigInteger next = Objects.requireNonNull(cuts.higher(start));
            ranges.add(new AddressRange(
                    first, IpAddress.of(family, next.subtract(BigInteger.ONE)), smallestAround(first, boundaries)));
        }
        return ranges;
    }

    private static @Nullable IpPrefix smallestAround(IpAddress address, NavigableSet<IpPrefix> boundaries) {
        for (int length = address.family().bits(); length >= 0; length--) {
            IpPrefix candidate = new IpPrefix(address, length);
            if (boundaries.contains(candidate)) {
                return candidate;
            }
        }
        return null;
    }

    List<EndClass> classes() {
        return classes;
    }

    /** The class of a known end, or of an address at which nobody is known. */
    EndClass classOf(End end) {
        EndClass of = known.get(end);
        if (of != null) {
            return of;
        }
        return Objects.requireNonNull(elsewhere.floorEntry(end.address())).getValue();
    }
}
