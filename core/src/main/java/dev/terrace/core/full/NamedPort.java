package dev.terrace.core.full;

import dev.terrace.core.model.ContainerPort;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.PortMatch;
import dev.terrace.core.model.Protocol;
import java.util.Collection;
import java.util.Comparator;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One meaning that a named port has on some pods: pods that give the name the same protocol and number share one ACL.
 *
 * @param name the name of the container port
 * @param protocol its protocol
 * @param number its number
 */
record NamedPort(String name, Protocol protocol, int number) implements Comparable<NamedPort> {

    private static final Comparator<NamedPort> ORDER = Comparator.comparing(NamedPort::name)
            .thenComparing(NamedPort::protocol)
            .thenComparingInt(NamedPort::number);

    /** Every meaning that a port entry has on these pods. */
    static SortedSet<NamedPort> of(PortMatch.Named port, Collection<PodFact> pods) {
        SortedSet<NamedPort> meanings = new TreeSet<>();
        for (PodFact pod : pods) {
            for (ContainerPort declared : pod.namedPorts()) {
                if (declared.name().equals(port.name()) && port.protocols().contains(declared.protocol())) {
                    meanings.add(new NamedPort(declared.name(), declared.protocol(), declared.number()));
                }
            }
        }
        return meanings;
    }

    boolean isOn(PodFact pod) {
        return pod.namedPorts().contains(new ContainerPort(name, protocol, number));
    }

    @Override
    public int compareTo(NamedPort other) {
        return ORDER.compare(this, other);
    }

    /** {@code http=8080/tcp}, part of the text of a selection. */
    @Override
    public String toString() {
        return name + "=" + number + "/" + protocol.word();
    }
}
