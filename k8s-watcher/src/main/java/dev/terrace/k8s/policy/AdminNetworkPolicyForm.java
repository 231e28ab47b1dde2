package dev.terrace.k8s.policy;

import dev.terrace.core.model.Action;
import dev.terrace.core.model.Direction;
import dev.terrace.core.model.PodSelection;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.Stage;
import dev.terrace.core.selector.LabelSelector;
import dev.terrace.k8s.tree.Cursor;
import dev.terrace.k8s.tree.Reading;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads AdminNetworkPolicy and BaselineAdminNetworkPolicy ({@code policy.networking.k8s.io/v1alpha1}). */
final class AdminNetworkPolicyForm {

    /** The API knows one BaselineAdminNetworkPolicy, and its name. */
    private static final String BASELINE_NAME = "default";

    private static final RuleForm RULES =
            rules(Map.of("Allow", Action.ACCEPT, "Deny", Action.DENY, "Pass", Action.PASS));

    private static final RuleForm BASELINE_RULES = rules(Map.of("Allow", Action.ACCEPT, "Deny", Action.DENY));

    private AdminNetworkPolicyForm() {}

    private static RuleForm rules(Map<String, Action> actions) {
        return new RuleForm(
                actions,
                Map.of("namespaces", PeerForm::namespaces, "pods", PeerForm::pods),
                Map.of(
                        "namespaces", PeerForm::namespaces,
                        "pods", PeerForm::pods,
                        "networks", PeerForm::networks,
                        "nodes", PeerForm::nodes,
                        "domainNames", PeerForm::domainNames),
                "ports",
                true,
                Map.of(
                        "portNumber", PortForm::portNumber,
                        "portRange", PortForm::portRange,
                        "namedPort", PortForm::named));
    }

    static Policy read(PolicyDocument document) {
        return read(document, Stage.ADMIN, document.priority(), RULES, new Reading());
    }

    static Policy readBaseline(PolicyDocument document) {
        Reading scope = new Reading();
        if (!document.key().name().equals(BASELINE_NAME)) {
            scope.at("metadata.name", document.key().name()).invalid("must be " + BASELINE_NAME);
        }
        return read(document, Stage.BASELINE, 0, BASELINE_RULES, scope);
    }

    private static Policy read(PolicyDocument document, Stage stage, int priority, RuleForm rules, Reading scope) {
        Cursor spec = document.spec();
        PodSelection subject = subject(spec.get("subject").in(scope).required());
        scope.refuseUnknownKeys();
        List<ActionRule> ingress = rules.read(spec, Direction.INGRESS);
        List<ActionRule> egress = rules.read(spec, Direction.EGRESS);
        return subject == null || !scope.understood()
                ? document.notProgrammed(stage, priority, scope, ingress, egress)
                : document.programmed(stage, priority, subject, ingress, egress);
    }

    private static @Nullable PodSelection subject(Cursor subject) {
        return switch (subject.oneOf(Set.of("namespaces", "pods"))) {
            case "namespaces" ->
                PodSelection.across(SelectorForm.read(subject.get("namespaces")), LabelSelector.EVERYTHING);
            case "pods" -> PeerForm.givenNamespaces(subject.get("pods"));
            case null, default -> null;
        };
    }
}
