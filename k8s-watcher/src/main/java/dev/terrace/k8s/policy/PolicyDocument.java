package dev.terrace.k8s.policy;

import dev.terrace.core.model.Direction;
import dev.terrace.core.model.Logging;
import dev.terrace.core.model.PodSelection;
import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PolicyKey;
import dev.terrace.core.model.Problem;
import dev.terrace.core.model.Rule;
import dev.terrace.core.model.Stage;
import dev.terrace.core.selector.LabelSelector;
import dev.terrace.k8s.tree.Cursor;
import dev.terrace.k8s.tree.Fault;
import dev.terrace.k8s.tree.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A policy while it is read: what all kinds have in common. Its own reading covers the top level and the direct members
 * of {@code spec}; the subject and every rule are units of their own, because other things follow from their faults.
 */
final class PolicyDocument {

    private static final int MAX_PRIORITY = 1000;

    /** Nobody is in a namespace without a name. */
    private static final PodSelection NOBODY = PodSelection.in("", LabelSelector.EVERYTHING);

    /**
     * What stands for the rules of a direction that has no list, where an unknown key has a list or an object under it:
     * it may be the list, by a name that we do not know, and a Deny may be in it.
     */
    private static final List<ActionRule> HIDDEN = List.of(ActionRule.UNKNOWN);

    private final PolicyKey key;
    private final Reading reading = new Reading();
    private final Cursor root;
    private final Cursor spec;
    private final String uid;
    private final long generation;
    private final Logging logging;
    private final List<Problem> problems = new ArrayList<>();

    PolicyDocument(PolicyKey key, @Nullable Object tree) {
        this.key = key;
        root = reading.at("", tree);
        root.get("apiVersion");
        root.get("kind");
        root.get("status");
        spec = root.get("spec");
        // The API server owns the metadata; nothing in there can widen access.
        Cursor metadata = new Reading().at("metadata", root.get("metadata").value());
        String givenUid = metadata.get("uid").text();
        Long givenGeneration = metadata.get("generation").wholeNumber();
        uid = givenUid == null ? "" : givenUid;
        generation = givenGeneration == null ? 0 : givenGeneration;
        logging = key.namespace().isEmpty() ? LoggingForm.read(metadata) : LoggingForm.misplaced(metadata);
    }

    PolicyKey key() {
        return key;
    }

    Cursor spec() {
        return spec;
    }

    /** Reads {@code spec.priority} of the kinds that have one: 0..1000, required. */
    int priority() {
        Cursor priority = spec.require("priority");
        Long number = priority.wholeNumber();
        if (number == null) {
            return 0;
        }
        if (number < 0 || number > MAX_PRIORITY) {
            priority.invalid("must be 0.." + MAX_PRIORITY + ", not " + number);
        }
        return Math.clamp(number, 0, MAX_PRIORITY);
    }

    /** Whether the top level and the direct members of {@code spec} were understood; to be asked after reading them. */
    boolean understood() {
        reading.refuseUnknownKeys();
        return reading.understood();
    }

    /** Reports what was not understood outside of subject and rules. */
    void report(String consequence) {
        report(reading.faults(), consequence);
    }

    void report(List<Fault> faults, String consequence) {
        faults.forEach(fault -> problems.add(fault.followedBy(consequence)));
    }

    void report(List<ActionRule> rules) {
        rules.forEach(rule -> report(rule.faults(), rule.consequence()));
    }

    /** This policy with rules that have actions, as far as they and the document were understood. */
    Policy programmed(
            Stage stage, int priority, PodSelection subject, List<ActionRule> ingress, List<ActionRule> egress) {
        boolean understood = understood();
        boolean hidden = root.hasUnaskedStructure() || spec.hasUnaskedStructure();
        boolean hiddenIngress =
                hidden && !RuleForm.list(spec, Direction.INGRESS).present();
        boolean hiddenEgress = hidden && !RuleForm.list(spec, Direction.EGRESS).present();
        report("every Accept rule matches nothing and every other rule denies everything"
                + (hiddenIngress ? ", and ingress, whose rules may be there, is denied" : "")
                + (hiddenEgress ? ", and egress, whose rules may be there, is denied" : ""));
        report(ingress);
        report(egress);
        return policy(
                stage,
                priority,
                subject,
                applied(hiddenIngress ? HIDDEN : ingress, understood),
                applied(hiddenEgress ? HIDDEN : egress, understood),
                Set.of());
    }

    private static List<Rule> applied(List<ActionRule> rules, boolean understood) {
        return rules.stream().map(rule -> rule.applied(understood)).toList();
    }

    /**
     * This policy as one that does nothing, because it does not say for whom or when. What else is wrong with it is
     * told as well.
     */
    Policy notProgrammed(Stage stage, int priority, Reading scope, List<ActionRule> ingress, List<ActionRule> egress) {
        String consequence = "the policy is not programmed";
        report(scope.faults(), consequence);
        if (!understood()) {
            report(consequence);
        }
        ingress.forEach(rule -> report(rule.faults(), consequence));
        egress.forEach(rule -> report(rule.faults(), consequence));
        return policy(stage, priority, NOBODY, List.of(), List.of(), Set.of());
    }

    Policy policy(
            Stage stage,
            int priority,
            PodSelection subject,
            List<Rule> ingress,
            List<Rule> egress,
            Set<Direction> isolates) {
        return new Policy(key, uid, generation, stage, priority, subject, ingress, egress, isolates, logging, problems);
    }
}
