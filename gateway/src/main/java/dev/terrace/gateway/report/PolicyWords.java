package dev.terrace.gateway.report;

import dev.terrace.core.model.Action;
import dev.terrace.core.model.Direction;
import dev.terrace.core.model.IpBlock;
import dev.terrace.core.model.NamespaceScope;
import dev.terrace.core.model.Peer;
import dev.terrace.core.model.PodSelection;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PolicyKind;
import dev.terrace.core.model.PortMatch;
import dev.terrace.core.model.Protocol;
import dev.terrace.core.model.Rule;
import dev.terrace.core.selector.LabelSelector;
import dev.terrace.core.selector.Requirement;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Collectors;

/** Policies and their parts in words, as short as they can be read. */
final class PolicyWords {

    private static final int TRANSPORTS = 3;

    private PolicyWords() {}

    /** {@code dnp/a/web priority 10}; some kinds have no priority. */
    static String title(Policy policy) {
        return policy.key() + (hasPriority(policy.key().kind()) ? "  priority " + policy.priority() : "");
    }

    private static boolean hasPriority(PolicyKind kind) {
        return switch (kind) {
            case CLUSTER_NETWORK_POLICY, ADMIN_NETWORK_POLICY, DEVELOPER_NETWORK_POLICY -> true;
            case NETWORK_POLICY, BASELINE_ADMIN_NETWORK_POLICY -> false;
        };
    }

    /** {@code 0 "shared": Pass from pods in namespaces (tenant), any port}. */
    static String rule(Direction direction, Rule rule) {
        return rule.index() + (rule.name().isEmpty() ? "" : " \"" + rule.name() + "\"") + ": " + action(rule.action())
                + (direction == Direction.INGRESS ? " from " : " to ") + peers(rule) + ", " + ports(rule);
    }

    static String action(Action action) {
        return switch (action) {
            case ACCEPT -> "Accept";
            case DENY -> "Deny";
            case PASS -> "Pass";
        };
    }

    static String peers(Rule rule) {
        return rule.peers().isEmpty()
                ? "nobody"
                : rule.peers().stream().map(PolicyWords::peer).collect(Collectors.joining(" or "));
    }

    static String peer(Peer peer) {
        return switch (peer) {
            case Peer.Anyone() -> "anyone";
            case Peer.Pods(PodSelection selection) -> selection(selection);
            case Peer.Networks(var blocks) ->
                blocks.stream().map(PolicyWords::block).collect(Collectors.joining(" "));
            case Peer.Nodes(LabelSelector selector) -> "nodes" + where(selector);
            case Peer.KubeletProbes() -> "probes of the own node";
            case Peer.Endpoints(var service) -> "endpoints of " + service.namespace() + "/" + service.name();
        };
    }

    static String selection(PodSelection selection) {
        return "pods" + where(selection.pods())
                + switch (selection.scope()) {
                    case NamespaceScope.Own(String name) -> " in " + name;
                    case NamespaceScope.Matching(LabelSelector selector) ->
                        selector.requirements().isEmpty() ? " anywhere" : " in namespaces" + where(selector);
                };
    }

    private static String block(IpBlock block) {
        return block.cidr().network() + "/" + block.cidr().length()
                + (block.except().isEmpty()
                        ? ""
                        : block.except().stream()
                                .map(Object::toString)
                                .collect(Collectors.joining(" ", " except ", "")));
    }

    private static String where(LabelSelector selector) {
        return selector.requirements().isEmpty()
                ? ""
                : selector.requirements().stream()
                        .map(PolicyWords::requirement)
                        .collect(Collectors.joining(", ", " (", ")"));
    }

    private static String requirement(Requirement requirement) {
        String values = String.join("|", requirement.values());
        return switch (requirement.operator()) {
            case IN -> requirement.key() + "=" + values;
            case NOT_IN -> requirement.key() + "!=" + values;
            case EXISTS -> requirement.key();
            case DOES_NOT_EXIST -> "!" + requirement.key();
        };
    }

    static String ports(Rule rule) {
        return rule.ports().isEmpty()
                ? "every port"
                : rule.ports().stream().map(PolicyWords::port).collect(Collectors.joining(" "));
    }

    private static String port(PortMatch port) {
        return switch (port) {
            case PortMatch.Numbers(Protocol protocol, var range) ->
                (range.start() == range.end() ? "" + range.start() : range.start() + "-" + range.end())
                        + "/"
                        + protocol.word();
            case PortMatch.WholeProtocol(Protocol protocol) -> "all/" + protocol.word();
            case PortMatch.Named(String name, Set<Protocol> protocols) ->
                protocols.size() >= TRANSPORTS
                        ? name
                        : name + "/"
                                + protocols.stream()
                                        .sorted(Comparator.naturalOrder())
                                        .map(Protocol::word)
                                        .collect(Collectors.joining("+"));
        };
    }
}
