package dev.terrace.e2e.synthetic;

import dev.terrace.core.model.Action;
import dev.terrace.core.model.Direction;
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
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * The shape that was published of real clusters: 13,678 policies over 5,413 pods in 604 namespaces; half of the
 * policies are about no more than 6 local pods and 2 peers, the widest has 3,578 peers. Few namespaces are large, and
 * those have most of the policies.
 *
 * @param seed equal seeds give equal clusters
 */
public record PublishedShape(long seed) {

    public static final int POLICIES = 13_678;
    public static final int PODS = 5_413;
    public static final int NAMESPACES = 604;
    public static final int MEDIAN_LOCAL_PODS = 6;
    public static final int MEDIAN_PEER_PODS = 2;
    public static final int MOST_PEER_PODS = 3_578;

    private static final int NODES = 50;
    private static final int TEAMS = 40;
    private static final String PRODUCTION = "production";

    public SyntheticCluster cluster() {
        return new Making().cluster();
    }

    private final class Making {

        private final Random random = new Random(seed);
        private final int[] sizes = sizes();

        /** By namespace, how many pods each of its applications has. */
        private final List<List<Integer>> applications = new ArrayList<>();

        /** By pod, the number of its namespace. */
        private final List<Integer> namespaceOfPod = new ArrayList<>();

        SyntheticCluster cluster() {
            return new SyntheticCluster(nodes(), namespaces(), pods(), policies());
        }

        /** Pods by namespace: widely different, none empty, as many together as there are. */
        private int[] sizes() {
            double[] weights = new double[NAMESPACES];
            Arrays.setAll(weights, i -> Math.exp(random.nextGaussian()));
            double sum = Arrays.stream(weights).sum();
            int[] drawn = Arrays.stream(weights)
                    .mapToInt(weight -> Math.max(1, (int) Math.round(weight * PODS / sum)))
                    .toArray();
            int missing = PODS - Arrays.stream(drawn).sum();
            for (int i = 0; missing != 0; i = (i + 1) % NAMESPACES) {
                if (missing > 0 || drawn[i] > 1) {
                    int step = Integer.signum(missing);
                    drawn[i] += step;
                    missing -= step;
                }
            }
            return drawn;
        }

        private List<NodeFact> nodes() {
            Addresses addresses = Addresses.ofNodes();
            List<NodeFact> nodes = new ArrayList<>();
            for (int i = 0; i < NODES; i++) {
                nodes.add(new NodeFact(node(i), Map.of(), List.of(addresses.next())));
            }
            return nodes;
        }

        /** Those of production have together as many pods as the widest policy has peers. */
        private List<NamespaceFact> namespaces() {
            List<NamespaceFact> facts = new ArrayList<>();
            int room = MOST_PEER_PODS;
            for (int i = 0; i < NAMESPACES; i++) {
                boolean production = sizes[i] <= room;
                room -= production ? sizes[i] : 0;
                facts.add(new NamespaceFact(
                        namespace(i),
                        Map.of(
                                Labels.NAME,
                                namespace(i),
                                Labels.TEAM,
                                team(i % TEAMS),
                                Labels.ENVIRONMENT,
                                production ? PRODUCTION : "test")));
            }
            return facts;
        }

        private List<PodFact> pods() {
            Addresses addresses = Addresses.ofPods();
            List<PodFact> facts = new ArrayList<>();
            for (int namespace = 0; namespace < NAMESPACES; namespace++) {
                List<Integer> replicas = new ArrayList<>();
                for (int left = sizes[namespace]; left > 0; left -= replicas.getLast()) {
                    replicas.add(Math.min(left, 1 + random.nextInt(3)));
                }
                applications.add(replicas);
                for (int application = 0; application < replicas.size(); application++) {
                    for (int replica = 0; replica < replicas.get(application); replica++) {
                        namespaceOfPod.add(namespace);
                        facts.add(new PodFact(
                                new PodKey(namespace(namespace), app(application) + "-" + replica),
                                Map.of(Labels.APP, app(application)),
                                node(random.nextInt(NODES)),
                                List.of(addresses.next()),
                                PodNetwork.CLUSTER,
                                false,
                                Set.of(),
                                Set.of()));
                    }
                }
            }
            return facts;
        }

