package dev.terrace.e2e.synthetic;

import dev.terrace.core.model.Action;
import dev.terrace.core.model.ContainerPort;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A cluster of any size: namespaces of teams and environments, in each the same number of applications, each with the
 * same number of replicas, so that size can grow in one direction at a time.
 *
 * <p>Of the policies, 60 of 100 are NetworkPolicies, 35 are DeveloperNetworkPolicies, 5 are ClusterNetworkPolicies.
 * Each uses five selections of pods: its subject and four peers. Most peers are an application of the own or of another
 * namespace; some are a role among all pods of a team or of an environment.
 *
 * @param namespaces how many
 * @param applications in each namespace
 * @param replicas of each application
 * @param policies how many, of all kinds
 * @param seed equal shapes with equal seeds give equal clusters
 */
public record ScaledShape(int namespaces, int applications, int replicas, int policies, long seed) {

    /** How many selections each policy uses. */
    public static final int SELECTIONS = 5;

    static final List<String> ROLES = List.of("web", "api", "gateway", "worker", "db", "cache", "queue", "monitoring");

    private static final List<String> ENVIRONMENTS = List.of("production", "staging", "development");
    private static final int TEAMS = 40;
    private static final int PODS_ON_A_NODE = 100;
    private static final int HTTP = 8080;

    /** 10 applications in a namespace, 10 replicas of each. */
    public static ScaledShape of(int pods, int policies) {
        return new ScaledShape(pods / 100, 10, 10, policies, 1);
    }

    /** How many pods the cluster has. */
    public int pods() {
        return namespaces * applications * replicas;
    }

    public SyntheticCluster cluster() {
        return new Making().cluster();
    }

    private final class Making {

        private final Random random = new Random(seed);

        SyntheticCluster cluster() {
            return new SyntheticCluster(nodes(), namespaceFacts(), podFacts(), policyFacts());
        }

        private List<NodeFact> nodes() {
            Addresses addresses = Addresses.ofNodes();
            List<NodeFact> nodes = new ArrayList<>();
            for (int i = 0; i < nodeCount(); i++) {
                nodes.add(new NodeFact(node(i), Map.of("kubernetes.io/hostname", node(i)), List.of(addresses.next())));
            }
            return nodes;
        }

        private int nodeCount() {
            return Math.max(1, pods() / PODS_ON_A_NODE);
        }

        private List<NamespaceFact> namespaceFacts() {
            List<NamespaceFact> facts = new ArrayList<>();
            for (int i = 0; i < namespaces; i++) {
                facts.add(new NamespaceFact(
                        namespace(i),
                        Map.of(
                                Labels.NAME,
                                namespace(i),
                                Labels.TEAM,
                                team(i % TEAMS),
                                Labels.ENVIRONMENT,
                                ENVIRONMENTS.get(i % ENVIRONMENTS.size()))));
            }
            return facts;
        }

        private List<PodFact> podFacts() {
            Addresses addresses = Addresses.ofPods();
            List<PodFact> facts = new ArrayList<>();
            for (int namespace = 0; namespace < namespaces; namespace++) {
                for (int application = 0; application < applications; application++) {
                    for (int replica = 0; replica < replicas; replica++) {
                        facts.add(pod(namespace, application, replica, addresses));
                    }
                }
            }
            return facts;
        }

        private PodFact pod(int namespace, int application, int replica, Addresses addresses) {
            String role = ROLES.get((namespace + application) % ROLES.size());
            String name = app(application) + "-" + replica;
            Map<String, String> labels = new HashMap<>(Map.of(
                    Labels.APP,
                    app(application),
                    Labels.ROLE,
                    role,
                    Labels.VERSION,
                    "v" + application % 3,
                    Labels.TEMPLATE,
                    Integer.toHexString(namespace * 31 + application)));
            if (application == 0) {
                labels.put(Labels.POD_NAME, name);
            }
            boolean http = ROLES.indexOf(role) < 3;
            return new PodFact(
                    new PodKey(namespace(namespace), name),
                    labels,
                    node(random.nextInt(nodeCount())),
                    List.of(addresses.next()),
                    PodNetwork.CLUSTER,
                    false,
                    http ? Set.of(new ContainerPort("http", Protocol.TCP, HTTP)) : Set.of(),
                    http ? Set.of(HTTP) : Set.of());
        }

