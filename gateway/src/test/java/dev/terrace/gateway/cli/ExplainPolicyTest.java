package dev.terrace.gateway.cli;

import static dev.terrace.gateway.cli.Shell.golden;
import static dev.terrace.gateway.cli.Shell.resource;
import static dev.terrace.gateway.cli.Shell.terrace;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code terrace explain pod} and {@code terrace explain policy} say of a small cluster. */
final class ExplainPolicyTest {

    private static final String OBJECTS = "--objects=" + resource("explain");

    @ParameterizedTest
    @ValueSource(strings = {"text", "json"})
    void podIsBoundByItsPoliciesInTheirOrder(String format) {
        Shell said = terrace("explain", "pod", OBJECTS, "a/x", "-o", format);
        assertThat(said.exitCode()).isZero();
        assertThat(said.out()).isEqualTo(golden("explain-pod." + format));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "json"})
    void rulesThatNeverDecideAreTold(String format) {
        Shell said = terrace("explain", "policy", OBJECTS, "dnp", "a/four", "-o", format);
        assertThat(said.exitCode()).isZero();
        assertThat(said.out()).isEqualTo(golden("explain-policy." + format));
    }

    @Test
    void policiesOfEqualPriorityThatDisagreeAreTold(@TempDir Path directory) throws IOException {
        Files.copy(Path.of(resource("explain/cluster.yaml")), directory.resolve("cluster.yaml"));
        Files.writeString(directory.resolve("conflicts.yaml"), """
                apiVersion: policy.networking.k8s.io/v1alpha2
                kind: ClusterNetworkPolicy
                metadata: {name: strict}
                spec:
                  tier: Admin
                  priority: 10
                  subject: {namespaces: {}}
                  ingress: [{action: Deny, from: [{namespaces: {}}]}]
                ---
                apiVersion: policy.networking.k8s.io/v1alpha1
                kind: AdminNetworkPolicy
                metadata: {name: open}
                spec:
                  priority: 10
                  subject: {namespaces: {}}
                  ingress: [{action: Allow, from: [{namespaces: {}}]}]
                """);
        Shell said = terrace("explain", "policy", "--objects=" + directory, "cnp", "strict");
        assertThat(said.out())
                .contains("conflict: spec.ingress[0] has the priority of cnp/tenants, 10, and says Deny of")
                .contains("conflict: spec.ingress[0] has the priority of anp/open, 10, and says Deny of");
        assertThat(terrace("explain", "policy", "--objects=" + directory, "anp", "open", "-o", "json")
                        .out())
                .contains("\"policies\" : [ \"cnp/strict\", \"anp/open\" ]");
    }

    @Test
    void hostNetworkPodIsBoundByNothing() {
        assertThat(terrace("explain", "pod", OBJECTS, "b/host").out())
                .contains("No policy selects it: it lives in its node's network");
    }

    @ParameterizedTest
    @CsvSource({
        "pod a/none, 1, no pod a/none",
        "pod a, 2, namespace/name is needed",
        "policy np a/none, 1, no policy np/a/none",
        "policy np default-deny, 2, a NetworkPolicy is named by namespace/name",
        "policy cnp a/tenants, 2, a ClusterNetworkPolicy is named by name",
        "policy firewall x, 2, is not one of",
        "policy NETWORKPOLICY a/default-deny, 0, ''"
    })
    void whatIsWrongIsOneLine(String words, int exitCode, String clue) {
        Shell said = terrace(("explain " + words + " " + OBJECTS).split(" "));
        assertThat(said.exitCode()).isEqualTo(exitCode);
        assertThat(said.err()).contains(clue);
        assertThat(said.err().lines().count()).isEqualTo(exitCode == 0 ? 0 : 1);
    }

    @Test
    void podInAUserDefinedNetworkIsLeftAlone(@TempDir Path directory) throws IOException {
        Files.copy(Path.of(resource("explain/cluster.yaml")), directory.resolve("cluster.yaml"));
        Files.writeString(directory.resolve("elsewhere.yaml"), """
                apiVersion: v1
                kind: Pod
                metadata:
                  namespace: a
                  name: elsewhere
                  annotations:
                    k8s.ovn.org/pod-networks: |
                      {"default": {"ip_addresses": ["10.0.0.77/24"], "role": "infrastructure-locked"},
                       "a/blue": {"ip_addresses": ["10.200.0.7/24"], "role": "primary"}}
                spec: {nodeName: n1, containers: [{name: c}]}
                ---
                apiVersion: policy.terrace.dev/v1alpha1
                kind: DeveloperNetworkPolicy
                metadata: {namespace: a, name: all}
                spec:
                  priority: 900
                  subject: {pods: {podSelector: {}}}
                  ingress: [{action: Deny, from: [{wellKnown: All}]}]
                """);
        String objects = "--objects=" + directory;
        assertThat(terrace("explain", "policy", objects, "dnp", "a/all").out())
                .contains("leaves alone, because they live in a user-defined network: 1 pod, a/elsewhere");
        assertThat(terrace("explain", "pod", objects, "a/elsewhere").out())
                .contains("No policy selects it: it lives in a user-defined network");
        assertThat(terrace("explain", "flow", objects, "a/x", "a/elsewhere:80").out())
                .contains("a/elsewhere lives in a user-defined network: no policy selects it");
    }
}