        private List<Policy> policies() {
            List<Policy> facts = new ArrayList<>();
            for (int i = 0; i < POLICIES; i++) {
                int namespace = namespaceOfPod.get(random.nextInt(PODS));
                facts.add(policy(namespace, i));
            }
            return facts;
        }

        private Policy policy(int namespace, int number) {
            Direction direction = random.nextInt(10) < 7 ? Direction.INGRESS : Direction.EGRESS;
            List<Rule> rules =
                    List.of(new Rule(0, "", Action.ACCEPT, List.of(new Peer.Pods(peers(namespace))), ports()));
            return new Policy(
                    new PolicyKey(PolicyKind.NETWORK_POLICY, namespace(namespace), "policy-" + number),
                    "",
                    1,
                    Stage.NETWORK_POLICY,
                    0,
                    PodSelection.in(namespace(namespace), about(namespace, around(8, 0.9))),
                    direction == Direction.INGRESS ? rules : List.of(),
                    direction == Direction.EGRESS ? rules : List.of(),
                    Set.of(direction),
                    List.of());
        }

        private PodSelection peers(int own) {
            int kind = random.nextInt(1000);
            if (kind < 5) {
                return PodSelection.across(LabelSelector.of(Labels.ENVIRONMENT, PRODUCTION), LabelSelector.EVERYTHING);
            }
            if (kind < 25) {
                return PodSelection.across(
                        LabelSelector.of(Labels.TEAM, team(random.nextInt(TEAMS))), LabelSelector.EVERYTHING);
            }
            int peers = around(1.7, 0.8);
            if (kind < 700) {
                return PodSelection.in(namespace(own), about(own, peers));
            }
            int other = random.nextInt(NAMESPACES);
            return PodSelection.across(LabelSelector.of(Labels.NAME, namespace(other)), about(other, peers));
        }

        /** Some number that is at least 1: half of them are below the median. */
        private int around(double median, double spread) {
            return Math.max(1, (int) Math.round(median * Math.exp(spread * random.nextGaussian())));
        }

        /** Applications of a namespace that have so many pods together, or as many as there are. */
        private LabelSelector about(int namespace, int pods) {
            List<Integer> replicas = applications.get(namespace);
            List<Integer> order = new ArrayList<>();
            for (int i = 0; i < replicas.size(); i++) {
                order.add(i);
            }
            Collections.shuffle(order, random);
            List<String> chosen = new ArrayList<>();
            int left = pods;
            for (int application : order) {
                if (replicas.get(application) <= left || chosen.isEmpty()) {
                    chosen.add(app(application));
                    left -= replicas.get(application);
                }
            }
            return chosen.size() == replicas.size()
                    ? LabelSelector.EVERYTHING
                    : LabelSelector.of(List.of(Requirement.in(Labels.APP, chosen)));
        }

        private List<PortMatch> ports() {
            int first = 1024 + random.nextInt(8000);
            return switch (random.nextInt(5)) {
                case 0 -> List.of();
                case 1 ->
                    List.of(
                            new PortMatch.Numbers(Protocol.TCP, PortRange.of(first)),
                            new PortMatch.Numbers(Protocol.UDP, PortRange.of(first)));
                case 2 -> List.of(new PortMatch.Numbers(Protocol.TCP, new PortRange(first, first + 99)));
                default -> List.of(new PortMatch.Numbers(Protocol.TCP, PortRange.of(first)));
            };
        }
    }

    private static String node(int number) {
        return "node-" + number;
    }

    private static String namespace(int number) {
        return "namespace-" + number;
    }

    private static String team(int number) {
        return "team-" + number;
    }

    private static String app(int number) {
        return "app-" + number;
    }
}
