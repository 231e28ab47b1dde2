package dev.terrace.core.contradiction;

import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.Direction;
import dev.terrace.core.model.Platform;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PolicyKey;
import dev.terrace.core.model.PolicyKind;
import dev.terrace.core.model.Rule;
import dev.terrace.core.model.Stage;
import dev.terrace.core.verdict.Connection;
import dev.terrace.core.verdict.ReferenceEvaluator;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds policies of equal priority that disagree. Exact: two policies are told if and only if there is a connection of
 * a pod that both select, from or to an address that there is or could be, of which the first rule that matches in the
 * one does something else than the first that matches in the other.
 *
 * <p>The connections that have to be tried are few, because most are alike to the rules ({@link Witnesses}); what the
 * rules say of them is the {@link ReferenceEvaluator}'s word.
 */
public final class Contradictions {

    /** Policies of one rank are told apart by their names only. */
    private record Rank(Stage stage, String namespace, int priority) {}

    private final ReferenceEvaluator evaluator;
    private final PodPoints points;
    private final Witnesses witnesses;
    private final List<Contradiction> found = new ArrayList<>();
    private final Set<PolicyKey> told = new HashSet<>();

    private Contradictions(ClusterFacts facts) {
        evaluator = new ReferenceEvaluator(facts, Platform.DEFAULT, Policy.BY_PRIORITY);
        points = new PodPoints(facts);
        witnesses = new Witnesses(facts, points);
    }

    /**
     * The contradictions in a cluster: at least one for each policy that has any, and no more than that takes.
     *
     * @param programmed the kinds whose policies are asked by priority, side by side
     */
    public static List<Contradiction> of(ClusterFacts facts, Predicate<PolicyKind> programmed) {
        Map<Rank, List<Policy>> ranks = ranks(facts, programmed);
        ranks.values().removeIf(ranked -> ranked.size() < 2);
        if (ranks.isEmpty()) {
            return List.of();
        }
        Contradictions contradictions = new Contradictions(facts);
        ranks.values().forEach(contradictions::among);
        return List.copyOf(contradictions.found);
    }

    /**
     * All contradictions of one policy, one with each policy that it contradicts.
     *
     * @param programmed as {@link #of}
     */
    public static List<Contradiction> with(Policy policy, ClusterFacts facts, Predicate<PolicyKind> programmed) {
        List<Policy> ranked = ranks(facts, programmed).values().stream()
                .filter(of -> of.contains(policy))
                .findFirst()
                .orElse(List.of());
        if (ranked.size() < 2) {
            return List.of();
        }
        Contradictions contradictions = new Contradictions(facts);
        int own = ranked.indexOf(policy);
        List<Contradiction> found = new ArrayList<>();
        for (int i = 0; i < ranked.size(); i++) {
            Policy other = ranked.get(i);
            Contradiction contradiction =
                    i == own ? null : contradictions.between(i < own ? other : policy, i < own ? policy : other);
            if (contradiction != null) {
                found.add(contradiction);
            }
        }
        return found;
    }

    private static Map<Rank, List<Policy>> ranks(ClusterFacts facts, Predicate<PolicyKind> programmed) {
        Map<Rank, List<Policy>> ranks = new LinkedHashMap<>();
        facts.policies().values().stream()
                .filter(policy -> programmed.test(policy.key().kind()) && hasPriority(policy))
                .sorted(Policy.BY_PRIORITY)
                .forEach(policy -> ranks.computeIfAbsent(
                                new Rank(policy.stage(), policy.key().namespace(), policy.priority()),
                                rank -> new ArrayList<>())
                        .add(policy));
        return ranks;
    }

    private static boolean hasPriority(Policy policy) {
        return switch (policy.key().kind()) {
            case CLUSTER_NETWORK_POLICY, ADMIN_NETWORK_POLICY, DEVELOPER_NETWORK_POLICY -> true;
            case NETWORK_POLICY, BASELINE_ADMIN_NETWORK_POLICY -> false;
        };
    }

    /** {@code ranked} in the order in which they are asked. */
    private void among(List<Policy> ranked) {
        for (int i = 0; i < ranked.size(); i++) {
            for (int j = i + 1; j < ranked.size(); j++) {
                Policy first = ranked.get(i);
                Policy second = ranked.get(j);
                if (!told.contains(first.key()) || !told.contains(second.key())) {
                    Contradiction contradiction = between(first, second);
                    if (contradiction != null) {
                        found.add(contradiction);
                        told.addAll(contradiction.policies());
                    }
                }
            }
        }
    }

    private @Nullable Contradiction between(Policy first, Policy second) {
        BitSet subjects = (BitSet) points.of(first.subject()).clone();
        subjects.and(points.of(second.subject()));
        if (subjects.isEmpty()) {
            return null;
        }
        for (Direction direction : Direction.values()) {
            if (mayDisagree(first.rules(direction), second.rules(direction))) {
                Contradiction contradiction = between(first, second, subjects, direction);
                if (contradiction != null) {
                    return contradiction;
                }
            }
        }
        return null;
    }

    private boolean mayDisagree(List<Rule> first, List<Rule> second) {
        return !first.equals(second)
                && first.stream()
                        .anyMatch(
                                one -> second.stream().anyMatch(other -> new RulePair(one, other).mayDisagree(points)));
    }

    private @Nullable Contradiction between(Policy first, Policy second, BitSet subjects, Direction direction) {
        List<Rule> rules = new ArrayList<>(first.rules(direction));
        rules.addAll(second.rules(direction));
        return witnesses.search(subjects, direction, rules, connection -> {
            Rule one = evaluator.firstMatch(first, direction, connection);
            Rule other = evaluator.firstMatch(second, direction, connection);
            return one == null || other == null || one.action() == other.action()
                    ? null
                    : contradiction(first, one, second, other, direction, connection);
        });
    }

    private static Contradiction contradiction(
            Policy first, Rule one, Policy second, Rule other, Direction direction, Connection example) {
        return new Contradiction(
                first.priority(),
                direction,
                new Contradiction.Statement(first.key(), one.index(), one.action()),
                new Contradiction.Statement(second.key(), other.index(), other.action()),
                example);
    }
}
