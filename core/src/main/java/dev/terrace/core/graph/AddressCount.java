package dev.terrace.core.graph;

import dev.terrace.core.model.IpFamily;
import dev.terrace.core.model.IpPrefix;

/** Addresses of both families, added up from scratch. */
final class AddressCount {

    private final CountedAddresses ip4 = new CountedAddresses();
    private final CountedAddresses ip6 = new CountedAddresses();

    CountedAddresses of(IpFamily family) {
        return switch (family) {
            case IPV4 -> ip4;
            case IPV6 -> ip6;
        };
    }

    void add(IpPrefix address) {
        of(address.family()).add(address);
    }
}
