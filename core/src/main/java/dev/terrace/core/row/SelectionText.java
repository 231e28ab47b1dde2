package dev.terrace.core.row;

import dev.terrace.core.model.Direction;
import dev.terrace.core.model.IpBlock;
import dev.terrace.core.model.IpPrefix;
import dev.terrace.core.model.NamespaceScope;
import dev.terrace.core.model.Peer;
import dev.terrace.core.model.PodSelection;
import dev.terrace.core.model.ServiceKey;
import dev.terrace.core.selector.LabelSelector;
import dev.terrace.core.selector.Requirement;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Selections in words: what people read in {@code external_ids:terrace.dev/selects}, and, because equal selections give
 * equal text and different ones different text, what the names of groups and sets are hashes of.
 */
public final class SelectionText {

    private SelectionText() {}

    public static String of(PodSelection selection) {
        return "pods" + where(selection.pods()) + " in " + scope(selection.scope());
    }

    public static String nodes(LabelSelector selector) {
        return "nodes" + where(selector);
    }

    public static String endpoints(ServiceKey service) {
        return "endpoints of " + service.namespace() + "/" + service.name();
    }

    public static String networks(Collection<IpPrefix> blocks) {
        return "networks " + blocks.stream().map(IpPrefix::toString).collect(Collectors.joining(" "));
    }

    public static String of(Peer peer) {
        return switch (peer) {
            case Peer.Anyone anyone -> "pods";
            case Peer.Pods(PodSelection selection) -> of(selection);
            case Peer.Networks(List<IpBlock> blocks) ->
                "networks " + blocks.stream().map(SelectionText::of).collect(Collectors.joining(" "));
            case Peer.Nodes(LabelSelector selector) -> nodes(selector);
            case Peer.KubeletProbes probes -> "probes";
            case Peer.Endpoints(ServiceKey service) -> endpoints(service);
        };
    }

    /** The pods that some policy could close to their probes. */
    public static String judgedOnIngress() {
        return "pods with ingress policies";
    }

    public static String isolated() {
        return "pods isolated by a NetworkPolicy";
    }

    public static String node(String name) {
        return "node " + name;
    }

    /** Those of a selection that give a port this meaning. */
    public static String withPort(String selection, NamedPort port) {
        return selection + " with port " + port;
    }

    public static String onNode(String selection, String node) {
        return selection + " on node " + node;
    }

    public static String probed(String selection, ProbedAt at) {
        return onNode(selection, at.node()) + " probed at " + at.ports();
    }

    /** Those of a selection that can leave the Developer stage by a {@code Pass}. */
    public static String passed(String selection, Direction direction) {
        return selection + " with a Developer Pass on " + direction.word();
    }

    private static String of(IpBlock block) {
        return block.except().isEmpty() ? block.cidr().toString() : block.cidr() + " except " + block.except();
    }

    private static String scope(NamespaceScope scope) {
        return switch (scope) {
            case NamespaceScope.Own(String name) -> "namespace " + name;
            case NamespaceScope.Matching(LabelSelector selector) -> "namespaces" + where(selector);
        };
    }

    private static String where(LabelSelector selector) {
        return selector.requirements().isEmpty()
                ? ""
                : selector.requirements().stream().map(SelectionText::of).collect(Collectors.joining(", ", " (", ")"));
    }

    private static String of(Requirement requirement) {
        String values = String.join(" ", requirement.values());
        return switch (requirement.operator()) {
            case IN -> requirement.key() + " in [" + values + "]";
            case NOT_IN -> requirement.key() + " not in [" + values + "]";
            case EXISTS -> requirement.key() + " exists";
            case DOES_NOT_EXIST -> requirement.key() + " does not exist";
        };
    }
}
