package dev.terrace.core.row;

import dev.terrace.core.model.IpBlock;
import dev.terrace.core.model.IpFamily;
import dev.terrace.core.model.IpPrefix;
import dev.terrace.core.model.Peer;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The blocks of one family that a rule names literally, without their holes and without what another of them already
 * covers.
 *
 * @param blocks the fewest that say it
 */
public record LiteralBlocks(SortedSet<IpPrefix> blocks) {

    public LiteralBlocks {
        blocks = Collections.unmodifiableSortedSet(new TreeSet<>(blocks));
    }

    public static LiteralBlocks of(Collection<Peer> peers, IpFamily family) {
        List<IpPrefix> named = peers.stream()
                .flatMap(peer -> peer instanceof Peer.Networks(List<IpBlock> b) ? b.stream() : Stream.empty())
                .filter(block -> block.cidr().family() == family)
                .flatMap(block -> block.cidr().minus(block.except()).stream())
                .distinct()
                .toList();
        return new LiteralBlocks(named.stream()
                .filter(block -> named.stream().noneMatch(other -> !other.equals(block) && other.contains(block)))
                .collect(Collectors.toCollection(TreeSet::new)));
    }

    /** Whether every address of the family is in them. */
    public boolean isWholeFamily() {
        return blocks.stream().anyMatch(IpPrefix::isWholeFamily);
    }
}
