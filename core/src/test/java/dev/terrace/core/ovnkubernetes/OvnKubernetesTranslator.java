package dev.terrace.core.ovnkubernetes;

import dev.terrace.core.desired.LogicalPort;
import dev.terrace.core.desired.Zone;
import dev.terrace.core.model.Action;
import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.Direction;
import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.IpBlock;
import dev.terrace.core.model.IpFamily;
import dev.terrace.core.model.IpPrefix;
import dev.terrace.core.model.NodeFact;
import dev.terrace.core.model.Peer;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.PodSelection;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PolicyKind;
import dev.terrace.core.model.PortMatch;
import dev.terrace.core.model.Protocol;
import dev.terrace.core.model.Rule;
import dev.terrace.core.ovnkubernetes.OvnKubernetesRow.Acl;
import dev.terrace.core.ovnkubernetes.OvnKubernetesRow.Addresses;
import dev.terrace.core.ovnkubernetes.OvnKubernetesRow.Group;
import dev.terrace.core.ovnkubernetes.OvnKubernetesRow.Holder;
import dev.terrace.core.ovnkubernetes.OvnKubernetesRow.Pipeline;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rows that OVN-Kubernetes makes of the kinds that it programs, at its tiers and priorities, with matches like its
 * own. A named port is taken for its number on each pod; OVN-Kubernetes itself takes a NetworkPolicy's for every port,
 * which is a known fault of it.
 */
public final class OvnKubernetesTranslator {

    /** The kinds that it programs. */
    public static final Set<PolicyKind> KINDS = EnumSet.of(
            PolicyKind.ADMIN_NETWORK_POLICY, PolicyKind.NETWORK_POLICY, PolicyKind.BASELINE_ADMIN_NETWORK_POLICY);

    private static final int ADMIN_TIER = 1;
    private static final int HIGHEST_ADMIN_PRIORITY = 30_000;
    private static final int PRIORITIES_OF_A_POLICY = 100;
    private static final int DEFAULT_TIER = 2;
    private static final int ALLOW_PRIORITY = 1_001;
    private static final int DENY_PRIORITY = 1_000;
    private static final int MULTICAST_DENY_PRIORITY = 1_011;
    private static final int HIGHEST_FIREWALL_PRIORITY = 10_000;
    private static final int BASELINE_TIER = 3;
    private static final int HIGHEST_BASELINE_PRIORITY = 1_750;

    private static final String ALLOW_RELATED = "allow-related";
    private static final String ALLOW = "allow";
    private static final String DROP = "drop";
    private static final String MULTICAST =
            "(ip4.mcast || mldv1 || mldv2 || (ip6.dst[120..127] == 0xff && ip6.dst[116] == 1))";
    private static final List<String> HAIRPIN_ADDRESSES = List.of("ip4.src == 169.254.169.5", "ip6.src == fd69::5");

    private final ClusterFacts facts;
    private final OwnFacts own;
    private final Zone zone;
    private final List<PodFact> pods;
    private final List<OvnKubernetesRow> rows = new ArrayList<>();
    private final Map<String, Addresses> selected = new HashMap<>();

    private OvnKubernetesTranslator(ClusterFacts facts, OwnFacts own, Zone zone) {
        this.facts = facts;
        this.own = own;
        this.zone = zone;
        pods = facts.pods().values().stream()
                .filter(PodFact::selectable)
                .sorted(Comparator.comparing(PodFact::key))
                .toList();
    }

    /**
     * @param zone whose ports are in the database
     * @throws IllegalArgumentException when a policy has peers that its kind cannot have
     */
    public static OvnKubernetesRows translate(ClusterFacts facts, OwnFacts own, Zone zone) {
        return new OvnKubernetesTranslator(facts, own, zone).translate();
    }

