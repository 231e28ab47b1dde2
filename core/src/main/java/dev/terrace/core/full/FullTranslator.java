package dev.terrace.core.full;

import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.Band;
import dev.terrace.core.desired.ExternalIds;
import dev.terrace.core.desired.TierLayout;
import dev.terrace.core.model.Action;
import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.Direction;
import dev.terrace.core.model.Platform;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PolicyKey;
import dev.terrace.core.model.Rule;
import dev.terrace.core.model.Stage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Translates a whole cluster to rows, from scratch: the oracle of every faster way.
 *
 * <p>The result depends on the facts alone, never on how they came to be.
 */
public final class FullTranslator {

    private final String owner;
    private final TierLayout layout;
    private final Platform platform;

    /**
     * @param owner the instance that owns the rows, not empty
     * @param layout where the stages live in OVN
     * @param platform which built-in rules are on
     */
    public FullTranslator(String owner, TierLayout layout, Platform platform) {
        this.owner = owner;
        this.layout = layout;
        this.platform = platform;
    }

    public Translation translate(ClusterFacts facts) {
        return new Run(facts).translate();
    }

    /** One translation of one cluster. */
    private final class Run {

        private final ClusterFacts facts;
        private final PodIndex pods;
        private final ImageBuilder image = new ImageBuilder(owner);
        private final RuleClauses clauses;
        private final Map<Stage, List<Policy>> policies = new TreeMap<>();
        private final SortedSet<PolicyKey> exhausted = new TreeSet<>();

        Run(ClusterFacts facts) {
            this.facts = facts;
            pods = new PodIndex(facts);
            clauses = new RuleClauses(pods, new PeerTerms(facts, pods, image), image);
            facts.policies().values().stream()
                    .filter(policy -> layout.programs(policy.key().kind()))
                    .sorted(layout.order())
                    .forEach(policy -> policies.computeIfAbsent(policy.stage(), stage -> new ArrayList<>())
                            .add(policy));
        }

        Translation translate() {
            if (platform.kubeletProbes()) {
                builtIn(Stage.PLATFORM, Platform.KUBELET_PROBES, clauses.probes(judgedOnIngress()));
            }
            inOrder(policies(Stage.ADMIN));
            byNamespace(policies(Stage.DEVELOPER)).values().forEach(this::inOrder);
            for (Direction direction : Direction.values()) {
                networkPolicies(direction);
            }
            inOrder(policies(Stage.BASELINE));
            anchor();
            return new Translation(image.build(), exhausted);
        }

        private List<Policy> policies(Stage stage) {
            return policies.getOrDefault(stage, List.of());
        }

        /** The pods that some policy could close to their probes. */
        private Subject judgedOnIngress() {
            Set<PodFact> judged = union(facts.policies().values().stream()
                    .filter(policy ->
                            !policy.ingress().isEmpty() || policy.isolates().contains(Direction.INGRESS)));
            return new Subject("pods with ingress policies", List.copyOf(judged));
        }

        private Set<PodFact> union(Stream<Policy> of) {
            SortedSet<PodFact> union = new TreeSet<>(Comparator.comparing(PodFact::key));
            of.forEach(policy -> union.addAll(pods.select(policy.subject())));
            return union;
        }

        /** Policies of different namespaces have no pod in common and may use the same priorities. */
        private static Map<String, List<Policy>> byNamespace(List<Policy> policies) {
            Map<String, List<Policy>> byNamespace = new LinkedHashMap<>();
            for (Policy policy : policies) {
                byNamespace
                        .computeIfAbsent(policy.key().namespace(), namespace -> new ArrayList<>())
                        .add(policy);
            }
            return byNamespace;
        }

        /** Policies of one stage of which the first rule that matches decides. */
        private void inOrder(List<Policy> ordered) {
            for (Direction direction : Direction.values()) {
                if (ordered.isEmpty()) {
                    return;
                }
                PrioritySteps steps = PrioritySteps.of(
                        ordered, direction, layout.band(ordered.getFirst().stage()));
                steps.exhausted().forEach(policy -> exhausted.add(policy.key()));
                for (Policy policy : ordered) {
                    int[] priorities = steps.of(policy);
                    if (priorities != null) {
                        rules(policy, direction, priorities);
                    }
                }
            }
        }

        private void rules(Policy policy, Direction direction, int[] priorities) {
            List<Rule> rules = policy.rules(direction);
            for (int position = 0; position < rules.size(); position++) {
                Rule rule = rules.get(position);
                for (Clause clause : clauses.of(pods.subject(policy.subject()), direction, rule)) {
                    acl(policy, direction, rule, clause, priorities[position]);
                }
            }
        }

        private void networkPolicies(Direction direction) {
            Band band = layout.band(Stage.NETWORK_POLICY);
            Predicate<PodFact> concerned = judgedHere(direction);
            Map<String, Policy> isolated = new LinkedHashMap<>();
            SortedSet<PodFact> openToTheirNode = new TreeSet<>(Comparator.comparing(PodFact::key));
            for (Policy policy : policies(Stage.NETWORK_POLICY)) {
                if (!policy.isolates().contains(direction)) {
                    continue;
                }
                Subject subject = subject(policy, concerned, direction);
                for (Rule rule : policy.rules(direction)) {
                    for (Clause clause : clauses.of(subject, direction, rule)) {
                        acl(policy, direction, rule, clause, band.highest());
                    }
                }
                // Of several policies with one subject the first stands for all: one row drops what none accepts.
                if (isolated.putIfAbsent(subject.selects(), policy) == null) {
                    isolation(subject, policy, direction, band.lowest());
                }
                if (policy.isUnderstood()) {
                    openToTheirNode.addAll(subject.pods());
                }
            }
            if (direction == Direction.INGRESS) {
                Subject subject = new Subject("pods isolated by a NetworkPolicy", List.copyOf(openToTheirNode));
                builtIn(Stage.NETWORK_POLICY, Platform.OWN_NODE, clauses.ownNode(subject));
            }
        }

