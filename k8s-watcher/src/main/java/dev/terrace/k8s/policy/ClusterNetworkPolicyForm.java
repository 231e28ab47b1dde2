package dev.terrace.k8s.policy;

import dev.terrace.core.model.Action;
import dev.terrace.core.model.Direction;
import dev.terrace.core.model.PodSelection;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.Protocol;
import dev.terrace.core.model.Stage;
import dev.terrace.core.selector.LabelSelector;
import dev.terrace.k8s.tree.Cursor;
import dev.terrace.k8s.tree.Reading;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a ClusterNetworkPolicy ({@code policy.networking.k8s.io/v1alpha2}). */
final class ClusterNetworkPolicyForm {

    private static final RuleForm RULES = new RuleForm(
            Map.of("Accept", Action.ACCEPT, "Deny", Action.DENY, "Pass", Action.PASS),
            Map.of("namespaces", PeerForm::namespaces, "pods", PeerForm::podsOfAnyNamespaces),
            Map.of(
                    "namespaces", PeerForm::namespaces,
                    "pods", PeerForm::podsOfAnyNamespaces,
                    "networks", PeerForm::networks,
                    "nodes", PeerForm::nodes,
                    "domainNames", PeerForm::domainNames),
            "protocols",
            false,
            Map.of(
                    "tcp", PortForm.destination(Protocol.TCP),
                    "udp", PortForm.destination(Protocol.UDP),
                    "sctp", PortForm.destination(Protocol.SCTP),
                    "destinationNamedPort", PortForm::named));

    private ClusterNetworkPolicyForm() {}

    static Policy read(PolicyDocument document) {
        Cursor spec = document.spec();
        int priority = document.priority();
        Reading scope = new Reading();
        Stage stage = stage(spec.get("tier").in(scope).required());
        PodSelection subject = subject(spec.get("subject").in(scope).required());
        scope.refuseUnknownKeys();
        List<ActionRule> ingress = RULES.read(spec, Direction.INGRESS);
        List<ActionRule> egress = RULES.read(spec, Direction.EGRESS);
        return stage == null || subject == null || !scope.understood()
                ? document.notProgrammed(stage == null ? Stage.ADMIN : stage, priority, scope, ingress, egress)
                : document.programmed(stage, priority, subject, ingress, egress);
    }

    private static @Nullable Stage stage(Cursor tier) {
        String word = tier.text();
        return switch (word) {
            case "Admin" -> Stage.ADMIN;
            case "Baseline" -> Stage.BASELINE;
            case null -> null;
            default -> {
                tier.invalid("unknown tier " + word);
                yield null;
            }
        };
    }

    private static @Nullable PodSelection subject(Cursor subject) {
        return switch (subject.oneOf(Set.of("namespaces", "pods"))) {
            case "namespaces" ->
                PodSelection.across(SelectorForm.read(subject.get("namespaces")), LabelSelector.EVERYTHING);
            case "pods" -> PeerForm.anyNamespaces(subject.get("pods"));
            case null, default -> null;
        };
    }
}
