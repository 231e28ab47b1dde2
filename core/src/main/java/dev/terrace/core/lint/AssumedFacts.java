package dev.terrace.core.lint;

import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.ContainerPort;
import dev.terrace.core.model.Direction;
import dev.terrace.core.model.EndpointSliceFact;
import dev.terrace.core.model.EndpointSliceKey;
import dev.terrace.core.model.Fact;
import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.IpFamily;
import dev.terrace.core.model.NamespaceFact;
import dev.terrace.core.model.NamespaceScope;
import dev.terrace.core.model.NodeFact;
import dev.terrace.core.model.Peer;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.PodKey;
import dev.terrace.core.model.PodNetwork;
import dev.terrace.core.model.PodSelection;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PortMatch;
import dev.terrace.core.model.Protocol;
import dev.terrace.core.model.Rule;
import dev.terrace.core.model.ServiceKey;
import dev.terrace.core.selector.LabelSelector;
import dev.terrace.core.selector.Requirement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a repository of policies leaves out and every cluster has: pods where there are none, one for each selection
 * that a policy names; a node for each pod; the cluster's DNS.
 */
final class AssumedFacts {

    /** The address space of carriers (RFC 6598), which no pod has. */
    private static final long FIRST_IPV4 = IpAddress.parse("100.64.0.1").low();

    private static final IpAddress FIRST_IPV6 = IpAddress.parse("fd64::1");
    private static final String NODE = "{node}";
    private static final String NAMESPACE_NAME = "kubernetes.io/metadata.name";
    private static final Map<String, String> DNS_LABELS = Map.of("k8s-app", "kube-dns");
    private static final int PROBE_PORT = 8080;
    private static final int FIRST_NAMED_PORT = 10_000;

    private final ClusterFacts given;
    private final List<Fact> facts;
    private final Map<String, NamespaceFact> namespaces;
    private final Set<PodKey> pods = new HashSet<>();
    private int addresses;

    private AssumedFacts(ClusterFacts given) {
        this.given = given;
        facts = new ArrayList<>(given.all().toList());
        namespaces = new TreeMap<>(given.namespaces());
    }

    /** The cluster with all that is assumed; as it is where nothing has to be. */
    static ClusterFacts completed(ClusterFacts given) {
        AssumedFacts assumed = new AssumedFacts(given);
        assumed.dns();
        if (given.pods().isEmpty()) {
            assumed.podsOfSelections();
        }
        assumed.nodes();
        return ClusterFacts.of(assumed.facts);
    }

    private void podsOfSelections() {
        Set<ContainerPort> named = namedPorts();
        given.policies().values().stream()
                .sorted(Comparator.comparing(Policy::key))
                .flatMap(policy -> Stream.concat(Stream.of(policy.subject()), peers(policy)))
                .distinct()
                .forEach(selection -> {
                    Map<String, String> labels = example(selection.pods());
                    NamespaceFact namespace = namespace(selection.scope());
                    if (selection.pods().matches(labels) && selection.looksIn(namespace)) {
                        pod(namespace.name(), labels, named, Set.of(PROBE_PORT));
                    }
                });
    }

    private static Stream<PodSelection> peers(Policy policy) {
        return rules(policy)
                .flatMap(rule -> rule.peers().stream())
                .filter(Peer.Pods.class::isInstance)
                .map(peer -> ((Peer.Pods) peer).selection());
    }

    private static Stream<Rule> rules(Policy policy) {
        return Stream.of(Direction.values()).flatMap(direction -> policy.rules(direction).stream());
    }

    /** Every port that some policy asks for by name is on every assumed pod. */
    private Set<ContainerPort> namedPorts() {
        List<String> names = given.policies().values().stream()
                .flatMap(AssumedFacts::rules)
                .flatMap(rule -> rule.ports().stream())
                .filter(PortMatch.Named.class::isInstance)
                .map(port -> ((PortMatch.Named) port).name())
                .distinct()
                .sorted()
                .toList();
        Set<ContainerPort> ports = new HashSet<>();
        for (String name : names) {
            ports.add(new ContainerPort(name, Protocol.TCP, FIRST_NAMED_PORT + names.indexOf(name)));
        }
        return ports;
    }

