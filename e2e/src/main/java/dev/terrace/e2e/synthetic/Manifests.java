package dev.terrace.e2e.synthetic;

import dev.terrace.core.model.Action;
import dev.terrace.core.model.ContainerPort;
import dev.terrace.core.model.Direction;
import dev.terrace.core.model.IpFamily;
import dev.terrace.core.model.NamespaceFact;
import dev.terrace.core.model.NamespaceScope;
import dev.terrace.core.model.NodeFact;
import dev.terrace.core.model.Peer;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.PodNetwork;
import dev.terrace.core.model.PodSelection;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PolicyKind;
import dev.terrace.core.model.PortMatch;
import dev.terrace.core.model.Rule;
import dev.terrace.core.model.Stage;
import dev.terrace.core.selector.LabelSelector;
import dev.terrace.core.selector.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes a made-up cluster as the manifests that {@code kubectl get --output=yaml} would give of it, with what Terrace
 * reads and some of what it passes over. Of policies it knows what {@link ScaledShape} makes.
 */
public final class Manifests {

    private Manifests() {}

    /** One file for the nodes, one for the policies of cluster scope, two for each namespace. */
    public static void write(SyntheticCluster cluster, Path directory) throws IOException {
        Map<String, List<Map<String, ?>>> files = new TreeMap<>();
        for (NodeFact node : cluster.nodes()) {
            add(files, "nodes", node(node));
        }
        for (NamespaceFact namespace : cluster.namespaces()) {
            add(files, namespace.name(), namespace(namespace));
        }
        for (PodFact pod : cluster.pods()) {
            add(files, pod.key().namespace() + "-pods", pod(pod));
        }
        for (Policy policy : cluster.policies()) {
            String namespace = policy.key().namespace();
            add(files, namespace.isEmpty() ? "cluster-policies" : namespace, policy(policy));
        }
        Files.createDirectories(directory);
        for (Map.Entry<String, List<Map<String, ?>>> file : files.entrySet()) {
            Files.writeString(
                    directory.resolve(file.getKey() + ".yaml"),
                    String.join(
                            "---\n", file.getValue().stream().map(BlockYaml::of).toList()));
        }
    }

    private static void add(Map<String, List<Map<String, ?>>> files, String name, Map<String, ?> object) {
        files.computeIfAbsent(name, _ -> new ArrayList<>()).add(object);
    }

    /** A policy alone, as a file of its own. */
    public static void write(Policy policy, Path file) throws IOException {
        Files.writeString(file, BlockYaml.of(policy(policy)));
    }

    private static Map<String, ?> node(NodeFact node) {
        return Map.of(
                "apiVersion",
                "v1",
                "kind",
                "Node",
                "metadata",
                Map.of("name", node.name(), "labels", node.labels()),
                "status",
                Map.of(
                        "addresses",
                        node.addresses().stream()
                                .map(address -> Map.of("type", "InternalIP", "address", address.toString()))
                                .toList()));
    }

    private static Map<String, ?> namespace(NamespaceFact namespace) {
        return Map.of(
                "apiVersion",
                "v1",
                "kind",
                "Namespace",
                "metadata",
                Map.of("name", namespace.name(), "labels", namespace.labels()),
                "status",
                Map.of("phase", "Active"));
    }

    private static Map<String, ?> pod(PodFact pod) {
        Map<String, Object> container = new HashMap<>(Map.of(
                "name",
                "main",
                "image",
                "registry.example/" + pod.key().name() + ":1",
                "imagePullPolicy",
                "IfNotPresent",
                "env",
                List.of(Map.of("name", "NAMESPACE", "value", pod.key().namespace())),
                "resources",
                Map.of("requests", Map.of("cpu", "10m", "memory", "64Mi")),
                "ports",
                pod.namedPorts().stream().map(Manifests::containerPort).toList()));
        pod.probePorts()
                .forEach(port ->
                        container.put("readinessProbe", Map.of("httpGet", Map.of("path", "/healthz", "port", port))));
        Map<String, Object> spec = new HashMap<>(Map.of(
                "containers", List.of(container),
                "restartPolicy", "Always",
                "schedulerName", "default-scheduler",
                "serviceAccountName", "default"));
        if (pod.node() != null) {
            spec.put("nodeName", pod.node());
        }
        List<Map<String, String>> addresses = pod.addresses().stream()
                .map(address -> Map.of("ip", address.toString()))
                .toList();
        return Map.of(
                "apiVersion",
                "v1",
                "kind",
                "Pod",
                "metadata",
                Map.of(
                        "namespace", pod.key().namespace(),
                        "name", pod.key().name(),
                        "labels", pod.labels(),
                        "annotations", annotations(pod),
                        "resourceVersion", "1"),
                "spec",
                spec,
                "status",
                Map.of(
                        "phase",
                        "Running",
                        "conditions",
                        Stream.of("Initialized", "Ready", "ContainersReady", "PodScheduled")
                                .map(type -> Map.of("type", type, "status", "True"))
                                .toList(),
                        "podIPs",
                        addresses));
    }

    /** What OVN-Kubernetes writes to a pod whose primary network is not the cluster's. */
    private static Map<String, String> annotations(PodFact pod) {
        if (pod.network() != PodNetwork.USER_DEFINED) {
            return Map.of();
        }
        String addresses = pod.addresses().stream()
                .map(address -> "\"" + address + (address.family() == IpFamily.IPV4 ? "/24" : "/64") + "\"")
                .collect(Collectors.joining(","));
        return Map.of(
                "k8s.ovn.org/pod-networks", """
                {"default":{"ip_addresses":[%s],"role":"infrastructure-locked"},"%s/net":{"role":"primary"}}""".formatted(addresses, pod.key().namespace()));
    }