        private List<Policy> policyFacts() {
            List<Policy> facts = new ArrayList<>();
            for (int i = 0; i < policies; i++) {
                facts.add(policy(i));
            }
            return facts;
        }

        private Policy policy(int number) {
            String own = namespace(number % namespaces);
            int kind = random.nextInt(100);
            if (kind < 5) {
                Stage stage = kind < 3 ? Stage.ADMIN : Stage.BASELINE;
                return policy(
                        new PolicyKey(PolicyKind.CLUSTER_NETWORK_POLICY, "", "policy-" + number),
                        stage,
                        wide(),
                        List.of(wide(), wide(), wide(), wide()),
                        Set.of());
            }
            PolicyKind of = kind < 40 ? PolicyKind.DEVELOPER_NETWORK_POLICY : PolicyKind.NETWORK_POLICY;
            boolean isolates = of == PolicyKind.NETWORK_POLICY;
            return policy(
                    new PolicyKey(of, own, "policy-" + number),
                    isolates ? Stage.NETWORK_POLICY : Stage.DEVELOPER,
                    PodSelection.in(own, anApp()),
                    List.of(peer(own), peer(own), peer(own), peer(own)),
                    isolates ? Set.of(Direction.INGRESS, Direction.EGRESS) : Set.of());
        }

        private Policy policy(
                PolicyKey key, Stage stage, PodSelection subject, List<PodSelection> peers, Set<Direction> isolates) {
            return new Policy(
                    key,
                    "uid-" + key.name(),
                    1,
                    stage,
                    isolates.isEmpty() ? random.nextInt(1000) : 0,
                    subject,
                    List.of(rule(0, isolates, peers.get(0), peers.get(1)), rule(1, isolates, peers.get(2))),
                    List.of(rule(0, isolates, peers.get(3))),
                    isolates,
                    List.of());
        }

        private Rule rule(int index, Set<Direction> isolates, PodSelection... peers) {
            int kind = random.nextInt(10);
            Action action = !isolates.isEmpty() || kind < 6 ? Action.ACCEPT : kind < 9 ? Action.DENY : Action.PASS;
            List<Peer> alternatives = new ArrayList<>();
            for (PodSelection peer : peers) {
                alternatives.add(new Peer.Pods(peer));
            }
            return new Rule(index, "", action, alternatives, ports());
        }

        private List<PortMatch> ports() {
            int kind = random.nextInt(20);
            int number = 1024 + random.nextInt(8000);
            if (kind == 0) {
                return List.of(new PortMatch.Named("http", Set.of(Protocol.TCP)));
            }
            if (kind < 4) {
                return List.of();
            }
            PortMatch one = new PortMatch.Numbers(Protocol.TCP, PortRange.of(number));
            return kind < 14
                    ? List.of(one)
                    : List.of(one, new PortMatch.Numbers(Protocol.TCP, new PortRange(number + 100, number + 199)));
        }

        private PodSelection peer(String own) {
            int kind = random.nextInt(100);
            if (kind < 45) {
                return PodSelection.in(own, anApp());
            }
            if (kind < 80) {
                String other = namespace(random.nextInt(namespaces));
                return PodSelection.across(LabelSelector.of(Labels.NAME, other), anApp());
            }
            return kind < 95 ? ofATeam() : ofAnEnvironment();
        }

        private PodSelection wide() {
            return random.nextBoolean() ? ofATeam() : ofAnEnvironment();
        }

        private PodSelection ofATeam() {
            return PodSelection.across(LabelSelector.of(Labels.TEAM, team(random.nextInt(TEAMS))), aRole());
        }

        private PodSelection ofAnEnvironment() {
            String environment = ENVIRONMENTS.get(random.nextInt(ENVIRONMENTS.size()));
            return PodSelection.across(LabelSelector.of(Labels.ENVIRONMENT, environment), aRole());
        }

        private LabelSelector anApp() {
            return LabelSelector.of(Labels.APP, app(random.nextInt(applications)));
        }

        private LabelSelector aRole() {
            return LabelSelector.of(Labels.ROLE, ROLES.get(random.nextInt(ROLES.size())));
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
