package dev.terrace.core.graph;

import dev.terrace.core.model.Direction;
import dev.terrace.core.model.Peer;
import dev.terrace.core.model.Platform;
import dev.terrace.core.model.Stage;
import dev.terrace.core.row.PortTerm;
import dev.terrace.core.row.SelectionText;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The rows that no policy asks for: those of the platform, each about a union of pods, and the anchor. */
final class BuiltIns {

    private final Wiring wiring;
    private final Platform platform;
    private final UnionSet judged;
    private final UnionSet isolated;
    private final Map<Direction, UnionSet> passing = new EnumMap<>(Direction.class);

    BuiltIns(Wiring wiring, Platform platform) {
        this.wiring = wiring;
        this.platform = platform;
        int number = 0;
        judged = new UnionSet(wiring, number++, SelectionText.judgedOnIngress());
        isolated = new UnionSet(wiring, number++, SelectionText.isolated());
        for (Direction direction : Direction.values()) {
            passing.put(direction, new UnionSet(wiring, number++, SelectionText.passed("pods", direction)));
        }
    }

    /** Begins to write the rows; once, when the graph is wired. */
    void open() {
        if (platform.kubeletProbes()) {
            RuleExpansions.probes(wiring, judged, List.of(), builtIn(Stage.PLATFORM, Platform.KUBELET_PROBES));
        }
        if (!platform.hairpinAddresses().isEmpty()) {
            var _ = new RuleExpansions(
                    wiring, judged, Direction.INGRESS, platform.hairpin(), builtIn(Stage.PLATFORM, Platform.HAIRPIN));
        }
        RuleExpansions.ownNode(wiring, isolated, builtIn(Stage.NETWORK_POLICY, Platform.OWN_NODE));
        new Expansion(
                wiring,
                new Expansion.Content(
                        "", wiring.allPods().group(), Direction.INGRESS, PeerSets.ANYONE, List.of(PortTerm.ANY)),
                clause -> wiring.aclRows().anchor(clause.portGroup()));
    }

    private Expansion.Author builtIn(Stage stage, String name) {
        return clause -> List.of(wiring.aclRows().builtIn(stage, name, clause));
    }

    /** The addresses whose rows are there for ever, if some pod is judged. */
    List<Peer> literals() {
        return platform.hairpin().peers();
    }

    /** The pods that some policy could close to their probes. */
    UnionSet judged() {
        return judged;
    }

    /** The pods that a NetworkPolicy isolates on ingress. */
    UnionSet isolated() {
        return isolated;
    }

    /** The pods that can leave the Developer stage by a {@code Pass}. */
    UnionSet passing(Direction direction) {
        return Objects.requireNonNull(passing.get(direction));
    }

    void settle() {
        passing.values().forEach(UnionSet::settle);
        judged.settle();
        isolated.settle();
    }

    void audit() {
        judged.audit();
        isolated.audit();
        passing.values().forEach(UnionSet::audit);
    }

    /** Asserts that nothing is left after everything was removed. */
    void auditEmpty() {
        if (!judged.hasNoMembers()
                || !isolated.hasNoMembers()
                || !passing.values().stream().allMatch(UnionSet::hasNoMembers)) {
            throw new IllegalStateException("sets are left in a union");
        }
    }
}
