package dev.terrace.core.sample;

import dev.terrace.core.model.Action;
import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.ContainerPort;
import dev.terrace.core.model.Direction;
import dev.terrace.core.model.EndpointSliceFact;
import dev.terrace.core.model.EndpointSliceKey;
import dev.terrace.core.model.Fact;
import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.IpBlock;
import dev.terrace.core.model.IpPrefix;
import dev.terrace.core.model.LogSeverity;
import dev.terrace.core.model.Logging;
import dev.terrace.core.model.NamespaceFact;
import dev.terrace.core.model.NodeFact;
import dev.terrace.core.model.Peer;
import dev.terrace.core.model.Platform;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.PodKey;
import dev.terrace.core.model.PodNetwork;
import dev.terrace.core.model.PodSelection;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PolicyKey;
import dev.terrace.core.model.PolicyKind;
import dev.terrace.core.model.PortMatch;
import dev.terrace.core.model.PortRange;
import dev.terrace.core.model.Problem;
import dev.terrace.core.model.Protocol;
import dev.terrace.core.model.Rule;
import dev.terrace.core.model.ServiceKey;
import dev.terrace.core.model.Stage;
import dev.terrace.core.selector.LabelSelector;
import dev.terrace.core.selector.Requirement;
import dev.terrace.core.verdict.Flow;
import dev.terrace.core.verdict.FlowEnd;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes clusters from a seed: the same seed, the same cluster. Pods are {@code 10.244.<namespace>.<pod>} and
 * {@code fd00:<namespace>::<pod>}, nodes {@code 192.168.0.<node>} and {@code fd01::<node>}.
 */
public final class SampleClusters {

    private static final List<String> NAMESPACES = List.of("a", "b");
    public static final List<String> NODES = List.of("n1", "n2");
    private static final List<Protocol> TRANSPORTS = List.of(Protocol.TCP, Protocol.UDP, Protocol.SCTP);
    private static final List<Integer> PORTS = List.of(53, 80, 443, 8080, 8081);
    private static final List<String> CIDRS = List.of(
            "0.0.0.0/0",
            "10.0.0.0/8",
            "10.244.1.0/24",
            "10.244.2.0/30",
            "10.244.1.1/32",
            "192.168.0.0/24",
            "203.0.113.0/24",
            "::/0",
            "fd00:1::/64",
            "fd00:2::1/128",
            "2001:db8::/32");
    private static final List<String> OUTSIDE = List.of("203.0.113.7", "198.51.100.1", "2001:db8::7", "3fff::1");
    private static final List<Problem> PROBLEMS =
            List.of(new Problem(Problem.Reason.UNKNOWN_FIELD, "spec.mode", "unknown field"));

    private static final List<LogSeverity> LOG_SEVERITIES = List.of(LogSeverity.values());

    private final Random random;
    private final Random logged;

    /** Switches of built-in rules; an outside address and one of a pod may be those of pods that reach themselves. */
    public static Platform platform(long seed) {
        Random random = new Random(seed);
        Set<IpAddress> hairpin = new HashSet<>();
        for (String address : List.of("203.0.113.7", "2001:db8::7", "10.244.1.1")) {
            if (random.nextInt(3) == 0) {
                hairpin.add(IpAddress.parse(address));
            }
        }
        return new Platform(random.nextInt(4) > 0, hairpin);
    }

    private SampleClusters(long seed) {
        random = new Random(seed);
        logged = new Random(~seed);
    }

    /**
     * @param seed decides everything
     * @param flows how many questions to ask
     */
    public static SampleCluster of(long seed, int flows) {
        return new SampleClusters(seed).cluster(flows);
    }

    private SampleCluster cluster(int flowCount) {
        List<Fact> facts = new ArrayList<>();
        for (String namespace : NAMESPACES) {
            Map<String, String> labels = labels();
            labels.put("kubernetes.io/metadata.name", namespace);
            facts.add(new NamespaceFact(namespace, labels, logging()));
        }
        for (int i = 0; i < NODES.size(); i++) {
            facts.add(new NodeFact(
                    NODES.get(i),
                    labels(),
                    List.of(IpAddress.parse("192.168.0." + (i + 1)), IpAddress.parse("fd01::" + (i + 1)))));
        }
        int podCount = 1 + random.nextInt(6);
        for (int i = 1; i <= podCount; i++) {
            facts.add(pod(i));
        }
        facts.add(slice(ServiceKey.KUBE_API_SERVER, "192.168.0.1"));
        facts.add(slice(ServiceKey.CLUSTER_DNS, "10.244.1.1"));
        int policyCount = random.nextInt(9);
        for (int i = 0; i < policyCount; i++) {
            facts.add(policy("p" + i));
        }
        ClusterFacts cluster = ClusterFacts.of(facts);
        List<Flow> flows = new ArrayList<>();
        for (int i = 0; i < flowCount; i++) {
            flows.add(flow(cluster));
        }
        return new SampleCluster(cluster, flows);
    }

