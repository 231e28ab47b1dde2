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
import dev.terrace.core.model.Protocol;
import dev.terrace.core.ovnkubernetes.AdvertisedNetwork;
import dev.terrace.core.ovnkubernetes.EgressFirewall;
import dev.terrace.core.ovnkubernetes.NetworkIsolation;
import dev.terrace.core.ovnkubernetes.OpenPort;
import dev.terrace.core.ovnkubernetes.OwnFacts;
import dev.terrace.core.sample.SampleCluster;
import dev.terrace.core.sample.SampleClusters;
import dev.terrace.core.verdict.Flow;
import dev.terrace.core.verdict.FlowEnd;
import dev.terrace.e2e.node.Host;
import dev.terrace.e2e.packet.Outside;
import dev.terrace.e2e.packet.Topology;
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
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A cluster with policies of every kind at once, from a seed: as a directory of manifests, and what those say. The pods
 * of a node are {@code 10.244.<node>.x} and {@code fd00:<node>::x}, of which {@code 2} is its management port; which
 * node a pod is on, and where, its name says. Some pods live in a user-defined network.
 *
 * @param facts what the manifests say
 * @param own what only OVN-Kubernetes reads
 * @param flows questions
 */
record Mix(ClusterFacts facts, OwnFacts own, List<Flow> flows) {

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
    private static final List<OpenPort> OPEN_PORTS = List.of(
            new OpenPort(Protocol.TCP, 8080),
            new OpenPort(Protocol.UDP, 53),
            new OpenPort(Protocol.SCTP, 80),
            new OpenPort(Protocol.ICMP, 0));
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
        Random elsewhere = new Random(~seed);
        Map<PodKey, PodFact> moved = new TreeMap<>();
        sample.facts().pods().values().stream()
                .filter(PodFact::hasPort)
                .sorted(Comparator.comparing(PodFact::key))
                .forEach(pod -> moved.put(
                        pod.key(),
                        moved(pod, nodes, elsewhere.nextInt(5) == 0 ? PodNetwork.USER_DEFINED : pod.network())));
        List<NamespaceFact> namespaces = sample.facts().namespaces().values().stream()
                .sorted(Comparator.comparing(NamespaceFact::name))
                .toList();
        SyntheticCluster cluster =
                new SyntheticCluster(nodes(nodes), namespaces, List.copyOf(moved.values()), List.of());
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
        Map<PodKey, Set<OpenPort>> openPorts = new HashMap<>();
        List<Flow> asked = new ArrayList<>(flows(sample, moved.keySet()));
        ClusterFacts facts = read(directory);
        moved.values().stream().filter(NetworkIsolation::isIsolated).forEach(pod -> {
            openPorts.put(
                    pod.key(),
                    OPEN_PORTS.stream().filter(_ -> elsewhere.nextInt(3) == 0).collect(Collectors.toSet()));
            asked.addAll(around(pod, facts));
        });
        List<AdvertisedNetwork> advertised = elsewhere.nextBoolean() ? List.of(AdvertisedNetwork.DEFAULT) : List.of();
        return new Mix(
                facts,
                new OwnFacts(firewalls, openPorts, advertised),
                asked.stream().distinct().toList());
    }

    /** What the management ports and another pod ask of a pod that lives in another network, and it of them. */
    private static List<Flow> around(PodFact pod, ClusterFacts facts) {
        FlowEnd end = new FlowEnd.Pod(pod.key());
        List<FlowEnd> others = new ArrayList<>();
        facts.nodes().values().stream()
                .flatMap(node -> NetworkIsolation.managementPort(node).stream())
                .forEach(address -> others.add(new FlowEnd.Address(address)));
        facts.pods().values().stream()
                .filter(other -> other.selectable() && !other.addresses().isEmpty())
                .limit(1)
                .forEach(other -> others.add(new FlowEnd.Pod(other.key())));
        List<Flow> flows = new ArrayList<>();
        for (FlowEnd other : others) {
            OPEN_PORTS.forEach(open -> flows.add(new Flow(other, end, open.protocol(), open.port())));
            flows.add(new Flow(end, other, Protocol.TCP, 8080));
        }
        return flows;
    }

    /** Where everybody is: pods and management port on the switch of their node, which has its name. */
    Topology topology(Outside outside) {
        return Topology.byNode(facts, outside)
                .with(facts.nodes().values().stream().map(Mix::managementPort).toList());
    }

    private static Host managementPort(NodeFact node) {
        List<IpAddress> addresses = NetworkIsolation.managementPort(node);
        return new Host(
                "",
                "k8s-" + node.name(),
                node.name(),
                addresses.getFirst().toString(),
                addresses.getLast().toString(),
                null);
    }

    /** The pod that has an address and lives in another network, if it is one. */
    @Nullable PodFact isolated(IpAddress address) {
        return facts.pods().values().stream()
                .filter(pod ->
                        NetworkIsolation.isIsolated(pod) && pod.addresses().contains(address))
                .findFirst()
                .orElse(null);
    }

    private static List<NodeFact> nodes(int count) {
        List<NodeFact> nodes = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            nodes.add(new NodeFact(
                    "n" + i,
                    Map.of("app", i % 2 == 0 ? "x" : "y"),
                    Stream.of("192.168." + i + ".1", "fd01:" + i + "::1", "10.244." + i + ".2", "fd00:" + i + "::2")
                            .map(IpAddress::parse)
                            .toList()));
        }
        return nodes;
    }

    private static PodFact moved(PodFact pod, int nodes, PodNetwork network) {
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
                pod.key(), pod.labels(), "n" + node, addresses, network, false, pod.namedPorts(), pod.probePorts());
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
        return flows;
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
