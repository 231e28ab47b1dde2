package dev.terrace.e2e.synthetic;

import dev.terrace.core.model.Action;
import dev.terrace.core.model.Direction;
import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.IpBlock;
import dev.terrace.core.model.IpPrefix;
import dev.terrace.core.model.NamespaceFact;
import dev.terrace.core.model.NodeFact;
import dev.terrace.core.model.Peer;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.PodKey;
import dev.terrace.core.model.PodNetwork;
import dev.terrace.core.model.PodSelection;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PolicyKey;
import dev.terrace.core.model.PolicyKind;
import dev.terrace.core.model.PortMatch;
import dev.terrace.core.model.PortRange;
import dev.terrace.core.model.Protocol;
import dev.terrace.core.model.Rule;
import dev.terrace.core.model.Stage;
import dev.terrace.core.selector.LabelSelector;
import dev.terrace.core.selector.Requirement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * The workload {@code network-policy} of kube-burner, as Red Hat ran it on 24 nodes ("Scaling OpenShift Network
 * Policies: Results and takeaways", August 2025): each policy selects all pods of its namespace, and its peers are five
 * pods by label in five namespaces by name, and five blocks of addresses, at five single ports and five ranges of
 * ports. Every second policy is about egress.
 *
 * @param namespaces how many
 * @param pods in each namespace
 * @param policies in each namespace
 * @param nodes over which the pods of a namespace are spread
 * @param seed equal shapes with equal seeds give equal clusters
 */
public record KubeBurnerShape(int namespaces, int pods, int policies, int nodes, long seed) {

    /** The size that was published: 4,800 policies. */
    public static final KubeBurnerShape PUBLISHED = new KubeBurnerShape(240, 10, 20, 24, 1);

    private static final int EACH = 5;
    private static final String NUMBER = "num";

    public SyntheticCluster cluster() {
        return new SyntheticCluster(nodeFacts(), namespaceFacts(), podFacts(), policyFacts());
    }

    private List<NodeFact> nodeFacts() {
        Addresses addresses = Addresses.ofNodes();
        List<NodeFact> facts = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            facts.add(new NodeFact(node(i), Map.of(), List.of(addresses.next())));
        }
        return facts;
    }

    private List<NamespaceFact> namespaceFacts() {
        List<NamespaceFact> facts = new ArrayList<>();
        for (int i = 0; i < namespaces; i++) {
            facts.add(new NamespaceFact(namespace(i), Map.of(Labels.NAME, namespace(i))));
        }
        return facts;
    }

    private List<PodFact> podFacts() {
        Addresses addresses = Addresses.ofPods();
        List<PodFact> facts = new ArrayList<>();
        for (int namespace = 0; namespace < namespaces; namespace++) {
            for (int pod = 0; pod < pods; pod++) {
                facts.add(new PodFact(
                        new PodKey(namespace(namespace), "test-pod-" + pod),
                        Map.of(NUMBER, Integer.toString(pod)),
                        node(facts.size() % nodes),
                        List.of(addresses.next()),
                        PodNetwork.CLUSTER,
                        false,
                        Set.of(),
                        Set.of()));
            }
        }
        return facts;
    }

    private List<Policy> policyFacts() {
        Random random = new Random(seed);
        List<Policy> facts = new ArrayList<>();
        for (int policy = 0; policy < policies; policy++) {
            for (int namespace = 0; namespace < namespaces; namespace++) {
                facts.add(policy(namespace, policy, random));
            }
        }
        return facts;
    }

    private Policy policy(int namespace, int number, Random random) {
        Direction direction = number % 2 == 0 ? Direction.INGRESS : Direction.EGRESS;
        List<Rule> rules = List.of(new Rule(0, "", Action.ACCEPT, peers(random), ports(number)));
        return new Policy(
                new PolicyKey(
                        PolicyKind.NETWORK_POLICY,
                        namespace(namespace),
                        direction.word().toLowerCase(Locale.ROOT) + "-" + number),
                "",
                1,
                Stage.NETWORK_POLICY,
                0,
                PodSelection.in(namespace(namespace), numbered(0, pods)),
                direction == Direction.INGRESS ? rules : List.of(),
                direction == Direction.EGRESS ? rules : List.of(),
                Set.of(direction),
                List.of());
    }

    private List<Peer> peers(Random random) {
        List<String> names = new ArrayList<>();
        int first = random.nextInt(namespaces);
        for (int i = 0; i < EACH; i++) {
            names.add(namespace((first + i) % namespaces));
        }
        List<Peer> peers = new ArrayList<>();
        peers.add(new Peer.Pods(PodSelection.across(
                LabelSelector.of(List.of(Requirement.in(Labels.NAME, names))),
                numbered(random.nextInt(Math.max(1, pods - EACH + 1)), EACH))));
        for (int i = 0; i < EACH; i++) {
            peers.add(new Peer.Networks(List.of(IpBlock.of(new IpPrefix(block(random), 24)))));
        }
        return peers;
    }

    private static IpAddress block(Random random) {
        return IpAddress.parse("%d.%d.%d.0".formatted(1 + random.nextInt(9), random.nextInt(256), random.nextInt(256)));
    }

    private static List<PortMatch> ports(int number) {
        List<PortMatch> ports = new ArrayList<>();
        for (int i = 0; i < EACH; i++) {
            ports.add(tcp(PortRange.of(8000 + number * EACH + i)));
            int start = 20_000 + (number * EACH + i) * 20;
            ports.add(tcp(new PortRange(start, start + 9)));
        }
        return ports;
    }

    private static PortMatch tcp(PortRange range) {
        return new PortMatch.Numbers(Protocol.TCP, range);
    }

    private static LabelSelector numbered(int first, int count) {
        List<String> numbers = new ArrayList<>();
        for (int i = first; i < first + count; i++) {
            numbers.add(Integer.toString(i));
        }
        return LabelSelector.of(List.of(Requirement.in(NUMBER, numbers)));
    }

    private static String node(int number) {
        return "node-" + number;
    }

    private static String namespace(int number) {
        return "network-policy-perf-" + number;
    }
}