    private OvnKubernetesRows translate() {
        Map<String, SortedSet<LogicalPort>> byNode = new TreeMap<>();
        facts.pods().values().stream()
                .filter(pod -> pod.hasPort() && zone.holds(pod) && pod.node() != null)
                .forEach(pod -> byNode.computeIfAbsent(String.valueOf(pod.node()), _ -> new TreeSet<>())
                        .add(LogicalPort.of(pod.key())));
        rows.addAll(NetworkIsolation.rows(facts, own, zone, byNode.keySet()));
        cluster();
        byNode.keySet().forEach(this::node);
        for (Policy policy : sorted(facts.policies().values())) {
            switch (policy.key().kind()) {
                case ADMIN_NETWORK_POLICY ->
                    withActions(
                            policy,
                            OwnerType.ADMIN,
                            ADMIN_TIER,
                            HIGHEST_ADMIN_PRIORITY - policy.priority() * PRIORITIES_OF_A_POLICY);
                case NETWORK_POLICY -> networkPolicy(policy);
                case BASELINE_ADMIN_NETWORK_POLICY ->
                    withActions(policy, OwnerType.BASELINE, BASELINE_TIER, HIGHEST_BASELINE_PRIORITY);
                case CLUSTER_NETWORK_POLICY, DEVELOPER_NETWORK_POLICY -> {}
            }
        }
        defaultDeny();
        own.firewalls().forEach(this::firewall);
        rows.addAll(selected.values());
        return OvnKubernetesRows.of(rows, byNode);
    }

    private static List<Policy> sorted(Collection<Policy> policies) {
        return policies.stream().sorted(Comparator.comparing(Policy::key)).toList();
    }

    // What is there without any policy

    private void cluster() {
        Group all = group(ObjectId.of(OwnerType.CLUSTER, "clusterPortGroup"), pods);
        for (Pipeline pipeline : List.of(Pipeline.TO_LPORT, Pipeline.FROM_LPORT)) {
            for (String address : HAIRPIN_ADDRESSES) {
                acl(
                        ObjectId.of(OwnerType.CLUSTER, "hairpin", "direction", pipeline.direction(), "match", address),
                        all,
                        "Hairpin",
                        pipeline,
                        DEFAULT_TIER,
                        ALLOW_PRIORITY,
                        address,
                        ALLOW_RELATED);
            }
            acl(
                    ObjectId.of(OwnerType.MULTICAST, "defaultDeny", "direction", pipeline.direction()),
                    all,
                    "MulticastCluster",
                    pipeline,
                    DEFAULT_TIER,
                    MULTICAST_DENY_PRIORITY,
                    (pipeline == Pipeline.TO_LPORT ? "outport" : "inport") + " == @" + all.name() + " && " + MULTICAST,
                    DROP);
        }
    }

    /** From the node's management port, whose address is taken for the node's own. */
    private void node(String name) {
        NodeFact node = facts.nodes().get(name);
        if (node == null) {
            return;
        }
        for (IpAddress address : node.addresses()) {
            rows.add(new Acl(
                    ObjectId.of(OwnerType.NODE, name, "ip", address.toString()),
                    new Holder.OfSwitch(name),
                    "Node:" + name,
                    Pipeline.TO_LPORT,
                    DEFAULT_TIER,
                    ALLOW_PRIORITY,
                    family(address.family()) + ".src == " + address,
                    ALLOW_RELATED));
        }
    }

    // AdminNetworkPolicy and BaselineAdminNetworkPolicy

