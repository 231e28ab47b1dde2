package dev.terrace.k8s.policy;

import dev.terrace.core.model.Action;
import dev.terrace.core.model.LogSeverity;
import dev.terrace.core.model.Logging;
import dev.terrace.core.model.Problem;
import dev.terrace.k8s.tree.Annotation;
import dev.terrace.k8s.tree.Cursor;
import dev.terrace.k8s.tree.Reading;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads {@value Logging#ANNOTATION}. What is wrong in it is not logged, and changes nothing else. */
public final class LoggingForm {

    private static final String CONSEQUENCE = "what it asks for is not logged";

    private static final String SEVERITIES =
            Arrays.stream(LogSeverity.values()).map(LogSeverity::word).collect(Collectors.joining(", "));

    private LoggingForm() {}

    /** @param metadata of a Namespace or of a policy of the cluster */
    public static Logging read(Cursor metadata) {
        if (text(metadata).isEmpty()) {
            return Logging.NONE;
        }
        Annotation annotation = Annotation.of(apart(metadata), Logging.ANNOTATION);
        Map<Action, LogSeverity> severities = new EnumMap<>(Action.class);
        for (Action action : Action.values()) {
            Cursor entry = annotation.content().get(key(action));
            String word = entry.text();
            if (word != null && !word.isEmpty()) {
                LogSeverity severity = LogSeverity.of(word);
                if (severity == null) {
                    entry.invalid("must be one of " + SEVERITIES + ", not " + word);
                } else {
                    severities.put(action, severity);
                }
            }
        }
        return new Logging(
                severities,
                annotation.faults().stream()
                        .map(fault -> fault.followedBy(CONSEQUENCE))
                        .toList());
    }

    /**
     * What of it stands where it has no effect.
     *
     * @param metadata of a policy in a namespace
     */
    static Logging misplaced(Cursor metadata) {
        return text(metadata).isEmpty()
                ? Logging.NONE
                : new Logging(
                        Map.of(),
                        List.of(new Problem(
                                Problem.Reason.INVALID,
                                apart(metadata)
                                        .get("annotations")
                                        .get(Logging.ANNOTATION)
                                        .path(),
                                "belongs on the Namespace, for all policies in it; " + CONSEQUENCE)));
    }

    private static String text(Cursor metadata) {
        Object value =
                apart(metadata).get("annotations").get(Logging.ANNOTATION).value();
        return value == null ? "" : value.toString();
    }

    /** Whatever is wrong with annotations is of no concern to the rest of the object. */
    private static Cursor apart(Cursor metadata) {
        return metadata.in(new Reading());
    }

    private static String key(Action action) {
        return switch (action) {
            case ACCEPT -> "allow";
            case DENY -> "deny";
            case PASS -> "pass";
        };
    }
}
