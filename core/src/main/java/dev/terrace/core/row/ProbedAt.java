package dev.terrace.core.row;

import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.PortMatch;
import dev.terrace.core.model.PortRange;
import dev.terrace.core.model.Protocol;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * From where and at which ports a pod is probed: pods that agree on it are a group of their own.
 *
 * @param node the pod's own node
 * @param ports every TCP port that its probes ask; never empty
 */
public record ProbedAt(String node, SortedSet<Integer> ports) implements Comparable<ProbedAt> {

    private static final Comparator<ProbedAt> ORDER =
            Comparator.comparing(ProbedAt::node).thenComparing(at -> at.ports.toString());

    public ProbedAt {
        ports = Collections.unmodifiableSortedSet(new TreeSet<>(ports));
    }

    /** How a pod is probed; null where it is on no node or has no probes. */
    public static @Nullable ProbedAt of(PodFact pod) {
        String node = pod.node();
        return node == null || pod.probePorts().isEmpty() ? null : new ProbedAt(node, new TreeSet<>(pod.probePorts()));
    }

    /** The ports as far as a rule's port entries admit them; null where they admit none. */
    public @Nullable PortTerm admittedBy(List<PortMatch> entries) {
        SortedSet<Integer> admitted =
                ports.stream().filter(port -> admits(entries, port)).collect(Collectors.toCollection(TreeSet::new));
        return admitted.isEmpty() ? null : PortTerm.tcp(admitted);
    }

    private static boolean admits(List<PortMatch> entries, int tcpPort) {
        return entries.isEmpty()
                || entries.stream().anyMatch(entry -> switch (entry) {
                    case PortMatch.Numbers(Protocol protocol, PortRange range) ->
                        protocol == Protocol.TCP && range.contains(tcpPort);
                    case PortMatch.WholeProtocol(Protocol protocol) -> protocol == Protocol.TCP;
                    case PortMatch.Named named -> false;
                });
    }

    @Override
    public int compareTo(ProbedAt other) {
        return ORDER.compare(this, other);
    }
}