    private void withActions(Policy policy, String type, int tier, int highest) {
        Group group = group(ObjectId.of(type, policy.key().name()), select(policy.subject()));
        for (Direction direction : Direction.values()) {
            for (Rule rule : policy.rules(direction)) {
                String index = Integer.toString(rule.index());
                String peers = either(family -> {
                    Set<IpPrefix> addresses = new TreeSet<>();
                    rule.peers().forEach(peer -> addresses.addAll(addresses(policy, peer, family)));
                    Addresses set = new Addresses(
                            ObjectId.of(
                                    type,
                                    policy.key().name(),
                                    "direction",
                                    direction.word(),
                                    "gress-index",
                                    index,
                                    "ip-family",
                                    family(family)),
                            new TreeSet<>(addresses));
                    rows.add(set);
                    return other(direction, family) + " == $" + set.name();
                });
                String name = policy.key().kind().abbreviation() + ":"
                        + policy.key().name() + ":" + direction.word() + ":" + index;
                ports(direction, rule, policy.subject())
                        .forEach((protocol, ports) -> acl(
                                ObjectId.of(
                                        type,
                                        policy.key().name(),
                                        "direction",
                                        direction.word(),
                                        "gress-index",
                                        index,
                                        "port-policy-protocol",
                                        protocol),
                                group,
                                name,
                                pipeline(direction),
                                tier,
                                highest - rule.index(),
                                subject(direction, group) + " && " + peers + ports,
                                verb(rule.action())));
            }
        }
    }

    private static String verb(Action action) {
        return switch (action) {
            case ACCEPT -> ALLOW_RELATED;
            case DENY -> DROP;
            case PASS -> "pass";
        };
    }

    // NetworkPolicy

    private void networkPolicy(Policy policy) {
        String name = policy.key().namespace() + ":" + policy.key().name();
        Group group = group(ObjectId.of(OwnerType.NETWORK_POLICY, name), select(policy.subject()));
        for (Direction direction : policy.isolates()) {
            for (Rule rule : policy.rules(direction)) {
                List<String> alternatives = peers(policy, direction, rule);
                for (int i = 0; i < alternatives.size(); i++) {
                    String peers = alternatives.get(i);
                    String block = Integer.toString(i - 1);
                    ports(direction, rule, policy.subject())
                            .forEach((protocol, ports) -> acl(
                                    ObjectId.of(
                                            OwnerType.NETWORK_POLICY,
                                            name,
                                            "direction",
                                            direction.word(),
                                            "gress-index",
                                            Integer.toString(rule.index()),
                                            "port-policy-protocol",
                                            protocol,
                                            "ip-block-index",
                                            block),
                                    group,
                                    "NP:" + name + ":" + direction.word() + ":" + rule.index(),
                                    pipeline(direction),
                                    DEFAULT_TIER,
                                    ALLOW_PRIORITY,
                                    peers + ports + " && " + subject(direction, group),
                                    ALLOW_RELATED));
                }
            }
        }
    }

    /** Selected pods in one match, all blocks in another. */
    private List<String> peers(Policy policy, Direction direction, Rule rule) {
        if (rule.peers().contains(new Peer.Anyone())) {
            return List.of("(ip4 || ip6)");
        }
        List<String> alternatives = new ArrayList<>();
        List<Peer> selecting = rule.peers().stream()
                .filter(peer -> !(peer instanceof Peer.Networks))
                .toList();
        if (!selecting.isEmpty()) {
            alternatives.add(either(family -> other(direction, family) + " == "
                    + selecting.stream()
                            .map(peer -> "$" + selected(policy, peer, family).name())
                            .distinct()
                            .collect(Collectors.joining(", ", "{", "}"))));
        }
        List<String> blocks = rule.peers().stream()
                .flatMap(peer -> peer instanceof Peer.Networks(var networks) ? networks.stream() : Stream.empty())
                .map(block -> block(direction, block))
                .distinct()
                .toList();
        if (!blocks.isEmpty()) {
            alternatives.add("(" + String.join(" || ", blocks) + ")");
        }
        return alternatives;
    }

    private Addresses selected(Policy policy, Peer peer, IpFamily family) {
        ObjectId id = ObjectId.of(OwnerType.POD_SELECTOR, peer.toString(), "ip-family", family(family));
        return selected.computeIfAbsent(
                id.primary(), _ -> new Addresses(id, new TreeSet<>(addresses(policy, peer, family))));
    }