    private static Map<String, ?> containerPort(ContainerPort port) {
        return Map.of(
                "name", port.name(),
                "containerPort", port.number(),
                "protocol", port.protocol().name());
    }

    // Policies

    private static Map<String, ?> policy(Policy policy) {
        PolicyKind kind = policy.key().kind();
        Map<String, Object> metadata = new HashMap<>(
                Map.of("name", policy.key().name(), "uid", policy.uid(), "generation", policy.generation()));
        if (!policy.key().namespace().isEmpty()) {
            metadata.put("namespace", policy.key().namespace());
        }
        return Map.of(
                "apiVersion",
                switch (kind) {
                    case NETWORK_POLICY -> "networking.k8s.io/v1";
                    case DEVELOPER_NETWORK_POLICY -> "policy.terrace.dev/v1alpha1";
                    case CLUSTER_NETWORK_POLICY -> "policy.networking.k8s.io/v1alpha2";
                    case ADMIN_NETWORK_POLICY, BASELINE_ADMIN_NETWORK_POLICY ->
                        throw new IllegalArgumentException("not made up: " + policy.key());
                },
                "kind",
                kind.kind(),
                "metadata",
                metadata,
                "spec",
                spec(policy));
    }

    private static Map<String, ?> spec(Policy policy) {
        Map<String, Object> spec = new HashMap<>();
        for (Direction direction : Direction.values()) {
            spec.put(
                    direction == Direction.INGRESS ? "ingress" : "egress",
                    policy.rules(direction).stream()
                            .map(rule -> rule(policy, direction, rule))
                            .toList());
        }
        if (policy.stage() == Stage.NETWORK_POLICY) {
            spec.put("podSelector", selector(policy.subject().pods()));
            spec.put(
                    "policyTypes",
                    policy.isolates().stream().map(Direction::word).sorted().toList());
            return spec;
        }
        spec.put("priority", policy.priority());
        if (policy.stage() == Stage.DEVELOPER) {
            spec.put(
                    "subject",
                    Map.of(
                            "pods",
                            Map.of("podSelector", selector(policy.subject().pods()))));
        } else {
            spec.put("tier", policy.stage() == Stage.ADMIN ? "Admin" : "Baseline");
            spec.put("subject", Map.of("pods", selectors(policy.subject())));
        }
        return spec;
    }

    private static Map<String, ?> rule(Policy policy, Direction direction, Rule rule) {
        boolean isolating = policy.stage() == Stage.NETWORK_POLICY;
        Map<String, Object> written = new HashMap<>();
        written.put(
                direction == Direction.INGRESS ? "from" : "to",
                rule.peers().stream()
                        .map(peer -> peer(policy, ((Peer.Pods) peer).selection()))
                        .toList());
        if (!isolating) {
            written.put("action", word(rule.action()));
        }
        if (!rule.ports().isEmpty()) {
            written.put(
                    isolating ? "ports" : "protocols",
                    rule.ports().stream()
                            .map(isolating ? Manifests::port : Manifests::protocol)
                            .toList());
        }
        return written;
    }

    private static String word(Action action) {
        return switch (action) {
            case ACCEPT -> "Accept";
            case DENY -> "Deny";
            case PASS -> "Pass";
        };
    }

    private static Map<String, ?> peer(Policy policy, PodSelection selection) {
        boolean own = selection.scope() instanceof NamespaceScope.Own;
        return switch (policy.stage()) {
            case NETWORK_POLICY -> own ? Map.of("podSelector", selector(selection.pods())) : selectors(selection);
            case DEVELOPER ->
                own
                        ? Map.of("localPods", Map.of("podSelector", selector(selection.pods())))
                        : Map.of("pods", selectors(selection));
            case PLATFORM, ADMIN, BASELINE -> Map.of("pods", selectors(selection));
        };
    }

    private static Map<String, ?> selectors(PodSelection selection) {
        LabelSelector namespaces = ((NamespaceScope.Matching) selection.scope()).selector();
        return Map.of("namespaceSelector", selector(namespaces), "podSelector", selector(selection.pods()));
    }

    private static Map<String, ?> selector(LabelSelector selector) {
        Map<String, String> labels = new HashMap<>();
        for (Requirement requirement : selector.requirements()) {
            labels.put(requirement.key(), requirement.values().first());
        }
        return Map.of("matchLabels", labels);
    }

    private static Map<String, ?> port(PortMatch port) {
        return switch (port) {
            case PortMatch.Numbers(var protocol, var range)
            when range.start() == range.end() -> Map.of("protocol", protocol.name(), "port", range.start());
            case PortMatch.Numbers(var protocol, var range) ->
                Map.of("protocol", protocol.name(), "port", range.start(), "endPort", range.end());
            case PortMatch.Named(String name, var protocols) ->
                Map.of("protocol", protocols.iterator().next().name(), "port", name);
            case PortMatch.WholeProtocol(var protocol) -> Map.of("protocol", protocol.name());
        };
    }

    private static Map<String, ?> protocol(PortMatch port) {
        return switch (port) {
            case PortMatch.Numbers(var protocol, var range)
            when range.start() == range.end() ->
                Map.of(protocol.word(), Map.of("destinationPort", Map.of("number", range.start())));
            case PortMatch.Numbers(var protocol, var range) ->
                Map.of(
                        protocol.word(),
                        Map.of("destinationPort", Map.of("range", Map.of("start", range.start(), "end", range.end()))));
            case PortMatch.Named(String name, var _) -> Map.of("destinationNamedPort", name);
            case PortMatch.WholeProtocol(var protocol) ->
                throw new IllegalArgumentException("no entry for every port of " + protocol);
        };
    }
}
