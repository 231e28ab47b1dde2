package dev.terrace.core.model;

import java.util.List;

/**
 * A block of addresses with holes ({@code NetworkPolicy} ipBlock; the other kinds have no holes).
 *
 * @param cidr the block
 * @param except parts of it that do not belong
 */
public record IpBlock(IpPrefix cidr, List<IpPrefix> except) {
    public IpBlock {
        except = List.copyOf(except);
    }

    public static IpBlock of(IpPrefix cidr) {
        return new IpBlock(cidr, List.of());
    }

    public boolean contains(IpAddress address) {
        return cidr.contains(address) && except.stream().noneMatch(hole -> hole.contains(address));
    }
}
