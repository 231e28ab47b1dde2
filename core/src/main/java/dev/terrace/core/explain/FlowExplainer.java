package dev.terrace.core.explain;

import dev.terrace.core.model.Action;
import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.Direction;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PolicyKey;
import dev.terrace.core.model.Rule;
import dev.terrace.core.model.Stage;
import dev.terrace.core.space.World;
import dev.terrace.core.verdict.Connection;
import dev.terrace.core.verdict.Decider;
import dev.terrace.core.verdict.ReferenceEvaluator;
import dev.terrace.core.verdict.SideVerdict;
import dev.terrace.core.verdict.StageWalk;
import dev.terrace.core.verdict.Verdict;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Explains verdicts of the reference evaluator. */
public final class FlowExplainer {

    private final World world;

    public FlowExplainer(World world) {
        this.world = world;
    }

    public FlowExplanation explain(Connection connection) {
        ClusterFacts near = Neighbourhood.of(connection, world.facts());
        Verdict verdict = judge(near, connection);
        return new FlowExplanation(
                connection,
                verdict,
                side(Direction.EGRESS, connection.sourcePod(), verdict.egress(), near),
                side(Direction.INGRESS, connection.destinationPod(), verdict.ingress(), near),
                flip(connection, verdict, near),
                new Notes(this, near, connection, verdict).all());
    }

    Verdict judge(Connection connection) {
        return judge(Neighbourhood.of(connection, world.facts()), connection);
    }

    Verdict judge(ClusterFacts facts, Connection connection) {
        return new ReferenceEvaluator(facts, world.platform(), world.order()).judge(connection);
    }

    private SideExplanation side(Direction direction, @Nullable PodFact pod, SideVerdict verdict, ClusterFacts near) {
        List<StageExplanation> stages = new ArrayList<>();
        if (pod != null && verdict instanceof SideVerdict.Judged judged) {
            for (StageWalk walk : judged.walk()) {
                stages.add(new StageExplanation(walk, asked(walk.stage(), direction, pod, near)));
            }
        }
        return new SideExplanation(direction, pod == null ? null : pod.key(), verdict, stages);
    }

    private List<PolicyKey> asked(Stage stage, Direction direction, PodFact pod, ClusterFacts near) {
        return near.policies().values().stream()
                .filter(policy -> policy.stage() == stage
                        && policy.speaks(direction)
                        && policy.subject().selects(pod, near.namespaceOf(pod)))
                .sorted(world.order())
                .map(Policy::key)
                .toList();
    }

    /** In the order of evaluation, egress first: the first decider of which some change turns the whole verdict. */
    private @Nullable Flip flip(Connection connection, Verdict verdict, ClusterFacts near) {
        for (Direction direction : List.of(Direction.EGRESS, Direction.INGRESS)) {
            if (side(verdict, direction) instanceof SideVerdict.Judged judged) {
                for (StageWalk walk : judged.walk()) {
                    Flip flip =
                            walk.decider() == null ? null : flip(direction, walk.decider(), connection, verdict, near);
                    if (flip != null) {
                        return flip;
                    }
                }
            }
        }
        return null;
    }

    private @Nullable Flip flip(
            Direction direction, Decider decider, Connection connection, Verdict verdict, ClusterFacts near) {
        List<Flip.Change> changes = possible(decider).stream()
                .filter(change -> judge(changed(near, direction, decider, change), connection)
                                .allows()
                        != verdict.allows())
                .toList();
        return changes.isEmpty() ? null : new Flip(direction, decider, changes);
    }

    /** A NetworkPolicy's rule can only be there or not. */
    private static Set<Flip.Change> possible(Decider decider) {
        return switch (decider) {
            case Decider.ByRule(PolicyKey policy, int _, String _) ->
                switch (policy.kind()) {
                    case NETWORK_POLICY -> EnumSet.of(Flip.Change.ABSENT);
                    case CLUSTER_NETWORK_POLICY, ADMIN_NETWORK_POLICY, DEVELOPER_NETWORK_POLICY ->
                        EnumSet.allOf(Flip.Change.class);
                    case BASELINE_ADMIN_NETWORK_POLICY -> EnumSet.complementOf(EnumSet.of(Flip.Change.PASS));
                };
            case Decider.ByIsolation _ -> EnumSet.of(Flip.Change.ABSENT);
            case Decider.ByBuiltIn _ -> EnumSet.noneOf(Flip.Change.class);
        };
    }

    private static ClusterFacts changed(ClusterFacts near, Direction direction, Decider decider, Flip.Change change) {
        return switch (decider) {
            case Decider.ByRule(PolicyKey policy, int index, String _) ->
                Neighbourhood.changed(near, policy, of -> withRule(of, direction, index, change));
            case Decider.ByIsolation(PolicyKey policy) ->
                Neighbourhood.changed(near, policy, of -> withoutIsolation(of, direction));
            case Decider.ByBuiltIn _ -> near;
        };
    }

    private static Policy withRule(Policy policy, Direction direction, int index, Flip.Change change) {
        List<Rule> rules = new ArrayList<>();
        for (Rule rule : policy.rules(direction)) {
            if (rule.index() != index) {
                rules.add(rule);
                continue;
            }
            Action action = switch (change) {
                case ACCEPT -> Action.ACCEPT;
                case DENY -> Action.DENY;
                case PASS -> Action.PASS;
                case ABSENT -> null;
            };
            if (action != null) {
                rules.add(new Rule(rule.index(), rule.name(), action, rule.peers(), rule.ports()));
            }
        }
        return policy.with(direction, rules, policy.isolates());
    }

    private static Policy withoutIsolation(Policy policy, Direction direction) {
        Set<Direction> isolates = EnumSet.noneOf(Direction.class);
        isolates.addAll(policy.isolates());
        isolates.remove(direction);
        return policy.with(direction, List.of(), isolates);
    }

    static SideVerdict side(Verdict verdict, Direction direction) {
        return switch (direction) {
            case EGRESS -> verdict.egress();
            case INGRESS -> verdict.ingress();
        };
    }
}
