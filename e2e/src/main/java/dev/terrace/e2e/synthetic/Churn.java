package dev.terrace.e2e.synthetic;

import dev.terrace.core.model.Fact;
import dev.terrace.core.model.NamespaceFact;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PortMatch;
import dev.terrace.core.model.PortRange;
import dev.terrace.core.model.Protocol;
import dev.terrace.core.model.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * What happens in a cluster, event by event, for ever: each is the new fact of an object that exists. It remembers what
 * it said, so that each event starts from the one before.
 */
public final class Churn {

    /** What can happen. */
    public enum Kind {
        /** A pod is created again under its name and gets another address. */
        POD_CREATED_AGAIN,
        /** A pod gets another role, which selectors speak of, or another version, of which none does. */
        POD_LABELS,
        /** A pod ends, or one that had ended runs again. */
        POD_PHASE,
        /** A namespace goes over to another team, or comes back. */
        NAMESPACE_LABELS,
        /** The ports of a policy's first rule change; what it selects stays. */
        POLICY
    }

    /** What happens to pods. */
    public static final List<Kind> OF_PODS = List.of(Kind.POD_CREATED_AGAIN, Kind.POD_LABELS, Kind.POD_PHASE);

    private final Random random;
    private final Addresses addresses = Addresses.ofLaterPods();
    private final List<NamespaceFact> namespaces;
    private final List<PodFact> pods;
    private final List<Policy> policies;

    public Churn(SyntheticCluster cluster, long seed) {
        random = new Random(seed);
        namespaces = new ArrayList<>(cluster.namespaces());
        pods = new ArrayList<>(cluster.pods());
        policies = new ArrayList<>(cluster.policies());
    }

    /** The next event of any of these kinds. */
    public Fact next(List<Kind> kinds) {
        return next(kinds.get(random.nextInt(kinds.size())));
    }

    /**
     * The next event of a kind.
     *
     * @throws IllegalArgumentException when there is nothing to which it could happen
     */
    public Fact next(Kind kind) {
        return switch (kind) {
            case POD_CREATED_AGAIN ->
                pod(pod -> new PodFact(
                        pod.key(),
                        pod.labels(),
                        pod.node(),
                        List.of(addresses.next()),
                        pod.network(),
                        false,
                        pod.namedPorts(),
                        pod.probePorts()));
            case POD_LABELS -> pod(pod -> withLabels(pod, otherLabels(pod.labels())));
            case POD_PHASE -> pod(pod -> withPhase(pod, !pod.finished()));
            case NAMESPACE_LABELS -> change(namespaces, this::toAnotherTeam);
            case POLICY -> change(policies, this::withOtherPorts);
        };
    }

    private PodFact pod(Change<PodFact> change) {
        return change(pods, change);
    }

    private interface Change<T> {
        T of(T before);
    }

    private <T> T change(List<T> among, Change<T> change) {
        int chosen = random.nextInt(among.size());
        T changed = change.of(among.get(chosen));
        among.set(chosen, changed);
        return changed;
    }

    private Map<String, String> otherLabels(Map<String, String> labels) {
        Map<String, String> changed = new HashMap<>(labels);
        if (random.nextBoolean()) {
            changed.put(Labels.ROLE, ScaledShape.ROLES.get(random.nextInt(ScaledShape.ROLES.size())));
        } else {
            changed.put(Labels.VERSION, "v" + random.nextInt(10));
        }
        return changed;
    }

    private static PodFact withLabels(PodFact pod, Map<String, String> labels) {
        return new PodFact(
                pod.key(),
                labels,
                pod.node(),
                pod.addresses(),
                pod.network(),
                pod.finished(),
                pod.namedPorts(),
                pod.probePorts());
    }

    private static PodFact withPhase(PodFact pod, boolean finished) {
        return new PodFact(
                pod.key(),
                pod.labels(),
                pod.node(),
                pod.addresses(),
                pod.network(),
                finished,
                pod.namedPorts(),
                pod.probePorts());
    }

    private NamespaceFact toAnotherTeam(NamespaceFact namespace) {
        Map<String, String> labels = new HashMap<>(namespace.labels());
        labels.put(Labels.TEAM, "team-" + random.nextInt(40));
        return new NamespaceFact(namespace.name(), labels);
    }

    private Policy withOtherPorts(Policy policy) {
        int number = 1024 + random.nextInt(8000);
        List<PortMatch> ports = List.of(new PortMatch.Numbers(Protocol.TCP, PortRange.of(number)));
        return new Policy(
                policy.key(),
                policy.uid(),
                policy.generation() + 1,
                policy.stage(),
                policy.priority(),
                policy.subject(),
                firstWith(policy.ingress(), ports),
                firstWith(policy.egress(), ports),
                policy.isolates(),
                policy.problems());
    }

    private static List<Rule> firstWith(List<Rule> rules, List<PortMatch> ports) {
        List<Rule> changed = new ArrayList<>(rules);
        if (!changed.isEmpty()) {
            Rule first = changed.getFirst();
            changed.set(0, new Rule(first.index(), first.name(), first.action(), first.peers(), ports));
        }
        return changed;
    }
}