        private Subject subject(Policy policy, Predicate<PodFact> concerned, Direction direction) {
            Subject all = pods.subject(policy.subject());
            return switch (layout.networkPolicies()) {
                case OWNED -> all;
                case MIRRORED -> all.only("with a Developer Pass on " + direction.word(), concerned);
            };
        }

        /** The pods whose NetworkPolicies are judged by rows of ours: see {@link TierLayout.NetworkPolicies}. */
        private Predicate<PodFact> judgedHere(Direction direction) {
            return switch (layout.networkPolicies()) {
                case OWNED -> pod -> true;
                case MIRRORED ->
                    union(policies(Stage.DEVELOPER).stream()
                            .filter(policy ->
                                    policy.rules(direction).stream().anyMatch(rule -> rule.action() == Action.PASS)))
                            ::contains;
            };
        }

        private void isolation(Subject subject, Policy policy, Direction direction, int priority) {
            for (Clause clause : clauses.everything(subject, direction)) {
                SortedMap<String, String> ids = AclNames.externalIds(policy, direction);
                ids.put(ExternalIds.RULE, AclNames.ISOLATION);
                add(
                        AclNames.id(policy.key(), direction, AclNames.ISOLATION, clause.id()),
                        Stage.NETWORK_POLICY,
                        direction,
                        clause,
                        priority,
                        AclRow.Verb.DROP,
                        AclNames.name(policy.key(), direction, AclNames.ISOLATION),
                        ids);
            }
        }

        /**
         * Rows that decide nothing and without which OVN gets two things wrong on a switch ({@code docs/facts.md}): the
         * row of the last tier makes it track connections, so that replies pass where there are only drops; those of
         * the other tiers stop an established connection for good when a later tier begins to deny it.
         */
        private void anchor() {
            Subject everybody = new Subject("anchor: every port with a policy", image.subjects());
            if (everybody.pods().isEmpty()) {
                return;
            }
            String group = image.portGroup(everybody);
            SortedSet<Integer> tiers = layout.tiers();
            for (int tier : tiers) {
                boolean last = tier == tiers.last();
                image.acl(new AclRow(
                        "Platform:anchor:tier" + tier,
                        group,
                        Direction.INGRESS,
                        tier,
                        TierLayout.ANCHOR_PRIORITY,
                        last ? "0" : "1",
                        last ? AclRow.Verb.ALLOW_RELATED : AclRow.Verb.PASS,
                        "Platform:anchor",
                        builtInIds(Stage.PLATFORM, "anchor")));
            }
        }

        private void acl(Policy policy, Direction direction, Rule rule, Clause clause, int priority) {
            SortedMap<String, String> ids = AclNames.externalIds(policy, direction);
            String index = Integer.toString(rule.index());
            ids.put(ExternalIds.RULE, index);
            if (!rule.name().isEmpty()) {
                ids.put(ExternalIds.RULE_NAME, rule.name());
            }
            add(
                    AclNames.id(policy.key(), direction, index, clause.id()),
                    policy.stage(),
                    direction,
                    clause,
                    priority,
                    verb(rule.action(), policy.stage()),
                    AclNames.name(policy.key(), direction, index),
                    ids);
        }

        private void builtIn(Stage stage, String name, List<Clause> built) {
            for (Clause clause : built) {
                add(
                        "Platform:" + name + ":" + clause.id(),
                        stage,
                        Direction.INGRESS,
                        clause,
                        layout.band(stage).highest(),
                        AclRow.Verb.ALLOW_RELATED,
                        "Platform:" + name,
                        builtInIds(stage, name));
            }
        }

        private static SortedMap<String, String> builtInIds(Stage stage, String name) {
            SortedMap<String, String> ids = new TreeMap<>();
            ids.put(ExternalIds.POLICY, name);
            ids.put(ExternalIds.STAGE, stage.word());
            ids.put(ExternalIds.DIRECTION, Direction.INGRESS.word());
            return ids;
        }

        private void add(
                String id,
                Stage stage,
                Direction direction,
                Clause clause,
                int priority,
                AclRow.Verb verb,
                String name,
                SortedMap<String, String> ids) {
            image.acl(new AclRow(
                    id,
                    clause.portGroup(),
                    direction,
                    layout.band(stage).tier(),
                    priority,
                    clause.match(),
                    verb,
                    name,
                    ids));
        }

        private AclRow.Verb verb(Action action, Stage stage) {
            return switch (action) {
                case ACCEPT -> AclRow.Verb.ALLOW_RELATED;
                case DENY -> AclRow.Verb.DROP;
                // After the last stage comes the default, which allows; a pass of OVN there loses the replies.
                case PASS ->
                    layout.band(stage).tier() == layout.tiers().last() ? AclRow.Verb.ALLOW_RELATED : AclRow.Verb.PASS;
            };
        }
    }
}
