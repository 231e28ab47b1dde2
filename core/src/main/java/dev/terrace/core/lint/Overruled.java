package dev.terrace.core.lint;

import dev.terrace.core.model.Action;
import dev.terrace.core.model.Direction;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PolicyKey;
import dev.terrace.core.model.Rule;
import dev.terrace.core.model.Stage;
import dev.terrace.core.space.ClassJudge;
import dev.terrace.core.space.EndClass;
import dev.terrace.core.space.FlowSpace;
import dev.terrace.core.space.Relation;
import dev.terrace.core.space.Share;
import dev.terrace.core.space.TrafficClass;
import dev.terrace.core.space.World;
import dev.terrace.core.verdict.Connection;
import dev.terrace.core.verdict.Decider;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where a DeveloperNetworkPolicy decides otherwise than the NetworkPolicies of the same pods would. Exact. */
final class Overruled {

    private final FlowSpace space;
    private final ClassJudge judge;
    private final Set<Overruling> told = new HashSet<>();
    private final List<Finding> findings = new ArrayList<>();

    /** One rule and one policy that it overrules: told once, whatever connections there are. */
    private record Overruling(Decider by, Direction direction, PolicyKey whom) {}

    Overruled(World world) {
        space = new FlowSpace(List.of(
                world.only(policy -> policy.stage() == Stage.DEVELOPER || policy.stage() == Stage.NETWORK_POLICY)));
        judge = space.judge(0);
    }

    List<Finding> findings() {
        for (EndClass subject : space.endClasses()) {
            if (judge.judges(subject)) {
                for (Direction direction : Direction.values()) {
                    look(direction, subject);
                }
            }
        }
        return findings;
    }

    private void look(Direction direction, EndClass subject) {
        List<Policy> speaking = judge.selecting(subject).stream()
                .filter(policy -> policy.speaks(direction))
                .toList();
        List<Policy> isolating = speaking.stream()
                .filter(policy -> policy.isolates().contains(direction))
                .toList();
        if (isolating.isEmpty() || isolating.size() == speaking.size()) {
            return;
        }
        for (List<TrafficClass> alike : judge.trafficGroups(direction, subject)) {
            TrafficClass traffic = alike.getFirst();
            for (Share share : judge.shares(direction, subject, Relation.STRANGERS, traffic)) {
                if (share.stage() == Stage.DEVELOPER && share.action() == Action.ACCEPT) {
                    opened(direction, subject, traffic, share, isolating);
                } else if (share.stage() == Stage.DEVELOPER && share.action() == Action.DENY) {
                    closed(direction, subject, traffic, share, isolating);
                }
            }
        }
    }

    private void opened(
            Direction direction, EndClass subject, TrafficClass traffic, Share share, List<Policy> isolating) {
        BitSet isolated = (BitSet) share.peers().clone();
        for (Policy policy : isolating) {
            for (Rule rule : policy.rules(direction)) {
                isolated.andNot(judge.matched(direction, subject, Relation.STRANGERS, traffic, rule));
            }
        }
        tell(
                direction,
                share,
                isolating.getFirst().key(),
                example(direction, subject, traffic, isolated),
                "accepts %s, which " + isolating.getFirst().key() + " isolates");
    }

    private void closed(
            Direction direction, EndClass subject, TrafficClass traffic, Share share, List<Policy> isolating) {
        for (Policy policy : isolating) {
            for (Rule rule : policy.rules(direction)) {
                BitSet accepted = judge.matched(direction, subject, Relation.STRANGERS, traffic, rule);
                accepted.and(share.peers());
                tell(
                        direction,
                        share,
                        policy.key(),
                        example(direction, subject, traffic, accepted),
                        "denies %s, which " + policy.key() + " accepts by " + Finding.ofRule(direction, rule.index()));
            }
        }
    }

    private @Nullable Connection example(Direction direction, EndClass subject, TrafficClass traffic, BitSet peers) {
        return peers.stream()
                .mapToObj(peer ->
                        judge.example(direction, subject, space.endClasses().get(peer), Relation.STRANGERS, traffic))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private void tell(Direction direction, Share share, PolicyKey whom, @Nullable Connection example, String sentence) {
        if (example != null
                && share.decider() instanceof Decider.ByRule(PolicyKey policy, int rule, String _)
                && told.add(new Overruling(share.decider(), direction, whom))) {
            findings.add(new Finding(
                    LintRule.CONTRADICTS_NETWORK_POLICY,
                    policy,
                    Finding.ofRule(direction, rule),
                    sentence.formatted(example.words())));
        }
    }
}
