package dev.terrace.core.row;

import dev.terrace.core.model.ContainerPort;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.PortMatch;
import dev.terrace.core.model.Protocol;
import java.util.Comparator;

/**
 * One meaning that a named port has on some pods: pods that give the name the same protocol and number share one ACL.
 *
 * @param name the name of the container port
 * @param protocol its protocol
 * @param number its number
 */
public record NamedPort(String name, Protocol protocol, int number) implements Comparable<NamedPort> {

    private static final Comparator<NamedPort> ORDER = Comparator.comparing(NamedPort::name)
            .thenComparing(NamedPort::protocol)
            .thenComparingInt(NamedPort::number);

    public static NamedPort of(ContainerPort declared) {
        return new NamedPort(declared.name(), declared.protocol(), declared.number());
    }

    /** Whether a port entry speaks of it. */
    public boolean isMeantBy(PortMatch.Named entry) {
        return entry.name().equals(name) && entry.protocols().contains(protocol);
    }

    public boolean isOn(PodFact pod) {
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
