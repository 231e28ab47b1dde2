package dev.terrace.k8s.crd;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code docs/design/policy-semantics.md}, "DeveloperNetworkPolicy". */
@Group("policy.terrace.dev")
@Version("v1alpha1")
@Plural("developernetworkpolicies")
@ShortNames("dnp")
@SchemaCustomizer(value = SchemaCustomizer.MergePatchCustomizer.class, input = "{\"required\": [\"spec\"]}")
@AdditionalPrinterColumn(name = "Priority", jsonPath = ".spec.priority", type = AdditionalPrinterColumn.Type.INTEGER)
@AdditionalPrinterColumn(name = "Accepted", jsonPath = ".status.conditions[?(@.type==\"Accepted\")].status")
@AdditionalPrinterColumn(name = "Programmed", jsonPath = ".status.conditions[?(@.type==\"Programmed\")].status")
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
final class DeveloperNetworkPolicy extends CustomResource<DeveloperNetworkPolicy.Spec, PolicyStatus>
        implements Namespaced {

    private static final long serialVersionUID = 1L;

    private static final String OF_PODS_ONLY = "only peers that are pods have ports with names";
    private static final String NETWORKS_ARE_CIDRS =
            "!has(self.networks) || self.networks.all(each, isCIDR(each) && cidr(each).masked() == cidr(each))";
    private static final String NO_CIDR =
            "networks are CIDRs whose host bits are zero, such as 10.1.0.0/16 or 2001:db8::/32";

    record Spec(
            @Required @Min(0) @Max(1000) @JsonPropertyDescription("The policy with the lowest priority is asked first.")
            int priority,

            @Required @Size(min = 1, max = 1) @JsonPropertyDescription("The pods that the policy is about.")
            Subject subject,

            @Size(max = 25) @JsonPropertyDescription("Rules for connections to these pods. The first that matches decides; "
                    + "where none does, the next policy or stage is asked.")
            @Nullable List<IngressRule> ingress,

            @Size(max = 25) @JsonPropertyDescription("Rules for connections from these pods. The first that matches decides; "
                    + "where none does, the next policy or stage is asked.")
            @Nullable List<EgressRule> egress) {}

    record Subject(
            @JsonPropertyDescription("Pods of this namespace.") @Nullable LocalPods pods) {}

    @ValidationRule(
            value = "!has(self.protocols) || !self.protocols.exists(each, has(each.destinationNamedPort))"
                    + " || !self.from.exists(each, has(each.networks) || has(each.wellKnown))",
            message = OF_PODS_ONLY)
    record IngressRule(
            @Size(max = 100) @JsonPropertyDescription("For people.") @Nullable String name,

            @Required
            @JsonPropertyDescription("Accept ends the question with yes, Deny with no; "
                    + "Pass leaves it to the stages after this one.")
            Action action,

            @Required @Size(min = 1, max = 25) @JsonPropertyDescription("Whose connections; one match is enough.")
            List<IngressPeer> from,

            @Size(min = 1, max = 25) @JsonPropertyDescription("To which ports; one match is enough. Absent means all protocols and ports.")
            @Nullable List<Protocol> protocols) {}

    @ValidationRule(
            value = "!has(self.protocols) || !self.protocols.exists(each, has(each.destinationNamedPort))"
                    + " || !self.to.exists(each, has(each.networks) || has(each.domainNames) || has(each.wellKnown))",
            message = OF_PODS_ONLY)
    @ValidationRule(
            value = "self.action == 'Accept' || !self.to.exists(each, has(each.domainNames))",
            message = "domainNames go with the action Accept only")
    record EgressRule(
            @Size(max = 100) @JsonPropertyDescription("For people.") @Nullable String name,

            @Required
            @JsonPropertyDescription("Accept ends the question with yes, Deny with no; "
                    + "Pass leaves it to the stages after this one.")
            Action action,

            @Required @Size(min = 1, max = 25) @JsonPropertyDescription("Connections to whom; one match is enough.")
            List<EgressPeer> to,

            @Size(min = 1, max = 25) @JsonPropertyDescription("To which ports; one match is enough. Absent means all protocols and ports.")
            @Nullable List<Protocol> protocols) {}

    enum Action {
        @JsonProperty("Accept")
        ACCEPT,
        @JsonProperty("Deny")
        DENY,
        @JsonProperty("Pass")
        PASS
    }

    @SchemaCustomizer(ExactlyOne.class)
    @ValidationRule(value = NETWORKS_ARE_CIDRS, message = NO_CIDR, fieldPath = ".networks")
    record IngressPeer(
            @JsonPropertyDescription("Pods of this namespace.") @Nullable LocalPods localPods,

            @JsonPropertyDescription("Pods of other namespaces.") @Nullable Pods pods,

            @JsonPropertyDescription("All pods of namespaces.") @Nullable LabelSelector namespaces,

            @Size(min = 1, max = 25) @JsonPropertyDescription("Addresses, those of pods included.") @Nullable List<@Size(min = 1, max = 43) String> networks,

            @JsonPropertyDescription("All is everybody, KubeletProbes the node of the pod.") @Nullable KnownSource wellKnown) {}

    @SchemaCustomizer(ExactlyOne.class)
    @ValidationRule(value = NETWORKS_ARE_CIDRS, message = NO_CIDR, fieldPath = ".networks")
    record EgressPeer(
            @JsonPropertyDescription("Pods of this namespace.") @Nullable LocalPods localPods,

            @JsonPropertyDescription("Pods of other namespaces.") @Nullable Pods pods,

            @JsonPropertyDescription("All pods of namespaces.") @Nullable LabelSelector namespaces,

            @Size(min = 1, max = 25) @JsonPropertyDescription("Addresses, those of pods included.") @Nullable List<@Size(min = 1, max = 43) String> networks,

            @JsonPropertyDescription("All is everybody, ClusterDNS and KubeAPIServer the endpoints of these Services.")
            @Nullable KnownDestination wellKnown,

            @Size(min = 1, max = 25) @JsonPropertyDescription("Names of hosts; *. stands for one or more labels in front.")
            @Nullable List<
                            @Size(max = 255) @Pattern("^(\\*\\.)?([a-zA-Z0-9]([-a-zA-Z0-9_]*[a-zA-Z0-9])?\\.)+"
                                    + "[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?\\.?$")
                            String>
                    domainNames) {}

    record LocalPods(@Required LabelSelector podSelector) {}

    record Pods(
            @Required LabelSelector namespaceSelector,
            @Required LabelSelector podSelector) {}

    enum KnownSource {
        @JsonProperty("All")
        ALL,
        @JsonProperty("KubeletProbes")
        KUBELET_PROBES
    }

    enum KnownDestination {
        @JsonProperty("All")
        ALL,
        @JsonProperty("ClusterDNS")
        CLUSTER_DNS,
        @JsonProperty("KubeAPIServer")
        KUBE_API_SERVER
    }
}
