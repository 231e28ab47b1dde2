package dev.terrace.core.explain;

import dev.terrace.core.model.Direction;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.Policy;
import dev.terrace.core.space.World;
import java.util.List;

/**
 * What binds a pod.
 *
 * @param pod the pod
 * @param ingress the policies that judge what comes to it, in the order in which they are asked
 * @param egress the policies that judge what it opens, in the order in which they are asked
 */
public record PodExplanation(PodFact pod, List<Policy> ingress, List<Policy> egress) {

    public PodExplanation {
        ingress = List.copyOf(ingress);
        egress = List.copyOf(egress);
    }

    public static PodExplanation of(PodFact pod, World world) {
        return new PodExplanation(pod, binding(pod, Direction.INGRESS, world), binding(pod, Direction.EGRESS, world));
    }

    private static List<Policy> binding(PodFact pod, Direction direction, World world) {
        return world.policies().stream()
                .filter(policy -> policy.speaks(direction)
                        && policy.subject().selects(pod, world.facts().namespaceOf(pod)))
                .toList();
    }

    public List<Policy> policies(Direction direction) {
        return switch (direction) {
            case INGRESS -> ingress;
            case EGRESS -> egress;
        };
    }
}
