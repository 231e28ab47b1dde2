package dev.terrace.core.model;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * A policy of any kind in the one form that everything after decoding works on.
 *
 * @param key its name
 * @param uid {@code metadata.uid}, or empty
 * @param generation {@code metadata.generation}, or 0
 * @param stage where it is evaluated
 * @param priority 0..1000, lower first; 0 for the kinds that have none
 * @param subject the pods that it is about
 * @param ingress its rules for connections to them, in order
 * @param egress its rules for connections from them, in order
 * @param isolates directions in which it drops what no rule of its stage accepts: {@code NetworkPolicy} only
 * @param logging which of its decisions are logged, where it is not its namespace that says so
 * @param problems what of it is not done as written; its rules already are what fails closed
 */
public record Policy(
        PolicyKey key,
        String uid,
        long generation,
        Stage stage,
        int priority,
        PodSelection subject,
        List<Rule> ingress,
        List<Rule> egress,
        Set<Direction> isolates,
        Logging logging,
        List<Problem> problems)
        implements Fact {

    /**
     * The order inside a stage where one component evaluates all of it: priority, then kind, then name. The BANP has no
     * priority and comes after every Baseline ClusterNetworkPolicy.
     */
    public static final Comparator<Policy> BY_PRIORITY = Comparator.comparing(
                    (Policy p) -> p.key().kind() == PolicyKind.BASELINE_ADMIN_NETWORK_POLICY)
            .thenComparingInt(Policy::priority)
            .thenComparing(Policy::key);

    /**
     * The order beside OVN-Kubernetes, which programs AdminNetworkPolicies itself, below ours: kind, then priority,
     * then name.
     */
    public static final Comparator<Policy> BY_KIND = Comparator.comparing(
                    (Policy p) -> p.key().kind())
            .thenComparingInt(Policy::priority)
            .thenComparing(Policy::key);

    public Policy {
        ingress = List.copyOf(ingress);
        egress = List.copyOf(egress);
        isolates = Set.copyOf(isolates);
        problems = List.copyOf(problems);
    }

    /** One that asks for no logging itself. */
    public Policy(
            PolicyKey key,
            String uid,
            long generation,
            Stage stage,
            int priority,
            PodSelection subject,
            List<Rule> ingress,
            List<Rule> egress,
            Set<Direction> isolates,
            List<Problem> problems) {
        this(key, uid, generation, stage, priority, subject, ingress, egress, isolates, Logging.NONE, problems);
    }

    /**
     * Which of its decisions are logged: for one in a namespace, that says so.
     *
     * @param namespaces what each namespace says, by its name
     */
    public Logging logging(Function<String, Logging> namespaces) {
        String namespace = key.namespace();
        return namespace.isEmpty() ? logging : namespaces.apply(namespace);
    }

    /** Whether all of it is done as written. */
    public boolean isUnderstood() {
        return problems.isEmpty();
    }

    /** Whether it can decide anything in a direction. */
    public boolean speaks(Direction direction) {
        return !rules(direction).isEmpty() || isolates.contains(direction);
    }

    /** The same policy with other rules in one direction, and other directions in which it drops what none accepts. */
    public Policy with(Direction direction, List<Rule> rules, Set<Direction> isolating) {
        return new Policy(
                key,
                uid,
                generation,
                stage,
                priority,
                subject,
                direction == Direction.INGRESS ? rules : ingress,
                direction == Direction.EGRESS ? rules : egress,
                isolating,
                logging,
                problems);
    }

    public List<Rule> rules(Direction direction) {
        return switch (direction) {
            case INGRESS -> ingress;
            case EGRESS -> egress;
        };
    }
}
