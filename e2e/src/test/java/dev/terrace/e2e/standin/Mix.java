package dev.terrace.e2e.standin;

import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.IpFamily;
import dev.terrace.core.model.IpPrefix;
import dev.terrace.core.model.NamespaceFact;
import dev.terrace.core.model.NodeFact;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.PodKey;
import dev.terrace.core.model.PodNetwork;
import dev.terrace.core.model.PolicyKind;
import dev.terrace.core.ovnkubernetes.EgressFirewall;
import dev.terrace.core.sample.SampleCluster;
import dev.terrace.core.sample.SampleClusters;
import dev.terrace.core.verdict.Flow;
import dev.terrace.core.verdict.FlowEnd;
import dev.terrace.e2e.synthetic.Manifests;
import dev.terrace.e2e.synthetic.SyntheticCluster;
import dev.terrace.k8s.manifest.ManifestDirectory;
import dev.terrace.k8s.manifest.ManifestException;
import dev.terrace.k8s.policy.SamplePolicies;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A cluster with policies of every kind at once, from a seed: as a directory of manifests, and what those say. The pods
 * of a node are {@code 10.244.<node>.x} and {@code fd00:<node>::x}; which node a pod is on, and where, its name says.
 *
 * @param facts what the manifests say
 * @param firewalls of some namespaces
 * @param flows questions
 */
record Mix(ClusterFacts facts, List<EgressFirewall> firewalls, List<Flow> flows) {

    private static final List<IpPrefix> DESTINATIONS = Stream.of(
                    "0.0.0.0/0",
                    "203.0.113.0/24",
                    "198.51.100.1/32",
                    "192.168.0.0/24",
                    "10.0.0.0/8",
                    "::/0",
                    "2001:db8::/32",
                    "fd01::/16")
            .map(IpPrefix::parse)
            .toList();
    private static final List<PolicyKind> KINDS = List.of(PolicyKind.values());
    private static final int FEWEST_POLICIES = 3;
    private static final int SPREAD_OF_POLICIES = 8;

    /**
     * Writes the manifests and reads them again.
     *
     * @param nodes how many there are
     * @param flows how many questions, of which those fall away that make no sense here
     * @param directory whose files are replaced
     */
    static Mix of(long seed, int nodes, int flows, Path directory) {
        Random random = new Random(seed);
        SampleCluster sample = SampleClusters.of(seed, flows);
        Map<PodKey, PodFact> moved = new HashMap<>();
        sample.facts().pods().values().stream()
                .filter(PodFact::selectable)
                .forEach(pod -> moved.put(pod.key(), moved(pod, nodes)));
        List<NamespaceFact> namespaces = sample.facts().namespaces().values().stream()
                .sorted(Comparator.comparing(NamespaceFact::name))
                .toList();
        SyntheticCluster cluster = new SyntheticCluster(
                nodes(nodes),
                namespaces,
                moved.values().stream()
                        .sorted(Comparator.comparing(PodFact::key))
                        .toList(),
                List.of());
        write(cluster, policies(random), directory);
        List<EgressFirewall> firewalls = namespaces.stream()
                .filter(_ -> random.nextBoolean())
                .map(namespace -> new EgressFirewall(
                        namespace.name(),
                        Stream.generate(() -> new EgressFirewall.Rule(
                                        random.nextBoolean(), DESTINATIONS.get(random.nextInt(DESTINATIONS.size()))))
                                .limit(1 + random.nextInt(3))
                                .toList()))
                .toList();
        return new Mix(read(directory), firewalls, flows(sample, moved.keySet()));
    }

