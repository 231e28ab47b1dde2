package dev.terrace.core.full;

import dev.terrace.core.desired.Anchor;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.TierLayout;
import dev.terrace.core.desired.Zone;
import dev.terrace.core.model.Action;
import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.Direction;
import dev.terrace.core.model.Logging;
import dev.terrace.core.model.Platform;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PolicyKey;
import dev.terrace.core.model.Rule;
import dev.terrace.core.model.Stage;
import dev.terrace.core.row.AclRows;
import dev.terrace.core.row.Clause;
import dev.terrace.core.row.LogMeter;
import dev.terrace.core.row.PrioritySteps;
import dev.terrace.core.row.RowNames;
import dev.terrace.core.row.SelectionText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    private final RowNames names;
    private final LogMeter meter;
    private final AclRows acls;
    private final TierLayout layout;
    private final Platform platform;
    private final Zone zone;
    private final Anchor anchor;

    /**
     * @param owner the instance that owns the rows, not empty
     * @param layout where the stages live in OVN
     * @param platform which built-in rules are on
     */
    public FullTranslator(String owner, TierLayout layout, Platform platform) {
        this(owner, layout, platform, Zone.WHOLE, Anchor.WHOLE, LogMeter.DEFAULT_RATE);
    }

    /**
     * The same for a part of the cluster, and an OVN that needs fewer rows.
     *
     * @param zone whose ports are subjects
     * @param anchor which of the rows that decide nothing are needed
     * @param logRate how many packets per second an ACL may log
     */
    public FullTranslator(String owner, TierLayout layout, Platform platform, Zone zone, Anchor anchor, int logRate) {
        names = new RowNames(owner);
        meter = new LogMeter(owner, logRate);
        acls = new AclRows(owner, layout, anchor, meter);
        this.anchor = anchor;
        this.layout = layout;
        this.platform = platform;
        this.zone = zone;
    }

    public Translation translate(ClusterFacts facts) {
        return new Run(facts, _ -> true).translate();
    }

    /**
     * The ACLs that can match what comes to some pods or from them, each as {@link #translate} writes it, with the
     * address sets that they name. Port groups have only some of their ports: these pods', and maybe others'.
     */
    public DesiredImage rowsOf(Collection<PodFact> concerned, ClusterFacts facts) {
        return new Run(
                        facts,
                        policy -> concerned.stream()
                                .anyMatch(pod -> policy.subject().selects(pod, facts.namespaceOf(pod))))
                .translate()
                .image();
    }

    /** One translation of one cluster. */
    private final class Run {

        private final ClusterFacts facts;
        private final Predicate<Policy> written;
        private final PodIndex pods;
        private final ImageBuilder image = new ImageBuilder(names, meter);
        private final RuleClauses clauses;
        private final Map<Stage, List<Policy>> policies = new TreeMap<>();
        private final SortedSet<PolicyKey> exhausted = new TreeSet<>();

        /** @param written of which policies rows are wanted; all have their priorities */
        Run(ClusterFacts facts, Predicate<Policy> written) {
            this.facts = facts;
            this.written = written;
            pods = new PodIndex(facts, zone);
            clauses = new RuleClauses(pods, new PeerTerms(facts, pods, image), image);
            facts.policies().values().stream()
                    .filter(policy -> layout.programs(policy.key().kind()))
                    .sorted(layout.order())
                    .forEach(policy -> policies.computeIfAbsent(policy.stage(), stage -> new ArrayList<>())
                            .add(policy));
        }

        Translation translate() {
            if (platform.kubeletProbes()) {
                builtIn(Stage.PLATFORM, Platform.KUBELET_PROBES, clauses.probes(judgedOnIngress(), List.of()));
            }
            builtIn(
                    Stage.PLATFORM,
                    Platform.HAIRPIN,
                    clauses.of(judgedOnIngress(), Direction.INGRESS, platform.hairpin()));
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
                    .filter(written)
                    .filter(policy ->
                            !policy.ingress().isEmpty() || policy.isolates().contains(Direction.INGRESS)));
            return pods.subject(SelectionText.judgedOnIngress(), judged);
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
            List<Policy> wanted = ordered.stream().filter(written).toList();
            for (Direction direction : Direction.values()) {
                if (wanted.isEmpty()) {
                    return;
                }
                PrioritySteps steps = PrioritySteps.of(
                        ordered, direction, layout.band(ordered.getFirst().stage()));
                steps.exhausted().forEach(policy -> exhausted.add(policy.key()));
                for (Policy policy : wanted) {
                    int[] priorities = steps.of(policy);
                    if (priorities != null) {
                        rules(policy, direction, priorities);
                    }
                }
            }
        }

        private void rules(Policy policy, Direction direction, int[] priorities) {
            List<Rule> rules = policy.rules(direction);
            Logging logging = facts.loggingOf(policy);
            for (int position = 0; position < rules.size(); position++) {
                Rule rule = rules.get(position);
                for (Clause clause : clauses.of(pods.subject(policy.subject()), direction, rule)) {
                    image.acl(acls.rule(policy, logging, direction, rule, clause, priorities[position]));
                }
            }
        }

        private void networkPolicies(Direction direction) {
            int highest = layout.band(Stage.NETWORK_POLICY).highest();
            Predicate<PodFact> concerned = judgedHere(direction);
            Map<String, Policy> isolated = new LinkedHashMap<>();
            SortedSet<PodFact> openToTheirNode = new TreeSet<>(Comparator.comparing(PodFact::key));
            for (Policy policy : policies(Stage.NETWORK_POLICY)) {
                if (!policy.isolates().contains(direction) || !written.test(policy)) {
                    continue;
                }
                Subject subject = subject(policy, concerned, direction);
                Logging logging = facts.loggingOf(policy);
                for (Rule rule : policy.rules(direction)) {
                    for (Clause clause : clauses.of(subject, direction, rule)) {
                        image.acl(acls.rule(policy, logging, direction, rule, clause, highest));
                    }
                }
                // Of several policies with one subject the first stands for all: one row drops what none accepts.
                if (isolated.putIfAbsent(subject.selects(), policy) == null) {
                    clauses.everything(subject, direction)
                            .forEach(clause -> image.acl(acls.isolation(policy, logging, direction, clause)));
                }
                if (policy.isUnderstood()) {
                    openToTheirNode.addAll(subject.pods());
                }
            }
            if (direction == Direction.INGRESS) {
                Subject subject = pods.subject(SelectionText.isolated(), openToTheirNode);
                builtIn(Stage.NETWORK_POLICY, Platform.OWN_NODE, clauses.ownNode(subject));
            }
        }

        private Subject subject(Policy policy, Predicate<PodFact> concerned, Direction direction) {
            Subject all = pods.subject(policy.subject());
            return switch (layout.networkPolicies()) {
                case OWNED -> all;
                case MIRRORED -> all.only(SelectionText.passed(all.selects(), direction), concerned);
            };
        }

        /** The pods whose NetworkPolicies are judged by rows of ours: see {@link TierLayout.NetworkPolicies}. */
        private Predicate<PodFact> judgedHere(Direction direction) {
            return switch (layout.networkPolicies()) {
                case OWNED -> pod -> true;
                case MIRRORED ->
                    union(policies(Stage.DEVELOPER).stream()
                            .filter(written)
                            .filter(policy ->
                                    policy.rules(direction).stream().anyMatch(rule -> rule.action() == Action.PASS)))
                            ::contains;
            };
        }

        private void anchor() {
            Subject everybody = pods.everybody();
            if (anchor != Anchor.NONE && !everybody.pods().isEmpty()) {
                acls.anchor(image.portGroup(everybody)).forEach(image::acl);
            }
        }

        private void builtIn(Stage stage, String name, List<Clause> built) {
            built.forEach(clause -> image.acl(acls.builtIn(stage, name, clause)));
        }
    }
}
