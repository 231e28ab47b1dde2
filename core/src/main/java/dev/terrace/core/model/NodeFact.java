package dev.terrace.core.model;

import java.util.List;
import java.util.Map;

/**
 * What Terrace needs to know of a node.
 *
 * @param name its name
 * @param labels its labels
 * @param addresses its addresses of type InternalIP and ExternalIP, in the order of {@code status.addresses}
 */
public record NodeFact(String name, Map<String, String> labels, List<IpAddress> addresses) implements Fact {
    public NodeFact {
        labels = Map.copyOf(labels);
        addresses = List.copyOf(addresses);
    }

    @Override
    public NodeKey key() {
        return new NodeKey(name);
    }
}