    private static List<NodeFact> nodes(int count) {
        List<NodeFact> nodes = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            nodes.add(new NodeFact(
                    "n" + i,
                    Map.of("app", i % 2 == 0 ? "x" : "y"),
                    List.of(IpAddress.parse("192.168." + i + ".1"), IpAddress.parse("fd01:" + i + "::1"))));
        }
        return nodes;
    }

    private static PodFact moved(PodFact pod, int nodes) {
        int number = Integer.parseInt(pod.key().name().substring("pod".length()));
        int node = 1 + number % nodes;
        int place = (pod.key().namespace().equals("a") ? 100 : 200) + number;
        List<IpAddress> addresses = pod.addresses().stream()
                .map(address -> IpAddress.parse(
                        address.family() == IpFamily.IPV4
                                ? "10.244." + node + "." + place
                                : "fd00:" + node + "::" + place))
                .toList();
        return new PodFact(
                pod.key(),
                pod.labels(),
                "n" + node,
                addresses,
                PodNetwork.CLUSTER,
                false,
                pod.namedPorts(),
                pod.probePorts());
    }

    /** No two AdminNetworkPolicies of one priority, whose order OVN-Kubernetes leaves open. */
    private static List<Map<String, Object>> policies(Random random) {
        List<Map<String, Object>> policies = new ArrayList<>();
        Set<PolicyKind> there = new HashSet<>();
        int count = FEWEST_POLICIES + random.nextInt(SPREAD_OF_POLICIES);
        for (int i = 0; i < count; i++) {
            PolicyKind kind = KINDS.get(random.nextInt(KINDS.size()));
            if (!there.add(kind) && kind == PolicyKind.BASELINE_ADMIN_NETWORK_POLICY) {
                continue;
            }
            Map<String, Object> policy = SamplePolicies.of(kind, random.nextLong());
            Map<String, Object> metadata = part(policy, "metadata");
            switch (kind) {
                case NETWORK_POLICY, DEVELOPER_NETWORK_POLICY -> metadata.put("name", "p" + i);
                case BASELINE_ADMIN_NETWORK_POLICY -> metadata.remove("namespace");
                case CLUSTER_NETWORK_POLICY, ADMIN_NETWORK_POLICY -> {
                    metadata.put("name", "p" + i);
                    metadata.remove("namespace");
                    part(policy, "spec").put("priority", i);
                }
            }
            policies.add(policy);
        }
        return policies;
    }

    @SuppressWarnings("unchecked") // a manifest
    private static Map<String, Object> part(Map<String, Object> manifest, String key) {
        return (Map<String, Object>) Objects.requireNonNull(manifest.get(key));
    }

    private static void write(SyntheticCluster cluster, List<Map<String, Object>> policies, Path directory) {
        try {
            Files.createDirectories(directory);
            try (Stream<Path> old = Files.list(directory)) {
                for (Path file : old.toList()) {
                    Files.delete(file);
                }
            }
            Manifests.write(cluster, directory);
            // JSON is YAML.
            Files.writeString(
                    directory.resolve("policies.yaml"),
                    policies.stream()
                            .map(JsonMapper.shared()::writeValueAsString)
                            .collect(Collectors.joining("\n---\n")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ClusterFacts read(Path directory) {
        try {
            return ClusterFacts.of(ManifestDirectory.read(directory));
        } catch (ManifestException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Flow> flows(SampleCluster sample, Set<PodKey> pods) {
        List<Flow> flows = new ArrayList<>();
        for (Flow flow : sample.flows()) {
            FlowEnd from = end(flow.from(), sample.facts(), pods);
            FlowEnd to = end(flow.to(), sample.facts(), pods);
            if (from != null && to != null) {
                flows.add(new Flow(from, to, flow.protocol(), flow.port()));
            }
        }
        return flows.stream().distinct().toList();
    }

    /** Null where nobody is there any more; who was meant by the address that a pod had is meant by its name. */
    private static @Nullable FlowEnd end(FlowEnd end, ClusterFacts sample, Set<PodKey> pods) {
        return switch (end) {
            case FlowEnd.Pod(var key) -> pods.contains(key) ? end : null;
            case FlowEnd.Node _ -> end;
            case FlowEnd.Address(var address) -> {
                List<PodKey> holders = sample.pods().values().stream()
                        .filter(pod -> pod.addresses().contains(address))
                        .map(PodFact::key)
                        .toList();
                yield holders.isEmpty()
                        ? end
                        : pods.contains(holders.getFirst()) ? new FlowEnd.Pod(holders.getFirst()) : null;
            }
        };
    }
}
