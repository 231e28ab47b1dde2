package dev.terrace.core.space;

import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.PodKey;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * One end of a flow: an address, and the pod there whose policies judge.
 *
 * @param address the address
 * @param pod the pod, or null where nobody's policies judge: a node, a host-network pod, an address outside
 */
public record End(IpAddress address, @Nullable PodKey pod) implements Comparable<End> {

    private static final Comparator<End> ORDER = Comparator.comparing(
                    End::pod, Comparator.nullsLast(Comparator.<PodKey>naturalOrder()))
            .thenComparing(End::address);

    @Override
    public int compareTo(End other) {
        return ORDER.compare(this, other);
    }

    /** {@code namespace/name} where it is a pod, otherwise the address. */
    @Override
    public String toString() {
        return pod == null ? address.toString() : pod.toString();
    }
}
