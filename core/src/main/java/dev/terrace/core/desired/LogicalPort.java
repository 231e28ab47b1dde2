package dev.terrace.core.desired;

import dev.terrace.core.model.PodKey;

/** The name of a logical switch port. */
public record LogicalPort(String name) implements Comparable<LogicalPort> {

    /** The port of a pod by OVN-Kubernetes' convention; neither part can hold an underscore. */
    public static LogicalPort of(PodKey pod) {
        return new LogicalPort(pod.namespace() + "_" + pod.name());
    }

    @Override
    public int compareTo(LogicalPort other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