    /** Drawn apart from everything else, which so is the same with logging and without. */
    private Logging logging() {
        Map<Action, LogSeverity> severities = new EnumMap<>(Action.class);
        for (Action action : Action.values()) {
            if (logged.nextInt(4) == 0) {
                severities.put(action, LOG_SEVERITIES.get(logged.nextInt(LOG_SEVERITIES.size())));
            }
        }
        return new Logging(severities, List.of());
    }

    private PodFact pod(int number) {
        int namespace = random.nextInt(NAMESPACES.size());
        PodNetwork network = oneIn(12) ? PodNetwork.HOST : oneIn(12) ? PodNetwork.USER_DEFINED : PodNetwork.CLUSTER;
        String node = oneIn(8) ? null : pick(NODES);
        List<IpAddress> addresses = new ArrayList<>();
        if (network == PodNetwork.HOST) {
            addresses.add(IpAddress.parse("192.168.0.1"));
        } else if (!oneIn(12)) {
            int family = random.nextInt(4);
            if (family != 0) {
                addresses.add(IpAddress.parse("10.244." + (namespace + 1) + "." + number));
            }
            if (family != 1) {
                addresses.add(IpAddress.parse("fd00:" + (namespace + 1) + "::" + number));
            }
        }
        Set<ContainerPort> ports = new HashSet<>();
        if (oneIn(2)) {
            ports.add(new ContainerPort("http", Protocol.TCP, oneIn(2) ? 80 : 8080));
        }
        if (oneIn(3)) {
            ports.add(new ContainerPort("dns", oneIn(2) ? Protocol.UDP : Protocol.TCP, 53));
        }
        return new PodFact(
                new PodKey(NAMESPACES.get(namespace), "pod" + number),
                labels(),
                node,
                addresses,
                network,
                oneIn(12),
                ports,
                oneIn(2) ? Set.of() : Set.of(8080, 8081));
    }

    private static EndpointSliceFact slice(ServiceKey service, String address) {
        return new EndpointSliceFact(
                new EndpointSliceKey(service.namespace(), service.name() + "-1"),
                service,
                Set.of(IpAddress.parse(address)));
    }

    private Policy policy(String name) {
        PolicyKind kind = pick(List.of(PolicyKind.values()));
        return switch (kind) {
            case CLUSTER_NETWORK_POLICY ->
                ordered(new PolicyKey(kind, "", name), oneIn(2) ? Stage.ADMIN : Stage.BASELINE, selection("a"));
            case ADMIN_NETWORK_POLICY -> ordered(new PolicyKey(kind, "", name), Stage.ADMIN, selection("a"));
            case BASELINE_ADMIN_NETWORK_POLICY ->
                ordered(new PolicyKey(kind, "", "default"), Stage.BASELINE, selection("a"));
            case DEVELOPER_NETWORK_POLICY -> {
                String namespace = pick(NAMESPACES);
                yield ordered(
                        new PolicyKey(kind, namespace, name), Stage.DEVELOPER, PodSelection.in(namespace, selector()));
            }
            case NETWORK_POLICY -> {
                String namespace = pick(NAMESPACES);
                EnumSet<Direction> isolates = EnumSet.noneOf(Direction.class);
                for (Direction direction : Direction.values()) {
                    if (!oneIn(3)) {
                        isolates.add(direction);
                    }
                }
                yield policy(
                        new PolicyKey(kind, namespace, name),
                        Stage.NETWORK_POLICY,
                        PodSelection.in(namespace, selector()),
                        List.of(Action.ACCEPT),
                        isolates);
            }
        };
    }

    private Policy ordered(PolicyKey key, Stage stage, PodSelection subject) {
        return policy(key, stage, subject, List.of(Action.values()), Set.of());
    }

    private Policy policy(
            PolicyKey key, Stage stage, PodSelection subject, List<Action> actions, Set<Direction> isolates) {
        return new Policy(
                key,
                "",
                1,
                stage,
                random.nextInt(4),
                subject,
                stage != Stage.NETWORK_POLICY || isolates.contains(Direction.INGRESS)
                        ? rules(Direction.INGRESS, actions)
                        : List.of(),
                stage != Stage.NETWORK_POLICY || isolates.contains(Direction.EGRESS)
                        ? rules(Direction.EGRESS, actions)
                        : List.of(),
                isolates,
                logging(),
                oneIn(4) ? PROBLEMS : List.of());
    }