    private static String block(Direction direction, IpBlock block) {
        String other = other(direction, block.cidr().family());
        String holes = block.except().isEmpty()
                ? ""
                : block.except().stream()
                        .map(IpPrefix::toString)
                        .collect(Collectors.joining(", ", " && " + other + " != {", "}"));
        return "(" + other + " == " + block.cidr() + holes + ")";
    }

    /** One group for each namespace and direction: of the pods that any policy isolates. */
    private void defaultDeny() {
        Map<ObjectId, Set<PodFact>> isolated = new HashMap<>();
        for (Policy policy : sorted(facts.policies().values())) {
            for (Direction direction : policy.isolates()) {
                isolated.computeIfAbsent(
                                ObjectId.of(
                                        OwnerType.DEFAULT_DENY,
                                        policy.key().namespace(),
                                        "direction",
                                        direction.word()),
                                _ -> new TreeSet<>(Comparator.comparing(PodFact::key)))
                        .addAll(select(policy.subject()));
            }
        }
        isolated.forEach((id, members) -> {
            Direction direction =
                    Direction.INGRESS.word().equals(id.keys().get("direction")) ? Direction.INGRESS : Direction.EGRESS;
            String namespace = String.valueOf(id.keys().get("k8s.ovn.org/name"));
            Group group = group(id, members);
            String subject = subject(direction, group);
            String name = "NP:" + namespace + ":" + direction.word();
            acl(typed(id, "defaultDeny"), group, name, pipeline(direction), DEFAULT_TIER, DENY_PRIORITY, subject, DROP);
            acl(
                    typed(id, "arpAllow"),
                    group,
                    name,
                    pipeline(direction),
                    DEFAULT_TIER,
                    ALLOW_PRIORITY,
                    subject + " && (arp || nd)",
                    ALLOW);
        });
    }

    private static ObjectId typed(ObjectId group, String type) {
        return ObjectId.of(
                group.type(),
                String.valueOf(group.keys().get("k8s.ovn.org/name")),
                "direction",
                String.valueOf(group.keys().get("direction")),
                "type",
                type);
    }

    // EgressFirewall

    private void firewall(EgressFirewall firewall) {
        Group group = group(
                ObjectId.of(OwnerType.NAMESPACE, firewall.namespace()),
                facts.pods().values().stream()
                        .filter(pod -> pod.hasPort() && pod.key().namespace().equals(firewall.namespace()))
                        .toList());
        for (int i = 0; i < firewall.rules().size(); i++) {
            EgressFirewall.Rule rule = firewall.rules().get(i);
            String destination = family(rule.to().family()) + ".dst";
            String clusterSubnets = EgressFirewall.CLUSTER_SUBNETS.stream()
                    .filter(subnet -> subnet.family() == rule.to().family())
                    .map(IpPrefix::toString)
                    .collect(Collectors.joining(", ", "{", "}"));
            acl(
                    ObjectId.of(OwnerType.EGRESS_FIREWALL, firewall.namespace(), "rule-index", Integer.toString(i)),
                    group,
                    "EF:" + firewall.namespace() + ":" + i,
                    Pipeline.TO_LPORT,
                    DEFAULT_TIER,
                    HIGHEST_FIREWALL_PRIORITY - i,
                    "(" + destination + " == " + rule.to() + " && " + destination + " != " + clusterSubnets
                            + ") && inport == @" + group.name(),
                    rule.allows() ? ALLOW : DROP);
        }
    }

    // Parts

    private Group group(ObjectId id, Collection<PodFact> members) {
        SortedSet<LogicalPort> ports = members.stream()
                .filter(zone::holds)
                .map(pod -> LogicalPort.of(pod.key()))
                .collect(Collectors.toCollection(TreeSet::new));
        Group group = new Group(id, ports);
        rows.add(group);
        return group;
    }

    private void acl(
            ObjectId id,
            Group group,
            String name,
            Pipeline pipeline,
            int tier,
            int priority,
            String match,
            String action) {
        rows.add(new Acl(id, new Holder.OfGroup(group.name()), name, pipeline, tier, priority, match, action));
    }

