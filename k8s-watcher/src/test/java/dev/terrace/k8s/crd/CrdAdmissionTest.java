package dev.terrace.k8s.crd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.k8s.server.ApiServerProcess;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a real API server lets in under our CRDs, and what it says of the rest. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CrdAdmissionTest {

    private static final String ANYBODY = "{wellKnown: All}";
    private static final String LOCAL = "{localPods: {podSelector: {}}}";
    private static final String SUBJECT = "subject: {pods: {podSelector: {}}}";
    private static final int MANY = 25;

    /**
     * @param spec of a policy
     * @param refusal a part of what the API server says; empty if it lets the policy in
     */
    record Case(Crds kind, String spec, String refusal) {

        @Override
        public String toString() {
            String shortened = spec.length() < 200 ? spec : spec.substring(0, 200) + "...";
            return kind + " " + shortened + (refusal.isEmpty() ? "" : " -> " + refusal);
        }
    }

    private final ApiServerProcess server = ApiServerProcess.start("crds");
    private final KubernetesClient client = new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(server.admin().kubeconfig().toFile()))
            .build();

    CrdAdmissionTest(@TempDir Path directory) {
        for (Crds crd : Crds.values()) {
            server.admin().apply(crd.write(directory));
        }
        server.admin().run("wait", "--for=condition=Established", "crd", "--all");
    }

    @AfterAll
    void stop() {
        client.close();
        server.close();
    }

    static Stream<Case> letIn() {
        return Stream.of(
                        dnp("priority: 0, " + SUBJECT),
                        dnp("priority: 1000, " + SUBJECT + ", ingress: [], egress: []"),
                        dnp("priority: 1, subject: {pods: {podSelector: {matchLabels: {a: b}, matchExpressions:"
                                + " [{key: c, operator: In, values: [d]}, {key: e, operator: DoesNotExist}]}}}"),
                        dnp("priority: 1, subject: {services: {}}"),
                        dnp("priority: 1, " + SUBJECT + ", unknown: 1"),
                        ingress("{action: Pass, from: [%s], unknown: 1}".formatted(ANYBODY)),
                        ingress("{name: %s, action: Deny, from: [%s]}".formatted("n".repeat(100), ANYBODY)),
                        dnp(specWith("ingress", times(MANY, "{action: Accept, from: [%s]}".formatted(ANYBODY)))),
                        dnp(specWith("egress", times(MANY, "{action: Accept, to: [%s]}".formatted(ANYBODY)))),
                        ingress("{action: Accept, from: [%s]}".formatted(times(MANY, LOCAL))),
                        egress("{action: Accept, to: [%s]}".formatted(times(MANY, LOCAL))),
                        ingress("{action: Accept, from: [%s], protocols: [%s]}"
                                .formatted(LOCAL, times(MANY, "{destinationNamedPort: web}"))),
                        ingress("{action: Accept, from: [%s]}".formatted(times(MANY, networks("10.0.0.0/8")))),
                        from("{pods: {namespaceSelector: {}, podSelector: {}}}"),
                        from("{pods: {namespaceSelector: {}, podSelector: {}, unknown: 1}}"),
                        from("{namespaces: {matchLabels: {a: b}}}"),
                        from("{namespaces: {unknown: 1}}"),
                        from(networks("0.0.0.0/0")),
                        from(networks("192.0.2.7/32")),
                        from(networks("::/0")),
                        from(networks("2001:db8:1:2:3:4:5:6/128")),
                        from("{networks: [%s]}".formatted(times(MANY, "10.0.0.0/8"))),
                        from("{wellKnown: KubeletProbes}"),
                        from("{unknown: {}}"),
                        to("{wellKnown: ClusterDNS}"),
                        to("{wellKnown: KubeAPIServer}"),
                        to("{domainNames: ['*.example.com', example.com., a-b.c_d.example]}"),
                        to("{unknown: {}}"),
                        protocol("{tcp: {destinationPort: {number: 1}}}"),
                        protocol("{udp: {destinationPort: {number: 65535}}}"),
                        protocol("{sctp: {destinationPort: {range: {start: 1, end: 65535}}}}"),
                        protocol("{tcp: {destinationPort: {number: 1}, unknown: 1}}"),
                        protocol("{tcp: {destinationPort: {unknown: 1}}}"),
                        protocol("{tcp: {destinationPort: {range: {start: 1, end: 2, unknown: 3}}}}"),
                        protocol("{destinationNamedPort: a-very-long-pot}"),
                        protocol("{unknown: {}}"),
                        cnp("tier: Baseline, priority: 0, subject: {namespaces: {}}"),
                        cnp("tier: Admin, priority: 1000, subject: {pods: {podSelector: {}}},"
                                + " egress: [{action: Pass, to: [{networks: [10.1.2.3/8]}]}]"),
                        anp(
                                "priority: 0, subject: {namespaces: {}}, ingress: [{action: Allow, from: [{namespaces: {}}],"
                                        + " ports: [{portNumber: {protocol: ICMP, port: 1}}, {portRange: {start: 2, end: 1}}]}]"),
                        banp("subject: {namespaces: {}}, egress: [{action: Deny, to: [{nodes: {}}]}]"))
                .map(policy -> new Case(policy.kind(), policy.spec(), ""));
    }

    static Stream<Case> refused() {
        return Stream.of(
                refused(dnp(""), "spec.priority: Required"),
                refused(dnp("priority: 1"), "spec.subject: Required"),
                refused(dnp("priority: -1, " + SUBJECT), "spec.priority: Invalid"),
                refused(dnp("priority: 1001, " + SUBJECT), "spec.priority: Invalid"),
                refused(dnp("priority: high, " + SUBJECT), "spec.priority: Invalid"),
                refused(dnp("priority: 1, subject: {}"), "spec.subject: Invalid"),
                refused(dnp("priority: 1, subject: {pods: {podSelector: {}}, unknown: 1}"), "spec.subject: Too many"),
                refused(dnp("priority: 1, subject: {pods: {}}"), "spec.subject.pods.podSelector: Required"),
                refused(
                        dnp(specWith("ingress", times(MANY + 1, "{action: Accept, from: [%s]}".formatted(ANYBODY)))),
                        "spec.ingress: Too many"),
                refused(
                        dnp(specWith("egress", times(MANY + 1, "{action: Accept, to: [%s]}".formatted(ANYBODY)))),
                        "spec.egress: Too many"),
                refused(ingress("{from: [%s]}".formatted(ANYBODY)), "action: Required"),
                refused(ingress("{action: Allow, from: [%s]}".formatted(ANYBODY)), "action: Unsupported value"),
                refused(ingress("{action: Accept}"), "from: Required"),
                refused(ingress("{action: Accept, from: []}"), "from: Invalid"),
                refused(ingress("{action: Accept, from: [%s]}".formatted(times(MANY + 1, LOCAL))), "from: Too many"),
                refused(egress("{action: Accept}"), "to: Required"),
                refused(egress("{action: Accept, to: []}"), "to: Invalid"),
                refused(egress("{action: Accept, to: [%s]}".formatted(times(MANY + 1, LOCAL))), "to: Too many"),
                refused(
                        ingress("{name: %s, action: Accept, from: [%s]}".formatted("n".repeat(101), ANYBODY)),
                        "name: Too long"),
                refused(from("{}"), "from[0]: Invalid"),
                refused(from("{wellKnown: All, localPods: {podSelector: {}}}"), "from[0]: Too many"),
                refused(from("{wellKnown: All, unknown: {}}"), "from[0]: Too many"),
                refused(from("{wellKnown: ClusterDNS}"), "wellKnown: Unsupported value"),
                refused(from("{localPods: {}}"), "podSelector: Required"),
                refused(from("{pods: {podSelector: {}}}"), "namespaceSelector: Required"),
                refused(from("{pods: {namespaceSelector: {}}}"), "podSelector: Required"),
                refused(from("{namespaces: {matchExpressions: [{key: a}]}}"), "operator: Required"),
                refused(from("{namespaces: {matchExpressions: [{key: a, operator: Is}]}}"), "operator: Unsupported"),
                refused(from("{networks: []}"), "networks: Invalid"),
                refused(from("{networks: [%s]}".formatted(times(MANY + 1, "10.0.0.0/8"))), "networks: Too many"),
                refused(from(networks("10.1.2.3/8")), "host bits are zero"),
                refused(from(networks("2001:db8::1/32")), "host bits are zero"),
                refused(from(networks("10.0.0.0")), "are CIDRs"),
                refused(from(networks("10.0.0.0/33")), "are CIDRs"),
                refused(from(networks("010.0.0.0/8")), "are CIDRs"),
                refused(from(networks("example.com")), "are CIDRs"),
                refused(to("{}"), "to[0]: Invalid"),
                refused(to("{wellKnown: All, networks: [10.0.0.0/8]}"), "to[0]: Too many"),
                refused(to("{wellKnown: KubeletProbes}"), "wellKnown: Unsupported value"),
                refused(to(networks("10.1.2.3/8")), "host bits are zero"),
                refused(to("{domainNames: []}"), "domainNames: Invalid"),
                refused(to("{domainNames: [%s]}".formatted(times(MANY + 1, "example.com"))), "domainNames: Too many"),
                refused(to("{domainNames: ['a.*.example.com']}"), "domainNames[0]: Invalid"),
                refused(to("{domainNames: [localhost]}"), "domainNames[0]: Invalid"),
                refused(
                        egress("{action: Deny, to: [{domainNames: [example.com]}]}"),
                        "domainNames go with the action Accept only"),
                refused(
                        egress("{action: Pass, to: [%s, {domainNames: [example.com]}]}".formatted(LOCAL)),
                        "domainNames go with the action Accept only"),
                refused(protocols(""), "protocols: Invalid"),
                refused(protocols(times(MANY + 1, "{destinationNamedPort: web}")), "protocols: Too many"),
                refused(protocol("{}"), "protocols[0]: Invalid"),
                refused(protocol("{tcp: {}}"), "destinationPort: Required"),
                refused(
                        protocol("{tcp: {destinationPort: {number: 1}}, udp: {destinationPort: {number: 1}}}"),
                        "protocols[0]: Too many"),
                refused(protocol("{udp: {destinationPort: {}}}"), "destinationPort: Invalid"),
                refused(
                        protocol("{sctp: {destinationPort: {number: 1, range: {start: 1, end: 2}}}}"),
                        "destinationPort: Too many"),
                refused(protocol("{tcp: {destinationPort: {number: 0}}}"), "number: Invalid"),
                refused(protocol("{tcp: {destinationPort: {number: 65536}}}"), "number: Invalid"),
                refused(protocol("{tcp: {destinationPort: {range: {start: 1}}}}"), "end: Required"),
                refused(
                        protocol("{tcp: {destinationPort: {range: {start: 2, end: 2}}}}"),
                        "start must be less than end"),
                refused(protocol("{destinationNamedPort: ''}"), "destinationNamedPort: Invalid"),
                refused(protocol("{destinationNamedPort: longer-than-any-port}"), "destinationNamedPort: Too long"),
                refused(protocol("{destinationNamedPort: Web}"), "destinationNamedPort: Invalid"),
                refused(namedPortFrom(ANYBODY), "only peers that are pods"),
                refused(namedPortFrom(LOCAL + ", " + networks("10.0.0.0/8")), "only peers that are pods"),
                refused(namedPortTo(ANYBODY), "only peers that are pods"),
                refused(namedPortTo(LOCAL + ", " + networks("10.0.0.0/8")), "only peers that are pods"),
                refused(namedPortTo("{domainNames: [example.com]}"), "only peers that are pods"),
                refused(cnp("priority: 0, subject: {namespaces: {}}"), "spec.tier: Required"),
                refused(cnp("tier: User, priority: 0, subject: {namespaces: {}}"), "spec.tier: Unsupported"),
                refused(anp("priority: 0, subject: {}"), "spec.subject: Invalid"),
                refused(
                        banp("subject: {namespaces: {}}, egress: [{action: Pass, to: [{nodes: {}}]}]"),
                        "action: Unsupported"));
    }

    @ParameterizedTest
    @MethodSource
    void letIn(Case policy) {
        create(policy);
    }

    @ParameterizedTest
    @MethodSource
    void refused(Case policy) {
        assertThatThrownBy(() -> create(policy))
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining(policy.refusal());
    }

    @Test
    void conditionsOfDifferentWritersStandBesideEachOther() {
        String policy = """
                apiVersion: policy.terrace.dev/v1alpha1
                kind: DeveloperNetworkPolicy
                metadata: {name: status, namespace: default}
                """;
        server.admin().apply(policy + "spec: {priority: 7, " + SUBJECT + "}");
        for (String type : List.of("Accepted", "example.com/Seen")) {
            String status = policy + """
                    status:
                      conditions:
                        - {type: %s, status: "True", observedGeneration: 1, reason: R, message: m,
                           lastTransitionTime: "2026-01-01T00:00:00Z"}
                    """.formatted(type);
            assertThat(server.admin()
                            .attempt(
                                    status,
                                    "apply",
                                    "--server-side",
                                    "--subresource=status",
                                    "--field-manager=writer-of-" + type,
                                    "--filename=-")
                            .error())
                    .isEmpty();
        }
        assertThat(server.admin().run("get", "dnp", "status", "--output=jsonpath={.status.conditions[*].type}"))
                .isEqualTo("Accepted example.com/Seen");
        assertThat(server.admin().run("get", "dnp", "status"))
                .matches("(?s)NAME +PRIORITY +ACCEPTED +PROGRAMMED +AGE\\s+status +7 +True +\\S+s\\s+");
    }

    private void create(Case policy) {
        String manifest =
                """
                apiVersion: %s
                kind: %s
                metadata: {name: default, namespace: default}
                spec: {%s}
                """.formatted(policy.kind().apiVersion(), policy.kind().kind(), policy.spec());
        assertThat(client.resource(manifest).dryRun().create()).isNotNull();
    }

    private static Case refused(Case policy, String refusal) {
        return new Case(policy.kind(), policy.spec(), refusal);
    }

    private static Case dnp(String spec) {
        return new Case(Crds.DEVELOPER_NETWORK_POLICY, spec, "");
    }

    private static Case cnp(String spec) {
        return new Case(Crds.CLUSTER_NETWORK_POLICY, spec, "");
    }

    private static Case anp(String spec) {
        return new Case(Crds.ADMIN_NETWORK_POLICY, spec, "");
    }

    private static Case banp(String spec) {
        return new Case(Crds.BASELINE_ADMIN_NETWORK_POLICY, spec, "");
    }

    private static String specWith(String direction, String rules) {
        return "priority: 1, %s, %s: [%s]".formatted(SUBJECT, direction, rules);
    }

    private static Case ingress(String rule) {
        return dnp(specWith("ingress", rule));
    }

    private static Case egress(String rule) {
        return dnp(specWith("egress", rule));
    }

    private static Case from(String peer) {
        return ingress("{action: Accept, from: [%s]}".formatted(peer));
    }

    private static Case to(String peer) {
        return egress("{action: Accept, to: [%s]}".formatted(peer));
    }

    private static Case protocols(String protocols) {
        return ingress("{action: Accept, from: [%s], protocols: [%s]}".formatted(LOCAL, protocols));
    }

    private static Case protocol(String protocol) {
        return protocols(protocol);
    }

    private static Case namedPortFrom(String peers) {
        return ingress("{action: Accept, from: [%s], protocols: [{destinationNamedPort: web}]}".formatted(peers));
    }

    private static Case namedPortTo(String peers) {
        return egress("{action: Accept, to: [%s], protocols: [{destinationNamedPort: web}]}".formatted(peers));
    }

    private static String networks(String network) {
        return "{networks: ['%s']}".formatted(network);
    }

    private static String times(int count, String element) {
        List<String> elements = Collections.nCopies(count, element);
        return String.join(", ", elements);
    }
}
