package dev.terrace.core.ovnkubernetes;

import dev.terrace.core.model.Action;
import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.NodeFact;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.Stage;
import dev.terrace.core.verdict.Connection;
import dev.terrace.core.verdict.SideVerdict;
import dev.terrace.core.verdict.StageWalk;
import dev.terrace.core.verdict.Verdict;

/**
 * What becomes of a verdict beside OVN-Kubernetes. It lets a node in to its own pods in the tier of NetworkPolicy,
 * whether one selects the pod or not, so that Baseline is never asked of them ({@code docs/facts.md}). A {@code Pass}
 * of a Developer policy leaves that tier, and all is as it is without OVN-Kubernetes.
 */
public final class BesideOvnKubernetes {

    private BesideOvnKubernetes() {}

    /** Whether the destination's side allows a connection. */
    public static boolean ingressAllows(Verdict verdict, Connection connection, ClusterFacts facts) {
        return verdict.ingress().allows()
                || (verdict.ingress() instanceof SideVerdict.Judged(var walk)
                        && fromOwnNode(connection, facts)
                        && walk.stream().anyMatch(step -> step.stage() == Stage.NETWORK_POLICY)
                        && walk.stream().noneMatch(BesideOvnKubernetes::leavesTheTier));
    }

    private static boolean leavesTheTier(StageWalk step) {
        return step.stage() == Stage.DEVELOPER && step.action() == Action.PASS;
    }

    private static boolean fromOwnNode(Connection connection, ClusterFacts facts) {
        PodFact pod = connection.destinationPod();
        NodeFact node = pod == null || pod.node() == null ? null : facts.nodes().get(pod.node());
        return node != null && node.addresses().contains(connection.source());
    }
}