    private List<PodFact> select(PodSelection selection) {
        return pods.stream()
                .filter(pod -> selection.selects(pod, facts.namespaceOf(pod)))
                .toList();
    }

    private Set<IpPrefix> addresses(Policy policy, Peer peer, IpFamily family) {
        Stream<IpPrefix> addresses = switch (peer) {
            case Peer.Pods(PodSelection selection) ->
                select(selection).stream()
                        .flatMap(pod -> pod.addresses().stream())
                        .map(IpPrefix::of);
            case Peer.Nodes(var selector) ->
                facts.nodes().values().stream()
                        .filter(node -> selector.matches(node.labels()))
                        .flatMap(node -> node.addresses().stream())
                        .map(IpPrefix::of);
            case Peer.Networks(var blocks) ->
                blocks.stream().flatMap(block -> block.cidr().minus(block.except()).stream());
            case Peer.Anyone() -> Stream.of(IpFamily.values()).map(IpPrefix::whole);
            case Peer.Endpoints _, Peer.KubeletProbes _ ->
                throw new IllegalArgumentException(policy.key() + " cannot have a peer " + peer);
        };
        return addresses.filter(prefix -> prefix.family() == family).collect(Collectors.toSet());
    }

    /** The end of a match for each protocol that a rule names; without ports one for all, {@code None}. */
    private Map<String, String> ports(Direction direction, Rule rule, PodSelection subject) {
        if (rule.ports().isEmpty()) {
            return Map.of("None", "");
        }
        List<PodFact> destinations = direction == Direction.INGRESS ? select(subject) : pods;
        Map<Protocol, SortedSet<String>> alternatives = new EnumMap<>(Protocol.class);
        BiConsumer<Protocol, String> add = (protocol, text) ->
                alternatives.computeIfAbsent(protocol, _ -> new TreeSet<>()).add(text);
        for (PortMatch port : rule.ports()) {
            switch (port) {
                case PortMatch.WholeProtocol(Protocol protocol) -> add.accept(protocol, protocol.word());
                case PortMatch.Numbers(Protocol protocol, var range) ->
                    add.accept(
                            protocol,
                            range.start() == range.end()
                                    ? protocol.word() + ".dst==" + range.start()
                                    : range.start() + "<=" + protocol.word() + ".dst<=" + range.end());
                case PortMatch.Named(String name, var protocols) ->
                    destinations.forEach(pod -> pod.namedPorts().stream()
                            .filter(named -> named.name().equals(name) && protocols.contains(named.protocol()))
                            .forEach(named -> pod.addresses()
                                    .forEach(address -> add.accept(
                                            named.protocol(),
                                            "(" + family(address.family()) + ".dst==" + address + " && "
                                                    + named.protocol().word() + ".dst==" + named.number() + ")"))));
            }
        }
        Map<String, String> ends = new TreeMap<>();
        alternatives.forEach((protocol, texts) ->
                ends.put(protocol.word(), " && " + protocol.word() + " && (" + String.join(" || ", texts) + ")"));
        return ends;
    }

    private static String either(Function<IpFamily, String> text) {
        return Stream.of(IpFamily.values()).map(text).collect(Collectors.joining(" || ", "(", ")"));
    }

    private static Pipeline pipeline(Direction direction) {
        return direction == Direction.INGRESS ? Pipeline.TO_LPORT : Pipeline.FROM_LPORT_AFTER_LB;
    }

    static String subject(Direction direction, Group group) {
        return (direction == Direction.INGRESS ? "outport" : "inport") + " == @" + group.name();
    }

    private static String other(Direction direction, IpFamily family) {
        return family(family) + (direction == Direction.INGRESS ? ".src" : ".dst");
    }

    static String family(IpFamily family) {
        return family == IpFamily.IPV4 ? "ip4" : "ip6";
    }
}
