package dev.terrace.core.lint;

import dev.terrace.core.contradiction.Contradictions;
import dev.terrace.core.model.Action;
import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.Direction;
import dev.terrace.core.model.IpBlock;
import dev.terrace.core.model.IpFamily;
import dev.terrace.core.model.IpPrefix;
import dev.terrace.core.model.Peer;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.PodSelection;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PolicyKind;
import dev.terrace.core.model.PortMatch;
import dev.terrace.core.model.Problem;
import dev.terrace.core.model.Rule;
import dev.terrace.core.model.Stage;
import dev.terrace.core.selector.LabelSelector;
import dev.terrace.core.space.World;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Looks through all policies of a cluster for what their authors get wrong ({@link LintRule}). */
public final class Lint {

    private static final PodSelection EVERY_POD =
            PodSelection.across(LabelSelector.EVERYTHING, LabelSelector.EVERYTHING);

    private final World world;
    private final List<Finding> findings = new ArrayList<>();

    private Lint(World world) {
        this.world = world;
    }

    /**
     * Everything that is found, sorted.
     *
     * @param given the cluster; where it has no pods, pods are assumed, one for each selection that a policy names
     * @param programmed the kinds whose policies are asked by priority, side by side
     * @param written what only the text of the manifests tells
     */
    public static List<Finding> of(World given, Predicate<PolicyKind> programmed, Collection<Finding> written) {
        ClusterFacts whole = AssumedFacts.completed(given.facts());
        Lint lint = new Lint(new World(whole, given.platform(), given.order()));
        lint.findings.addAll(written);
        lint.world.policies().forEach(lint::alone);
        lint.oneFamily();
        lint.equalPriorities(programmed);
        lint.findings.addAll(new CutOff(lint.world).findings());
        lint.findings.addAll(new Overruled(lint.world).findings());
        return withoutRepetition(lint.findings);
    }

    /** Where a rule knows what is wrong with a field, what follows from it is said there, and not once more. */
    private static List<Finding> withoutRepetition(List<Finding> all) {
        List<Finding> general = new ArrayList<>(
                all.stream().filter(finding -> finding.rule().isGeneral()).toList());
        List<Finding> kept = new ArrayList<>();
        for (Finding finding : all) {
            if (!finding.rule().isGeneral()) {
                Finding whole = finding;
                for (Finding also : List.copyOf(general)) {
                    if (finding.severity() == Severity.ERROR && finding.isWithinOrAround(also)) {
                        whole = whole.saying(also.message());
                        general.remove(also);
                    }
                }
                kept.add(whole);
            }
        }
        kept.addAll(general);
        return kept.stream().distinct().sorted().toList();
    }

    private void alone(Policy policy) {
        for (Problem problem : policy.problems()) {
            findings.add(new Finding(
                    switch (problem.reason()) {
                        case UNKNOWN_FIELD -> LintRule.UNKNOWN_FIELD;
                        case UNSUPPORTED -> LintRule.UNSUPPORTED_FIELD;
                        case INVALID -> LintRule.INVALID_VALUE;
                    },
                    policy.key(),
                    problem.path(),
                    problem.message()));
        }
        world.facts()
                .loggingProblems(policy)
                .forEach(problem -> findings.add(
                        new Finding(LintRule.ACL_LOGGING, policy.key(), problem.path(), problem.message())));
        for (Direction direction : Direction.values()) {
            for (Rule rule : policy.rules(direction)) {
                everyNamespace(policy, direction, rule);
                ipBlockWithNamedPort(policy, direction, rule);
            }
        }
    }

    /** Only these kinds had another form once. */
    private void everyNamespace(Policy policy, Direction direction, Rule rule) {
        boolean hadAnotherForm = switch (policy.key().kind()) {
            case ADMIN_NETWORK_POLICY, BASELINE_ADMIN_NETWORK_POLICY -> true;
            case CLUSTER_NETWORK_POLICY, DEVELOPER_NETWORK_POLICY, NETWORK_POLICY -> false;
        };
        for (int i = 0; hadAnotherForm && i < rule.peers().size(); i++) {
            if (rule.peers().get(i) instanceof Peer.Pods(PodSelection selection) && selection.equals(EVERY_POD)) {
                findings.add(new Finding(
                        LintRule.EVERY_NAMESPACE,
                        policy.key(),
                        Finding.ofRule(direction, rule.index()) + peers(direction) + "[" + i + "]",
                        "selects the pods of every namespace"));
            }
        }
    }

