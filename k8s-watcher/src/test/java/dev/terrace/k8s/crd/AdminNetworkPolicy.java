package dev.terrace.k8s.crd;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.crd.generator.annotation.Annotations;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The upstream kind as its experimental channel has it. */
@Group("policy.networking.k8s.io")
@Version("v1alpha1")
@Plural("adminnetworkpolicies")
@ShortNames("anp")
@Annotations("api-approved.kubernetes.io=unapproved, for tests")
@SchemaCustomizer(value = SchemaCustomizer.MergePatchCustomizer.class, input = "{\"required\": [\"spec\"]}")
final class AdminNetworkPolicy extends CustomResource<AdminNetworkPolicy.Spec, PolicyStatus> {

    private static final long serialVersionUID = 1L;

    record Spec(
            @Required @Min(0) @Max(1000) int priority,

            @Required @Size(min = 1, max = 1) Subject subject,

            @Size(max = 100) @Nullable List<IngressRule> ingress,

            @Size(max = 100) @Nullable List<EgressRule> egress) {}

    record Subject(
            @Nullable LabelSelector namespaces, @Nullable Pods pods) {}

    record IngressRule(
            @Size(max = 100) @Nullable String name,

            @Required Action action,

            @Required @Size(min = 1, max = 100) List<IngressPeer> from,

            @Size(min = 1, max = 100) @Nullable List<Port> ports) {}

    @ValidationRule(
            value = "!(self.to.exists(peer, has(peer.networks) || has(peer.nodes) || has(peer.domainNames))"
                    + " && has(self.ports) && self.ports.exists(port, has(port.namedPort)))",
            message = "a named port goes with pods only")
    record EgressRule(
            @Size(max = 100) @Nullable String name,

            @Required Action action,

            @Required @Size(min = 1, max = 100) List<EgressPeer> to,

            @Size(min = 1, max = 100) @Nullable List<Port> ports) {}

    enum Action {
        @JsonProperty("Allow")
        ALLOW,
        @JsonProperty("Deny")
        DENY,
        @JsonProperty("Pass")
        PASS
    }

    @SchemaCustomizer(ExactlyOne.class)
    record IngressPeer(
            @Nullable LabelSelector namespaces, @Nullable Pods pods) {}

    @SchemaCustomizer(ExactlyOne.class)
    record EgressPeer(
            @Nullable LabelSelector namespaces,
            @Nullable Pods pods,
            @Nullable LabelSelector nodes,

            @Size(min = 1, max = 25) @Nullable List<@Size(max = 43) String> networks,

            @Size(min = 1, max = 25) @Nullable List<@Size(max = 255) String> domainNames) {}

    record Pods(
            @Required LabelSelector namespaceSelector,
            @Required LabelSelector podSelector) {}

    @SchemaCustomizer(ExactlyOne.class)
    record Port(
            @Nullable PortNumber portNumber,
            @Nullable PortRange portRange,
            @Nullable String namedPort) {}

    record PortNumber(
            @Required @Default("TCP") String protocol,

            @Required @Min(1) @Max(65535) int port) {}

    record PortRange(
            @Default("TCP") @Nullable String protocol,

            @Required @Min(1) @Max(65535) int start,

            @Required @Min(1) @Max(65535) int end) {}
}
