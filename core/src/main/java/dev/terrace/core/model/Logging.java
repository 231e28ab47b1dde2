package dev.terrace.core.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which decisions are logged: what the annotation {@value #ANNOTATION} asks for. It never changes a verdict.
 *
 * @param severities of the actions that are logged; the others are not
 * @param problems what of the annotation is not done, and what follows
 */
public record Logging(Map<Action, LogSeverity> severities, List<Problem> problems) {

    /** On a Namespace it is for the policies in it, on a policy of a cluster for that policy, as in OVN-Kubernetes. */
    public static final String ANNOTATION = "k8s.ovn.org/acl-logging";

    /** What holds without the annotation. */
    public static final Logging NONE = new Logging(Map.of(), List.of());

    public Logging {
        severities = Map.copyOf(severities);
        problems = List.copyOf(problems);
    }

    /** How what an action decides is logged; null where it is not. */
    public @Nullable LogSeverity of(Action action) {
        return severities.get(action);
    }

    /** Whether anything is logged. */
    public boolean isOn() {
        return !severities.isEmpty();
    }
}
