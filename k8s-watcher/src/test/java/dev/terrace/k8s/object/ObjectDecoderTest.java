package dev.terrace.k8s.object;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.core.model.ContainerPort;
import dev.terrace.core.model.EndpointSliceFact;
import dev.terrace.core.model.EndpointSliceKey;
import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.NamespaceFact;
import dev.terrace.core.model.NodeFact;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.PodKey;
import dev.terrace.core.model.PodNetwork;
import dev.terrace.core.model.Protocol;
import dev.terrace.core.model.ServiceKey;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ObjectDecoderTest {

    private static IpAddress ip(String text) {
        return IpAddress.parse(text);
    }

    @Test
    void aPodIsReducedToWhatPoliciesAskOf() {
        assertThat(Yaml.fact("""
                apiVersion: v1
                kind: Pod
                metadata: {name: web, namespace: shop, labels: {app: web}, deletionTimestamp: "2026-01-01T00:00:00Z"}
                spec:
                  nodeName: node-a
                  containers:
                  - name: main
                    ports:
                    - {name: http, containerPort: 8080}
                    - {name: dns, containerPort: 53, protocol: UDP}
                    - {containerPort: 9999}
                    livenessProbe: {httpGet: {port: http, path: /}}
                    readinessProbe: {tcpSocket: {port: 8081}}
                    startupProbe: {grpc: {port: 8082}}
                  initContainers:
                  - name: sidecar
                    restartPolicy: Always
                    ports: [{name: mesh, containerPort: 15001}]
                    readinessProbe: {httpGet: {port: 15021}}
                  - name: once
                    ports: [{name: setup, containerPort: 1}]
                status:
                  phase: Running
                  podIP: 10.0.0.5
                  podIPs: [{ip: 10.0.0.5}, {ip: "fd00::5"}]
                """))
                .isEqualTo(new PodFact(
                        new PodKey("shop", "web"),
                        Map.of("app", "web"),
                        "node-a",
                        List.of(ip("10.0.0.5"), ip("fd00::5")),
                        PodNetwork.CLUSTER,
                        false,
                        Set.of(
                                new ContainerPort("http", Protocol.TCP, 8080),
                                new ContainerPort("dns", Protocol.UDP, 53),
                                new ContainerPort("mesh", Protocol.TCP, 15001)),
                        Set.of(8080, 8081, 8082, 15021)));
    }

    @Test
    void theAnnotationOfOvnKubernetesComesBeforeTheStatus() {
        assertThat(Yaml.pod("""
                apiVersion: v1
                kind: Pod
                metadata:
                  name: web
                  annotations:
                    k8s.ovn.org/pod-networks: '{"default":{"ip_addresses":["10.244.1.5/24","fd00:1::5/64"]},"x/y":{}}'
                status: {podIP: 10.0.0.5}
                """).addresses()).containsExactly(ip("10.244.1.5"), ip("fd00:1::5"));
    }

    @Test
    void anAnnotationWithoutTheDefaultNetworkIsNoAddress() {
        assertThat(Yaml.pod("""
                apiVersion: v1
                kind: Pod
                metadata: {name: web, annotations: {k8s.ovn.org/pod-networks: '{"x/y":{"ip_addresses":["10.9.9.9/24"]}}'}}
                status: {podIP: 10.0.0.5}
                """).addresses()).containsExactly(ip("10.0.0.5"));
    }

    @Test
    void aMalformedAnnotationIsToldAndTheStatusCounts() {
        String path = "Pod default/a: metadata.annotations[\"k8s.ovn.org/pod-networks\"]";
        String then = "; the addresses of the status count";
        Map.of(
                        "{",
                        path + ": must be JSON" + then,
                        "[]",
                        path + ": must be an object" + then,
                        "{\"default\":{\"ip_addresses\":[\"10.244.1.5/24\",\"ten\"]}}",
                        path + ".default.ip_addresses[1]: must be an IP address with its prefix length, not ten" + then,
                        "{\"default\":{\"ip_addresses\":\"10.244.1.5/24\"}}",
                        path + ".default.ip_addresses: must be a list" + then)
                .forEach((annotation, doubt) -> {
                    String text = """
                            {apiVersion: v1, kind: Pod, status: {podIPs: [{ip: 10.0.0.5}]},
                             metadata: {name: a, annotations: {k8s.ovn.org/pod-networks: '%s'}}}
                            """.formatted(annotation);
                    assertThat(Yaml.pod(text).addresses()).containsExactly(ip("10.0.0.5"));
                    assertThat(Yaml.doubts(text)).containsExactly(doubt);
                });
    }

    @Test
    void aPodWhoseDefaultNetworkIsLockedLivesInAUserDefinedOne() {
        String pod = """
                {apiVersion: v1, kind: Pod, spec: {hostNetwork: %s},
                 metadata: {name: a, annotations: {k8s.ovn.org/pod-networks: '%s'}}}
                """;
        String locked = "{\"default\":{\"ip_addresses\":[\"10.244.1.5/24\"],\"role\":\"infrastructure-locked\"}}";
        String primary = "{\"default\":{\"ip_addresses\":[\"10.244.1.5/24\"]},\"blue/net\":{\"role\":\"primary\"}}";
        String secondary = "{\"default\":{\"role\":\"primary\"},\"blue/net\":{\"role\":\"secondary\"}}";
        assertThat(Yaml.pod(pod.formatted(false, locked)).network()).isEqualTo(PodNetwork.USER_DEFINED);
        assertThat(Yaml.pod(pod.formatted(false, primary)).network()).isEqualTo(PodNetwork.USER_DEFINED);
        assertThat(Yaml.pod(pod.formatted(false, primary)).addresses()).containsExactly(ip("10.244.1.5"));
        assertThat(Yaml.pod(pod.formatted(false, secondary)).network()).isEqualTo(PodNetwork.CLUSTER);
        assertThat(Yaml.pod(pod.formatted(true, locked)).network()).isEqualTo(PodNetwork.HOST);
    }

    @Test
    void aPodWithoutNamespaceIsInDefaultAndOneWithoutAddressHasNone() {
        PodFact pod = Yaml.pod("{apiVersion: v1, kind: Pod, metadata: {name: web}}");
        assertThat(pod.key()).isEqualTo(new PodKey("default", "web"));
        assertThat(pod.addresses()).isEmpty();
        assertThat(pod.node()).isNull();
    }

    @Test
    void hostNetworkAndFinishedPodsAreMarked() {
        assertThat(Yaml.pod("{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {hostNetwork: true}}")
                        .network())
                .isEqualTo(PodNetwork.HOST);
        for (String phase : List.of("Succeeded", "Failed")) {
            assertThat(Yaml.pod("{apiVersion: v1, kind: Pod, metadata: {name: a}, status: {phase: " + phase + "}}")
                            .finished())
                    .isTrue();
        }
    }

    @Test
    void aProbeOfAnotherHostAndOfAnUnknownNameAskNothingOfThePod() {
        assertThat(Yaml.pod("""
                apiVersion: v1
                kind: Pod
                metadata: {name: web}
                spec:
                  containers:
                  - livenessProbe: {httpGet: {port: 80, host: 10.1.1.1}}
                    readinessProbe: {tcpSocket: {port: 81, host: example.org}}
                    startupProbe: {httpGet: {port: nobody}}
                  - livenessProbe: {exec: {command: [ls]}}
                    readinessProbe: {httpGet: {port: "82"}}
                """).probePorts()).containsExactly(82);
    }

    @Test
    void aProbeResolvesNamesInItsOwnContainer() {
        assertThat(Yaml.pod("""
                apiVersion: v1
                kind: Pod
                metadata: {name: web}
                spec:
                  containers:
                  - {name: a, ports: [{name: http, containerPort: 80}]}
                  - {name: b, ports: [{name: http, containerPort: 81}], livenessProbe: {httpGet: {port: http}}}
                """).probePorts()).containsExactly(81);
    }

    @Test
    void aNamespaceAlwaysHasItsNameAsLabel() {
        assertThat(Yaml.fact("{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {team: a}}}"))
                .isEqualTo(new NamespaceFact("shop", Map.of("team", "a", "kubernetes.io/metadata.name", "shop")));
    }

    @Test
    void aNodeHasItsInternalAndExternalAddresses() {
        assertThat(Yaml.fact("""
                apiVersion: v1
                kind: Node
                metadata: {name: node-a, labels: {zone: x}}
                status:
                  addresses:
                  - {type: Hostname, address: node-a}
                  - {type: InternalIP, address: 192.168.0.1}
                  - {type: ExternalIP, address: "2001:db8::1"}
                """))
                .isEqualTo(new NodeFact("node-a", Map.of("zone", "x"), List.of(ip("192.168.0.1"), ip("2001:db8::1"))));
    }

    @Test
    void aNodeOfOvnKubernetesHasItsManagementPortsAndItsHostsAddressesToo() {
        String node = """
                apiVersion: v1
                kind: Node
                metadata:
                  name: a
                  annotations:
                    k8s.ovn.org/node-subnets: '{"default":%s, "blue": "10.9.0.0/24"}'
                    k8s.ovn.org/host-cidrs: '["172.18.0.3/16", "fc00:f853::3/64", "10.89.0.1/24"]'
                status: {addresses: [{type: InternalIP, address: 172.18.0.3}]}
                """;
        assertThat(((NodeFact) Yaml.fact(node.formatted("[\"10.244.1.0/24\", \"fd00:10:244:2::/64\"]"))).addresses())
                .containsExactly(
                        ip("172.18.0.3"),
                        ip("10.244.1.2"),
                        ip("fd00:10:244:2::2"),
                        ip("fc00:f853::3"),
                        ip("10.89.0.1"));
        assertThat(((NodeFact) Yaml.fact(node.formatted("\"10.244.1.0/24\""))).addresses())
                .contains(ip("10.244.1.2"));
        assertThat(Yaml.doubts(node.formatted("\"ten\"")))
                .containsExactly("Node a: metadata.annotations[\"k8s.ovn.org/node-subnets\"].default: must be an IP"
                        + " address with its prefix length, not ten; the management port's address may be missing");
    }

    @Test
    void anEndpointSliceBelongsToTheServiceOfItsLabel() {
        assertThat(Yaml.fact("""
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: dns-x, namespace: kube-system, labels: {kubernetes.io/service-name: kube-dns}}
                addressType: IPv4
                endpoints:
                - {addresses: [10.0.0.1], conditions: {ready: true}}
                - {addresses: [10.0.0.2], conditions: {ready: false}}
                """))
                .isEqualTo(new EndpointSliceFact(
                        new EndpointSliceKey("kube-system", "dns-x"),
                        ServiceKey.CLUSTER_DNS,
                        Set.of(ip("10.0.0.1"), ip("10.0.0.2"))));
    }

    @Test
    void whatIsNotOursIsIgnored() {
        for (String text : List.of(
                "{apiVersion: v1, kind: Service, metadata: {name: a}}",
                "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}}",
                "{apiVersion: crd.projectcalico.org/v1, kind: NetworkPolicy, metadata: {name: a}}",
                "{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: a}}")) {
            assertThat(ObjectDecoder.decode(Yaml.tree(text))).isEqualTo(new Decoded.Ignored());
        }
    }

    @Test
    void whatCannotBeUsedNamesObjectAndPath() {
        Map.of(
                        "{kind: Pod, metadata: {name: a}}",
                        "Object: apiVersion: is required",
                        "{apiVersion: v1, kind: Pod}",
                        "Pod default/?: metadata: is required",
                        "{apiVersion: v1, kind: Pod, metadata: {namespace: x}}",
                        "Pod x/?: metadata.name: is required",
                        "{apiVersion: v1, kind: Node, metadata: {name: 7}}",
                        "Node ?: metadata.name: must be a string",
                        "{apiVersion: v1, kind: Pod, metadata: {name: a}, status: {podIPs: [{ip: ten}]}}",
                        "Pod default/a: status.podIPs[0].ip: must be an IP address, not ten",
                        "{apiVersion: v1, kind: Pod, metadata: {name: a, labels: {app: 7}}}",
                        "Pod default/a: metadata.labels.app: must be a string",
                        "{apiVersion: policy.networking.k8s.io/v1beta1, kind: ClusterNetworkPolicy, metadata: {name: a}}",
                        "ClusterNetworkPolicy: apiVersion: policy.networking.k8s.io/v1beta1 is not read, "
                                + "policy.networking.k8s.io/v1alpha2 is")
                .forEach((text, message) -> assertThat(Yaml.malformed(text)).isEqualTo(message));
    }

    @Test
    void whatIsNoObjectIsMalformed() {
        for (Object tree : List.of("text", 7, List.of())) {
            assertThat(ObjectDecoder.decode(tree)).isInstanceOf(Decoded.Malformed.class);
        }
        assertThat(ObjectDecoder.decode(null)).isInstanceOf(Decoded.Malformed.class);
    }
}