    private static String peers(Direction direction) {
        return switch (direction) {
            case INGRESS -> ".from";
            case EGRESS -> ".to";
        };
    }

    /** In the other kinds this is not understood. */
    private void ipBlockWithNamedPort(Policy policy, Direction direction, Rule rule) {
        if (rule.ports().stream().anyMatch(PortMatch.Named.class::isInstance)
                && direction == Direction.EGRESS
                && rule.peers().stream().anyMatch(Peer.Networks.class::isInstance)) {
            findings.add(new Finding(
                    LintRule.IP_BLOCK_WITH_NAMED_PORT,
                    policy.key(),
                    Finding.ofRule(direction, rule.index()) + ".ports",
                    "the named port is none outside of the cluster"));
        }
    }

    // Deny-all in one family

    private record Side(Stage stage, PodSelection subject, Direction direction) {}

    private record Place(Policy policy, Rule rule) {}

    private void oneFamily() {
        Set<IpFamily> used = world.facts().pods().values().stream()
                .flatMap(pod -> pod.addresses().stream())
                .map(address -> address.family())
                .collect(Collectors.toSet());
        Map<Side, Map<IpFamily, Place>> closed = new LinkedHashMap<>();
        for (Policy policy : world.policies()) {
            for (Direction direction : Direction.values()) {
                for (Rule rule : policy.rules(direction)) {
                    for (IpFamily family : IpFamily.values()) {
                        if (deniesWhole(family, rule)) {
                            closed.computeIfAbsent(
                                            new Side(policy.stage(), policy.subject(), direction),
                                            _ -> new EnumMap<>(IpFamily.class))
                                    .putIfAbsent(family, new Place(policy, rule));
                        }
                    }
                }
            }
        }
        closed.forEach((side, families) -> {
            if (families.size() == 1 && used.size() == IpFamily.values().length) {
                families.forEach((family, place) -> findings.add(new Finding(
                        LintRule.ONE_FAMILY,
                        place.policy().key(),
                        Finding.ofRule(side.direction(), place.rule().index()),
                        "denies every " + word(family) + " address, and no rule for the same pods denies every "
                                + word(other(family)) + " address")));
            }
        });
    }

    private static boolean deniesWhole(IpFamily family, Rule rule) {
        if (rule.action() != Action.DENY || !rule.ports().isEmpty()) {
            return false;
        }
        List<IpPrefix> blocks = rule.peers().stream()
                .filter(Peer.Networks.class::isInstance)
                .flatMap(peer -> ((Peer.Networks) peer).blocks().stream())
                .map(IpBlock::cidr)
                .filter(block -> block.family() == family)
                .toList();
        return rule.peers().contains(new Peer.Anyone())
                || (!blocks.isEmpty() && IpPrefix.whole(family).minus(blocks).isEmpty());
    }

    private static IpFamily other(IpFamily family) {
        return switch (family) {
            case IPV4 -> IpFamily.IPV6;
            case IPV6 -> IpFamily.IPV4;
        };
    }

    private static String word(IpFamily family) {
        return switch (family) {
            case IPV4 -> "IPv4";
            case IPV6 -> "IPv6";
        };
    }

    private void equalPriorities(Predicate<PolicyKind> programmed) {
        Contradictions.of(world.facts(), programmed)
                .forEach(contradiction -> contradiction
                        .policies()
                        .forEach(policy -> findings.add(new Finding(
                                LintRule.EQUAL_PRIORITY,
                                policy,
                                contradiction.path(policy),
                                contradiction.message(policy)))));
    }

    /** {@code 3 pods, for example a/x}. */
    static String pods(Collection<PodFact> pods) {
        PodFact first = pods.iterator().next();
        return pods.size() == 1 ? first.key().toString() : pods.size() + " pods, " + first.key() + " among them,";
    }
}
