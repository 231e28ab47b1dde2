package dev.terrace.core.explain;

import dev.terrace.core.contradiction.Contradictions;
import dev.terrace.core.model.Action;
import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.Direction;
import dev.terrace.core.model.Peer;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.PodKey;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PolicyKind;
import dev.terrace.core.model.Rule;
import dev.terrace.core.space.ClassJudge;
import dev.terrace.core.space.EndClass;
import dev.terrace.core.space.FlowSpace;
import dev.terrace.core.space.Relation;
import dev.terrace.core.space.Share;
import dev.terrace.core.space.TrafficClass;
import dev.terrace.core.space.World;
import dev.terrace.core.status.LeftOutPods;
import dev.terrace.core.verdict.Connection;
import dev.terrace.core.verdict.Decider;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Explains policies: what each of their rules decides, of all flows that there can be. */
public final class PolicyExplainer {

    private final FlowSpace space;
    private final ClassJudge judge;

    private final World world;
    private final Predicate<PolicyKind> programmed;

    /** @param programmed the kinds whose policies are asked by priority, side by side */
    public PolicyExplainer(World world, Predicate<PolicyKind> programmed) {
        this.world = world;
        this.programmed = programmed;
        space = new FlowSpace(List.of(world));
        judge = space.judge(0);
    }

    /** @param policy one of the world's */
    public PolicyExplanation explain(Policy policy) {
        List<EndClass> subjects = space.endClasses().stream()
                .filter(ends -> judge.judges(ends) && judge.selecting(ends).contains(policy))
                .toList();
        ClusterFacts facts = world.facts();
        List<PodKey> bound = facts.pods().values().stream()
                .filter(pod -> policy.subject().selects(pod, facts.namespaceOf(pod)))
                .map(PodFact::key)
                .sorted()
                .toList();
        List<RuleExplanation> rules = new ArrayList<>();
        for (Direction direction : Direction.values()) {
            Map<Integer, Search> searches = new HashMap<>();
            policy.rules(direction).forEach(rule -> searches.put(rule.index(), new Search(policy, direction, rule)));
            subjects.forEach(subject -> search(direction, subject, searches));
            for (Rule rule : policy.rules(direction)) {
                Search search = Objects.requireNonNull(searches.get(rule.index()));
                rules.add(new RuleExplanation(direction, rule, search.effect(), idle(rule)));
            }
        }
        return new PolicyExplanation(
                policy,
                bound,
                LeftOutPods.of(facts).namedBy(policy),
                rules,
                Contradictions.with(policy, facts, programmed));
    }

    private void search(Direction direction, EndClass subject, Map<Integer, Search> searches) {
        for (List<TrafficClass> alike : judge.trafficGroups(direction, subject)) {
            TrafficClass traffic = alike.getFirst();
            for (Relation relation : relations(direction)) {
                List<Share> shares = null;
                for (Search search : searches.values()) {
                    if (search.decides == null) {
                        shares = shares == null ? judge.shares(direction, subject, relation, traffic) : shares;
                        search.look(subject, relation, traffic, shares);
                    }
                }
            }
        }
    }

    private static List<Relation> relations(Direction direction) {
        return switch (direction) {
            // Only what comes in can come from the own node, as far as policies ask.
            case INGRESS -> List.of(Relation.STRANGERS, Relation.OWN_NODE);
            case EGRESS -> List.of(Relation.STRANGERS);
        };
    }

    private List<Peer> idle(Rule rule) {
        return rule.peers().stream()
                .filter(peer -> !(peer instanceof Peer.KubeletProbes))
                .filter(peer -> judge.classesOf(peer).isEmpty())
                .toList();
    }

    /** Whether the flows of one rule are left for it by those that are asked before it. */
    private final class Search {

        private final Policy policy;
        private final Direction direction;
        private final Rule rule;
        private final Set<Decider> before = new LinkedHashSet<>();
        private boolean matches;
        private @Nullable Connection decides;

        Search(Policy policy, Direction direction, Rule rule) {
            this.policy = policy;
            this.direction = direction;
            this.rule = rule;
        }

        void look(EndClass subject, Relation relation, TrafficClass traffic, List<Share> shares) {
            for (Share share : shares) {
                if (isThis(share.decider())) {
                    decides = anyOf(share.peers(), subject, relation, traffic);
                    if (decides != null) {
                        return;
                    }
                }
            }
            BitSet matched = judge.matched(direction, subject, relation, traffic, rule);
            if (anyOf(matched, subject, relation, traffic) == null) {
                return;
            }
            matches = true;
            for (Share share : shares) {
                if (!before.contains(share.decider()) && isBefore(share)) {
                    BitSet taken = (BitSet) matched.clone();
                    taken.and(share.peers());
                    if (anyOf(taken, subject, relation, traffic) != null) {
                        before.add(share.decider());
                    }
                }
            }
        }

        private boolean isThis(Decider decider) {
            return decider instanceof Decider.ByRule(var key, int index, String _)
                    && key.equals(policy.key())
                    && index == rule.index();
        }

        /** A pass of a stage above leaves the flow to this one. */
        private boolean isBefore(Share share) {
            return share.stage() == policy.stage()
                    || (share.stage().compareTo(policy.stage()) < 0 && share.action() != Action.PASS);
        }

        private @Nullable Connection anyOf(BitSet peers, EndClass subject, Relation relation, TrafficClass traffic) {
            return peers.stream()
                    .mapToObj(peer ->
                            judge.example(direction, subject, space.endClasses().get(peer), relation, traffic))
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(null);
        }

        RuleExplanation.Effect effect() {
            if (decides != null) {
                return new RuleExplanation.Effect.Decides(decides);
            }
            return matches
                    ? new RuleExplanation.Effect.Shadowed(List.copyOf(before))
                    : new RuleExplanation.Effect.MatchesNothing();
        }
    }
}