    private List<Rule> rules(Direction direction, List<Action> actions) {
        List<Rule> rules = new ArrayList<>();
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            List<Peer> peers = new ArrayList<>();
            int peerCount = oneIn(10) ? 0 : 1 + random.nextInt(2);
            for (int p = 0; p < peerCount; p++) {
                peers.add(peer(direction));
            }
            List<PortMatch> ports = new ArrayList<>();
            int portCount = oneIn(2) ? 0 : 1 + random.nextInt(3);
            for (int p = 0; p < portCount; p++) {
                PortMatch port = port();
                // What is read of a policy never has both: such a rule fails closed.
                if (!(port instanceof PortMatch.Named && peers.contains(new Peer.KubeletProbes()))) {
                    ports.add(port);
                }
            }
            rules.add(new Rule(i, oneIn(2) ? "" : "rule" + i, pick(actions), peers, ports));
        }
        return rules;
    }

    private Peer peer(Direction direction) {
        return switch (random.nextInt(8)) {
            case 0 -> new Peer.Anyone();
            case 1 -> new Peer.Networks(List.of(block(), block()));
            case 2 -> new Peer.Networks(List.of(block()));
            case 3 -> direction == Direction.INGRESS ? new Peer.KubeletProbes() : new Peer.Nodes(selector());
            case 4 ->
                direction == Direction.INGRESS
                        ? new Peer.Pods(selection("a"))
                        : new Peer.Endpoints(oneIn(2) ? ServiceKey.CLUSTER_DNS : ServiceKey.KUBE_API_SERVER);
            default -> new Peer.Pods(selection(pick(NAMESPACES)));
        };
    }

    private IpBlock block() {
        IpPrefix cidr = IpPrefix.parse(pick(CIDRS));
        List<IpPrefix> except = new ArrayList<>();
        for (String candidate : CIDRS) {
            IpPrefix hole = IpPrefix.parse(candidate);
            if (cidr.contains(hole) && oneIn(6)) {
                except.add(hole);
            }
        }
        return new IpBlock(cidr, except);
    }

    private PortMatch port() {
        Protocol protocol = pick(TRANSPORTS);
        int number = pick(PORTS);
        return switch (random.nextInt(6)) {
            case 0 -> new PortMatch.WholeProtocol(protocol);
            case 1 -> new PortMatch.Numbers(protocol, new PortRange(number, number + random.nextInt(500)));
            case 2 -> new PortMatch.Named(oneIn(3) ? "dns" : "http", Set.copyOf(TRANSPORTS));
            case 3 -> new PortMatch.Named(oneIn(3) ? "dns" : "http", Set.of(protocol));
            default -> new PortMatch.Numbers(protocol, PortRange.of(number));
        };
    }

    private PodSelection selection(String namespace) {
        return oneIn(3) ? PodSelection.in(namespace, selector()) : PodSelection.across(selector(), selector());
    }

    private LabelSelector selector() {
        List<Requirement> requirements = new ArrayList<>();
        int count = random.nextInt(3);
        for (int i = 0; i < count; i++) {
            String key = oneIn(2) ? "app" : "tier";
            Requirement.Operator operator = pick(List.of(Requirement.Operator.values()));
            boolean withValues = operator == Requirement.Operator.IN || operator == Requirement.Operator.NOT_IN;
            requirements.add(new Requirement(
                    key,
                    operator,
                    new TreeSet<>(withValues ? oneIn(3) ? Set.of("x", "y") : Set.of(oneIn(2) ? "x" : "y") : Set.of())));
        }
        return new LabelSelector(requirements);
    }

    private Map<String, String> labels() {
        Map<String, String> labels = new HashMap<>();
        for (String key : List.of("app", "tier")) {
            if (!oneIn(3)) {
                labels.put(key, oneIn(2) ? "x" : "y");
            }
        }
        return labels;
    }

    private Flow flow(ClusterFacts cluster) {
        Protocol protocol = pick(List.of(Protocol.values()));
        int port = protocol == Protocol.ICMP ? 0 : pick(PORTS);
        return new Flow(end(cluster), end(cluster), protocol, port);
    }

    private FlowEnd end(ClusterFacts cluster) {
        return switch (random.nextInt(8)) {
            case 0 -> new FlowEnd.Node(pick(NODES));
            case 1 -> new FlowEnd.Address(IpAddress.parse(pick(OUTSIDE)));
            case 2 ->
                cluster.pods().values().stream()
                        .flatMap(pod -> pod.addresses().stream())
                        .sorted()
                        .skip(random.nextInt(cluster.pods().size()))
                        .findFirst()
                        .<FlowEnd>map(FlowEnd.Address::new)
                        .orElseGet(() -> new FlowEnd.Node("n1"));
            default ->
                new FlowEnd.Pod(pick(cluster.pods().keySet().stream().sorted().toList()));
        };
    }

    private boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
