package dev.terrace.core.status;

import dev.terrace.core.model.Policy;
import dev.terrace.core.model.PolicyKey;
import dev.terrace.core.model.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is told of a policy: the conditions of {@code policy-semantics.md}, "Status", and what its author should see.
 *
 * @param policy which
 * @param uid which of all that had this name; empty where the source gives none
 * @param generation the generation of the policy that it is about
 * @param accepted whether all of it was understood
 * @param programmed whether its rows are where they belong
 * @param conflict what says something else than it; null for nothing
 * @param leftOut for which pods it does nothing; null for none
 * @param warnings what is an event
 */
public record PolicyStatus(
        PolicyKey policy,
        String uid,
        long generation,
        Condition accepted,
        Condition programmed,
        @Nullable Condition conflict,
        @Nullable Condition leftOut,
        List<Warning> warnings) {

    private static final int NAMES = 5;

    /**
     * Something that is not as the policy's author wants it.
     *
     * @param reason in one word
     * @param message for people
     */
    public record Warning(String reason, String message) {}

    public PolicyStatus {
        warnings = List.copyOf(warnings);
    }

    /**
     * Says what has become of a policy.
     *
     * @param since the {@code resourceVersion} since which it is as it is
     * @param remarks what policies have to know, it among them
     * @param zones every one that has told of itself
     * @param troubles why the policies, or what they are about, may not be known as they are
     */
    public static PolicyStatus of(
            Policy policy, long since, Remarks remarks, Collection<ZoneReport> zones, Collection<String> troubles) {
        List<Warning> warnings = new ArrayList<>();
        Condition accepted = accepted(policy);
        if (!accepted.holds()) {
            warnings.add(new Warning(accepted.reason(), accepted.message()));
        }
        List<String> overlaps = remarks.overlaps(policy.key());
        overlaps.forEach(overlap -> warnings.add(new Warning(Reason.EQUAL_PRIORITY, overlap)));
        remarks.unlogged(policy.key()).forEach(words -> warnings.add(new Warning(Reason.NOT_LOGGED, words)));
        Condition leftOut = leftOut(remarks.leftOut(policy.key()));
        if (leftOut != null) {
            warnings.add(new Warning(leftOut.reason(), leftOut.message()));
        }
        Condition programmed = programmed(policy.key(), since, zones, troubles);
        if (programmed.reason().equals(Reason.FAILED) || hasRejected(policy.key(), zones)) {
            warnings.add(new Warning(programmed.reason(), programmed.message()));
        }
        return new PolicyStatus(
                policy.key(),
                policy.uid(),
                policy.generation(),
                accepted,
                programmed,
                conflict(overlaps),
                leftOut,
                warnings);
    }

    /** The words of conditions and events that are not those of a {@link Problem}. */
    private static final class Reason {
        static final String VALID = "Valid";
        static final String EQUAL_PRIORITY = "EqualPriority";
        static final String NOT_LOGGED = "NotLogged";
        static final String USER_DEFINED_NETWORK = "UserDefinedNetwork";
        static final String PROGRAMMED = "Programmed";
        static final String PENDING = "Pending";
        static final String PARTIALLY = "PartiallyProgrammed";
        static final String FAILED = "Failed";
    }

    /** All of them. */
    public List<Condition> conditions() {
        return Stream.of(accepted, programmed, conflict, leftOut)
                .filter(Objects::nonNull)
                .toList();
    }

    /** The same with another word on whether its rows are where they belong. */
    public PolicyStatus with(Condition otherProgrammed) {
        return new PolicyStatus(policy, uid, generation, accepted, otherProgrammed, conflict, leftOut, warnings);
    }

    /** Whether it is only a matter of time until its rows are where they belong. */
    public boolean isPending() {
        return programmed.reason().equals(Reason.PENDING);
    }

    private static Condition accepted(Policy policy) {
        if (policy.isUnderstood()) {
            return accepted(true, Reason.VALID, "All of the policy is understood.");
        }
        Problem worst = policy.problems().stream()
                .min(Comparator.comparingInt(PolicyStatus::rank))
                .orElseThrow();
        return accepted(
                false,
                worst.reason().word(),
                policy.problems().stream().map(Problem::toString).collect(Collectors.joining("\n")));
    }

    private static @Nullable Condition conflict(List<String> overlaps) {
        return overlaps.isEmpty()
                ? null
                : new Condition(
                        Condition.Type.PRIORITY_CONFLICT, true, Reason.EQUAL_PRIORITY, String.join("\n", overlaps));
    }

    private static @Nullable Condition leftOut(@Nullable String message) {
        return message == null
                ? null
                : new Condition(Condition.Type.PODS_LEFT_OUT, true, Reason.USER_DEFINED_NETWORK, message);
    }

    /** What its author can mend comes first, then what a newer Terrace may know. */
    private static int rank(Problem problem) {
        return switch (problem.reason()) {
            case INVALID -> 0;
            case UNKNOWN_FIELD -> 1;
            case UNSUPPORTED -> 2;
        };
    }

    private static Condition accepted(boolean holds, String reason, String message) {
        return new Condition(Condition.Type.ACCEPTED, holds, reason, message);
    }

    private static boolean hasRejected(PolicyKey policy, Collection<ZoneReport> zones) {
        return zones.stream().anyMatch(zone -> zone.programmed().failed().get(policy) instanceof Failure.Rejected);
    }

    private static Condition programmed(
            PolicyKey policy, long since, Collection<ZoneReport> zones, Collection<String> troubles) {
        List<String> silent = new ArrayList<>();
        List<String> behind = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        Set<String> reasons = new LinkedHashSet<>();
        boolean exhausted = false;
        for (ZoneReport zone : zones) {
            Failure failure = zone.programmed().failed().get(policy);
            if (zone.silent()) {
                silent.add(zone.name());
            } else if (!zone.programmed().covers(policy, since)) {
                behind.add(zone.name());
            } else if (failure != null) {
                failed.add(zone.name());
                exhausted |= failure instanceof Failure.Exhausted;
                reasons.addAll(words(failure));
            }
        }
        List<String> lines = new ArrayList<>();
        int done = zones.size() - silent.size() - behind.size() - failed.size();
        if (zones.size() > 1 && done < zones.size()) {
            lines.add("%d of %d zones have all rows of the policy.".formatted(done, zones.size()));
        }
        if (!failed.isEmpty()) {
            lines.addAll(reasons);
            lines.addAll(zones.size() > 1 ? List.of("So it is in " + names(failed) + ".") : List.of());
            lines.addAll(unheard(silent));
            boolean all = exhausted && failed.size() == zones.size();
            return programmed(false, all ? Reason.FAILED : Reason.PARTIALLY, lines);
        }
        if (!silent.isEmpty()) {
            lines.addAll(unheard(silent));
            return programmed(false, Reason.PARTIALLY, lines);
        }
        if (!behind.isEmpty()) {
            lines.add(
                    zones.size() > 1
                            ? "The rows are being written in " + names(behind) + "."
                            : "The rows of the policy are being written.");
            lines.addAll(troubles);
            return programmed(false, Reason.PENDING, lines);
        }
        if (zones.isEmpty()) {
            lines.add("No gateway has told yet what its Northbound database holds.");
            lines.addAll(troubles);
            return programmed(false, Reason.PENDING, lines);
        }
        return programmed(
                true,
                Reason.PROGRAMMED,
                List.of(
                        zones.size() > 1
                                ? "All %d zones have all rows of the policy.".formatted(zones.size())
                                : "All rows of the policy are in the Northbound database."));
    }

    private static List<String> unheard(List<String> silent) {
        return silent.isEmpty()
                ? List.of()
                : List.of("Nothing is heard of the gateway of " + names(silent)
                        + ": the rows there stay as they were, whatever changes.");
    }

    private static List<String> words(Failure failure) {
        return switch (failure) {
            case Failure.Exhausted() -> List.of("No priority is left for the policy in its tier, so it has no rows.");
            case Failure.Rejected(List<String> reasons) ->
                reasons.stream()
                        .map(reason -> "The database does not take a row of the policy: " + reason)
                        .toList();
        };
    }

    private static String names(List<String> zones) {
        String first = zones.stream().sorted().limit(NAMES).collect(Collectors.joining(", "));
        String rest = zones.size() > NAMES ? " and %d more".formatted(zones.size() - NAMES) : "";
        return (zones.size() == 1 ? "zone " : "zones ") + first + rest;
    }

    private static Condition programmed(boolean holds, String reason, List<String> lines) {
        return new Condition(Condition.Type.PROGRAMMED, holds, reason, String.join("\n", lines));
    }
}