    /** Labels that a selector matches, if any do. */
    private static Map<String, String> example(LabelSelector selector) {
        Map<String, String> labels = new TreeMap<>();
        for (Requirement requirement : selector.requirements()) {
            switch (requirement.operator()) {
                case IN ->
                    labels.putIfAbsent(requirement.key(), requirement.values().first());
                case EXISTS -> labels.putIfAbsent(requirement.key(), "any");
                case NOT_IN, DOES_NOT_EXIST -> {}
            }
        }
        return labels;
    }

    private NamespaceFact namespace(NamespaceScope scope) {
        return switch (scope) {
            case NamespaceScope.Own(String name) ->
                namespaces.computeIfAbsent(name, _ -> assumed(name, Map.of(NAMESPACE_NAME, name)));
            case NamespaceScope.Matching(LabelSelector selector) ->
                namespaces.values().stream()
                        .filter(namespace -> selector.matches(namespace.labels()))
                        .findFirst()
                        .orElseGet(() -> {
                            Map<String, String> labels = example(selector);
                            String name = labels.getOrDefault(NAMESPACE_NAME, words(labels));
                            return namespaces.computeIfAbsent(name, _ -> assumed(name, labels));
                        });
        };
    }

    private NamespaceFact assumed(String name, Map<String, String> labels) {
        NamespaceFact namespace = new NamespaceFact(name, labels);
        facts.add(namespace);
        return namespace;
    }

    private PodFact pod(String namespace, Map<String, String> labels, Set<ContainerPort> named, Set<Integer> probes) {
        PodKey key = new PodKey(namespace, words(labels));
        PodFact pod = new PodFact(key, labels, NODE, twoAddresses(), PodNetwork.CLUSTER, false, named, probes);
        if (pods.add(key)) {
            facts.add(pod);
        }
        return pod;
    }

    /** What stands for a name: nobody can have one with braces. */
    private static String words(Map<String, String> labels) {
        return labels.entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    private List<IpAddress> twoAddresses() {
        int number = addresses++;
        return List.of(
                new IpAddress(IpFamily.IPV4, 0, FIRST_IPV4 + number),
                new IpAddress(IpFamily.IPV6, FIRST_IPV6.high(), FIRST_IPV6.low() + number));
    }

    private void dns() {
        ServiceKey service = ServiceKey.CLUSTER_DNS;
        boolean known = given.endpointSlices().values().stream()
                .anyMatch(slice ->
                        slice.service().equals(service) && !slice.addresses().isEmpty());
        if (known) {
            return;
        }
        List<PodFact> servers = given.pods().values().stream()
                .filter(pod -> pod.key().namespace().equals(service.namespace())
                        && pod.selectable()
                        && pod.labels().entrySet().containsAll(DNS_LABELS.entrySet()))
                .toList();
        if (servers.isEmpty()) {
            NamespaceFact namespace = namespace(new NamespaceScope.Own(service.namespace()));
            servers = List.of(pod(
                    namespace.name(),
                    DNS_LABELS,
                    Set.of(new ContainerPort("dns", Protocol.UDP, 53), new ContainerPort("dns-tcp", Protocol.TCP, 53)),
                    Set.of()));
        }
        facts.add(new EndpointSliceFact(
                new EndpointSliceKey(service.namespace(), words(DNS_LABELS)),
                service,
                servers.stream().flatMap(pod -> pod.addresses().stream()).collect(Collectors.toSet())));
    }

    /** Pods that are on no node that is known, and so have probes from nowhere, are on one that is assumed. */
    private void nodes() {
        facts.add(new NodeFact(NODE, Map.of(), twoAddresses()));
        given.pods().values().stream()
                .filter(pod -> pod.node() == null || !given.nodes().containsKey(Objects.requireNonNull(pod.node())))
                .map(pod -> new PodFact(
                        pod.key(),
                        pod.labels(),
                        NODE,
                        pod.addresses(),
                        pod.network(),
                        pod.finished(),
                        pod.namedPorts(),
                        pod.probePorts()))
                .forEach(facts::add);
    }
}
