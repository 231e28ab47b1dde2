package dev.terrace.k8s.policy;

import dev.terrace.core.model.Action;
import dev.terrace.core.model.Direction;
import dev.terrace.core.model.Peer;
import dev.terrace.core.model.PodSelection;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.Protocol;
import dev.terrace.core.model.Rule;
import dev.terrace.core.model.ServiceKey;
import dev.terrace.core.model.Stage;
import dev.terrace.core.selector.LabelSelector;
import dev.terrace.k8s.tree.Cursor;
import dev.terrace.k8s.tree.Reading;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a DeveloperNetworkPolicy ({@code policy.terrace.dev/v1alpha1}; {@code docs/design/policy-semantics.md},
 * "DeveloperNetworkPolicy").
 */
final class DeveloperNetworkPolicyForm {

    private static final Map<String, Peer> KNOWN_SOURCES =
            Map.of("All", new Peer.Anyone(), "KubeletProbes", new Peer.KubeletProbes());

    private static final Map<String, Peer> KNOWN_DESTINATIONS = Map.of(
            "All", new Peer.Anyone(),
            "ClusterDNS", new Peer.Endpoints(ServiceKey.CLUSTER_DNS),
            "KubeAPIServer", new Peer.Endpoints(ServiceKey.KUBE_API_SERVER));

    private static final String UNKNOWN_SUBJECT =
            "Accept rules match nothing, Deny rules apply to every pod of the namespace, and so do Pass rules as Deny";

    private DeveloperNetworkPolicyForm() {}

    static Policy read(PolicyDocument document) {
        Cursor spec = document.spec();
        String namespace = document.key().namespace();
        int priority = document.priority();
        Reading subjectReading = new Reading();
        PodSelection subject = subject(spec.get("subject").in(subjectReading).required(), namespace);
        subjectReading.refuseUnknownKeys();
        RuleForm form = rules(namespace);
        List<ActionRule> ingress = form.read(spec, Direction.INGRESS);
        List<ActionRule> egress = form.read(spec, Direction.EGRESS);
        if (subject != null && subjectReading.understood()) {
            return document.programmed(Stage.DEVELOPER, priority, subject, ingress, egress);
        }
        document.report(subjectReading.faults(), UNKNOWN_SUBJECT);
        Policy forSomebody = document.programmed(
                Stage.DEVELOPER, priority, PodSelection.in(namespace, LabelSelector.EVERYTHING), ingress, egress);
        return new Policy(
                forSomebody.key(),
                forSomebody.uid(),
                forSomebody.generation(),
                forSomebody.stage(),
                forSomebody.priority(),
                forSomebody.subject(),
                forEverybody(forSomebody.ingress()),
                forEverybody(forSomebody.egress()),
                forSomebody.isolates(),
                forSomebody.logging(),
                forSomebody.problems());
    }

    private static @Nullable PodSelection subject(Cursor subject, String namespace) {
        return switch (subject.oneOf(Set.of("pods"))) {
            case "pods" -> localPods(subject.get("pods"), namespace);
            case null, default -> null;
        };
    }

    private static PodSelection localPods(Cursor pods, String namespace) {
        return PodSelection.in(namespace, SelectorForm.read(pods.require("podSelector")));
    }

    private static RuleForm rules(String namespace) {
        PeerForm localPods = member -> new Peer.Pods(localPods(member, namespace));
        return new RuleForm(
                Map.of("Accept", Action.ACCEPT, "Deny", Action.DENY, "Pass", Action.PASS),
                Map.of(
                        "localPods", localPods,
                        "pods", PeerForm::pods,
                        "namespaces", PeerForm::namespaces,
                        "networks", PeerForm::networks,
                        "wellKnown", member -> wellKnown(member, KNOWN_SOURCES)),
                Map.of(
                        "localPods", localPods,
                        "pods", PeerForm::pods,
                        "namespaces", PeerForm::namespaces,
                        "networks", PeerForm::networks,
                        "wellKnown", member -> wellKnown(member, KNOWN_DESTINATIONS),
                        "domainNames", PeerForm::domainNames),
                "protocols",
                false,
                Map.of(
                        "tcp", PortForm.destination(Protocol.TCP),
                        "udp", PortForm.destination(Protocol.UDP),
                        "sctp", PortForm.destination(Protocol.SCTP),
                        "destinationNamedPort", PortForm::named));
    }

    private static @Nullable Peer wellKnown(Cursor member, Map<String, Peer> known) {
        String word = member.text();
        if (word == null) {
            return null;
        }
        Peer peer = known.get(word);
        if (peer == null) {
            member.invalid("unknown here: " + word);
        }
        return peer;
    }

    /**
     * The rules of a policy that does not say for whom, applied to all that it can be about. A Pass for pods that
     * nobody named could skip somebody's Deny and so widen access; as a Deny it cannot.
     */
    private static List<Rule> forEverybody(List<Rule> rules) {
        return rules.stream()
                .map(rule -> switch (rule.action()) {
                    case ACCEPT -> new Rule(rule.index(), rule.name(), Action.ACCEPT, List.of(), List.of());
                    case DENY, PASS -> new Rule(rule.index(), rule.name(), Action.DENY, rule.peers(), rule.ports());
                })
                .toList();
    }
}
