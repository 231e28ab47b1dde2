package dev.terrace.core.explain;

import dev.terrace.core.model.Action;
import dev.terrace.core.model.ClusterFacts;
import dev.terrace.core.model.Direction;
import dev.terrace.core.model.IpAddress;
import dev.terrace.core.model.Platform;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PolicyKey;
import dev.terrace.core.model.Stage;
import dev.terrace.core.verdict.Connection;
import dev.terrace.core.verdict.Decider;
import dev.terrace.core.verdict.SideVerdict;
import dev.terrace.core.verdict.StageWalk;
import dev.terrace.core.verdict.Verdict;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds what people trip over about one flow. */
final class Notes {

    private final FlowExplainer explainer;
    private final ClusterFacts near;
    private final Connection connection;
    private final Verdict verdict;
    private final Set<Note> notes = new LinkedHashSet<>();

    Notes(FlowExplainer explainer, ClusterFacts near, Connection connection, Verdict verdict) {
        this.explainer = explainer;
        this.near = near;
        this.connection = connection;
        this.verdict = verdict;
    }

    List<Note> all() {
        if (connection.isHairpin()) {
            notes.add(new Note.Hairpin(
                    Objects.requireNonNull(connection.sourcePod()).key()));
            return List.copyOf(notes);
        }
        withoutSide(connection.sourcePod(), connection.source());
        withoutSide(connection.destinationPod(), connection.destination());
        side(Direction.EGRESS, verdict.egress());
        side(Direction.INGRESS, verdict.ingress());
        otherFamily();
        if (!verdict.allows()) {
            notes.add(new Note.Established());
        }
        return List.copyOf(notes);
    }

    private void withoutSide(@Nullable PodFact pod, IpAddress address) {
        if (pod != null) {
            return;
        }
        near.pods().values().stream()
                .filter(there -> there.addresses().contains(address))
                .sorted(Comparator.comparing(PodFact::key))
                .forEach(there -> {
                    if (there.finished()) {
                        notes.add(new Note.Finished(there.key()));
                    } else {
                        switch (there.network()) {
                            case HOST -> notes.add(new Note.HostNetwork(there.key()));
                            case USER_DEFINED -> notes.add(new Note.UserDefinedNetwork(there.key()));
                            case CLUSTER -> {}
                        }
                    }
                });
    }

    private void side(Direction direction, SideVerdict side) {
        if (!(side instanceof SideVerdict.Judged judged)) {
            return;
        }
        for (StageWalk walk : judged.walk()) {
            switch (walk.decider()) {
                case Decider.ByRule(PolicyKey policy, int _, String _) -> {
                    problems(policy);
                    if (walk.action() == Action.ACCEPT && walk.stage().compareTo(Stage.NETWORK_POLICY) < 0) {
                        opensIsolated(direction, policy);
                    }
                }
                case Decider.ByIsolation(PolicyKey policy) -> problems(policy);
                case Decider.ByBuiltIn(String name) -> {
                    if (name.equals(Platform.OWN_NODE)) {
                        notes.add(new Note.OwnNode(Objects.requireNonNull(connection.destinationPod())
                                .key()));
                    }
                }
                case null -> {}
            }
        }
    }

    private void problems(PolicyKey key) {
        Policy policy = near.policies().get(key);
        if (policy != null) {
            policy.problems().forEach(problem -> notes.add(new Note.NotAsWritten(key, problem)));
        }
    }

    private void opensIsolated(Direction direction, PolicyKey opens) {
        ClusterFacts isolation = near.only(policy -> policy.stage() == Stage.NETWORK_POLICY);
        SideVerdict alone = FlowExplainer.side(explainer.judge(isolation, connection), direction);
        if (alone instanceof SideVerdict.Judged judged
                && judged.walk().stream()
                                .map(StageWalk::decider)
                                .filter(Decider.ByIsolation.class::isInstance)
                                .findFirst()
                                .orElse(null)
                        instanceof Decider.ByIsolation(PolicyKey isolates)) {
            notes.add(new Note.OpensIsolated(direction, opens, isolates));
        }
    }

    /** Only where both ends are pods: another family of an address that was named is another question. */
    private void otherFamily() {
        PodFact from = connection.sourcePod();
        PodFact to = connection.destinationPod();
        if (from == null || to == null) {
            return;
        }
        IpAddress source = other(from, connection.source());
        IpAddress destination = other(to, connection.destination());
        if (source == null || destination == null) {
            return;
        }
        Connection other = new Connection(source, destination, from, to, connection.protocol(), connection.port());
        boolean allows = explainer.judge(other).allows();
        if (allows != verdict.allows()) {
            notes.add(new Note.OtherFamily(source.family(), allows));
        }
    }

    private static @Nullable IpAddress other(PodFact pod, IpAddress than) {
        return pod.addresses().stream()
                .filter(address -> address.family() != than.family())
                .findFirst()
                .orElse(null);
    }
}
