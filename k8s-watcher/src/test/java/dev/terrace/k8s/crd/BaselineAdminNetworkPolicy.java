package dev.terrace.k8s.crd;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.terrace.k8s.crd.AdminNetworkPolicy.IngressPeer;
import dev.terrace.k8s.crd.AdminNetworkPolicy.Pods;
import dev.terrace.k8s.crd.AdminNetworkPolicy.Port;
import dev.terrace.k8s.crd.AdminNetworkPolicy.Subject;
import io.fabric8.crd.generator.annotation.Annotations;
import io.fabric8.crdv2.generator.v1.SchemaCustomizer;
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
@Plural("baselineadminnetworkpolicies")
@ShortNames("banp")
@Annotations("api-approved.kubernetes.io=unapproved, for tests")
@ValidationRule(value = "self.metadata.name == 'default'", message = "there is one, and its name is default")
@SchemaCustomizer(value = SchemaCustomizer.MergePatchCustomizer.class, input = "{\"required\": [\"spec\"]}")
final class BaselineAdminNetworkPolicy extends CustomResource<BaselineAdminNetworkPolicy.Spec, PolicyStatus> {

    private static final long serialVersionUID = 1L;

    record Spec(
            @Required @Size(min = 1, max = 1) Subject subject,

            @Size(max = 100) @Nullable List<IngressRule> ingress,

            @Size(max = 100) @Nullable List<EgressRule> egress) {}

    record IngressRule(
            @Size(max = 100) @Nullable String name,

            @Required Action action,

            @Required @Size(min = 1, max = 100) List<IngressPeer> from,

            @Size(min = 1, max = 100) @Nullable List<Port> ports) {}

    @ValidationRule(
            value = "!(self.to.exists(peer, has(peer.networks) || has(peer.nodes))"
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
        DENY
    }

    @SchemaCustomizer(ExactlyOne.class)
    record EgressPeer(
            @Nullable LabelSelector namespaces,
            @Nullable Pods pods,
            @Nullable LabelSelector nodes,

            @Size(min = 1, max = 25) @Nullable List<@Size(max = 43) String> networks) {}
}
