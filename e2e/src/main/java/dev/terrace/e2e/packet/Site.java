package dev.terrace.e2e.packet;

import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.IpFamily;
import java.util.List;
import java.util.Optional;

/**
 * Where an end of a packet is found on the node.
 *
 * @param netns its network namespace
 * @param addresses its addresses
 */
public record Site(String netns, List<IpAddress> addresses) {

    public Site {
        addresses = List.copyOf(addresses);
    }

    /** Its first address of a family. */
    public Optional<IpAddress> address(IpFamily family) {
        return addresses.stream().filter(address -> address.family() == family).findFirst();
    }
}
