package dev.terrace.gateway.report;

import dev.terrace.core.explain.Flip;
import dev.terrace.core.explain.FlowExplanation;
import dev.terrace.core.explain.Note;
import dev.terrace.core.explain.SideExplanation;
import dev.terrace.core.explain.StageExplanation;
import dev.terrace.core.model.Action;
import dev.terrace.core.model.Direction;
import dev.terrace.core.model.IpFamily;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.model.PodKey;
import dev.terrace.core.model.Problem;
import dev.terrace.core.model.Protocol;
import dev.terrace.core.verdict.Connection;
import dev.terrace.core.verdict.Decider;
import dev.terrace.core.verdict.SideVerdict;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The sentences in which explanations are told, in text and in JSON alike. */
final class ExplanationWords {

    private ExplanationWords() {}

    /** {@code b/y (10.244.2.1) -> a/x (10.244.1.1), 80/tcp}. */
    static String flow(Connection connection) {
        return end(connection.source().toString(), connection.sourcePod())
                + " -> "
                + end(connection.destination().toString(), connection.destinationPod())
                + ", "
                + traffic(connection);
    }

    static String traffic(Connection connection) {
        return connection.protocol() == Protocol.ICMP
                ? connection.protocol().word()
                : connection.port() + "/" + connection.protocol().word();
    }

    private static String end(String address, @Nullable PodFact pod) {
        return pod == null ? address : pod.key() + " (" + address + ")";
    }

    /** {@code [Admin] Pass (cnp/tenants rule 0 "shared")}, or what else a stage has to say. */
    static String stage(StageExplanation stage, SideExplanation side, Ink ink) {
        return "[" + stage.walk().stage().word() + "] " + said(stage, side, ink);
    }

    private static String said(StageExplanation stage, SideExplanation side, Ink ink) {
        Action action = stage.walk().action();
        Decider decider = stage.walk().decider();
        if (action == null || decider == null) {
            return "no match (" + asked(stage.asked().size(), side) + ")";
        }
        String word = switch (action) {
            case ACCEPT -> ink.allow(SideReport.ALLOW);
            case DENY -> ink.drop(SideReport.DROP);
            case PASS -> "Pass";
        };
        return word + " (" + by(decider) + ")";
    }

    private static String asked(int policies, SideExplanation side) {
        String what = side.pod() + " on " + side.direction().word().toLowerCase(Locale.ROOT);
        return switch (policies) {
            case 0 -> "no policy selects " + what;
            case 1 -> "1 policy selects " + what;
            default -> policies + " policies select " + what;
        };
    }

    /** {@code cnp/tenants rule 0 "shared"}, {@code isolated by np/a/default-deny}. */
    static String by(Decider decider) {
        return switch (decider) {
            case Decider.ByRule(var policy, int rule, String name) ->
                policy + " rule " + rule + (name.isEmpty() ? "" : " \"" + name + "\"");
            case Decider.ByIsolation(var policy) -> "isolated by " + policy;
            case Decider.ByBuiltIn(String name) -> "built-in rule " + name;
        };
    }

    /** What the last stage left to say: the default, or why nobody judges; null where a stage decided. */
    static @Nullable String otherwise(SideVerdict verdict, Ink ink) {
        return switch (verdict) {
            case SideVerdict.NotJudged(String reason) -> ink.allow(SideReport.ALLOW) + " (" + reason + ")";
            case SideVerdict.Judged judged ->
                judged.byDefault()
                        ? "[" + SideReport.DEFAULT + "] " + ink.allow(SideReport.ALLOW) + " (no stage decided)"
                        : null;
        };
    }

    /** What would turn the verdict. */
    static String flip(FlowExplanation explanation) {
        Flip flip = explanation.flip();
        String other = explanation.verdict().allows() ? SideReport.DROP : SideReport.ALLOW;
        if (flip == null) {
            boolean both = !explanation.verdict().egress().allows()
                    && !explanation.verdict().ingress().allows();
            return both
                    ? "no single rule makes it " + other + ": both sides drop"
                    : "no rule that is there makes it " + other + " by another action";
        }
        return other + " if " + subject(flip) + " "
                + flip.changes().stream()
                        .map(change -> change(flip.decider(), change))
                        .collect(Collectors.joining(", or "));
    }

    private static String subject(Flip flip) {
        String side = flip.direction().word().toLowerCase(Locale.ROOT);
        return switch (flip.decider()) {
            case Decider.ByIsolation(var policy) -> side + " of " + policy;
            case Decider.ByRule _, Decider.ByBuiltIn _ -> side + " " + by(flip.decider());
        };
    }

    private static String change(Decider decider, Flip.Change change) {
        return switch (change) {
            case ACCEPT -> "accepted";
            case DENY -> "denied";
            case PASS -> "passed";
            case ABSENT -> decider instanceof Decider.ByIsolation ? "did not isolate" : "were not there";
        };
    }

    /** The name of a kind of note, for programs. */
    static String kind(Note note) {
        return switch (note) {
            case Note.OpensIsolated _ -> "OpensIsolated";
            case Note.NotAsWritten _ -> "NotAsWritten";
            case Note.HostNetwork _ -> "HostNetwork";
            case Note.UserDefinedNetwork _ -> "UserDefinedNetwork";
            case Note.Finished _ -> "Finished";
            case Note.Hairpin _ -> "Hairpin";
            case Note.OwnNode _ -> "OwnNode";
            case Note.OtherFamily _ -> "OtherFamily";
            case Note.Established _ -> "Established";
        };
    }

    /** A note in a sentence or two. */
    static String note(Note note) {
        return switch (note) {
            case Note.OpensIsolated(Direction direction, var opens, var isolates) ->
                opens + " opens on " + direction.word().toLowerCase(Locale.ROOT) + " what " + isolates
                        + " isolates: its stage is asked first";
            case Note.NotAsWritten(var policy, Problem problem) -> policy + " is not done as written: " + problem;
            case Note.HostNetwork(PodKey pod) ->
                pod + " lives in its node's network: no policy selects it, and peers match it by its address only";
            case Note.UserDefinedNetwork(PodKey pod) ->
                pod + " lives in a user-defined network: no policy selects it, and no peer but by its address";
            case Note.Finished(PodKey pod) ->
                pod + " has run to its end: no policy selects it, and its address may be " + "another's";
            case Note.Hairpin(PodKey pod) ->
                pod
                        + " talks to its own address, which is never judged; through a Service back to itself it is, with the "
                        + "address that OVN puts in";
            case Note.OwnNode(PodKey pod) ->
                "it comes from the own node of " + pod + ", an exception that NetworkPolicy has and no other kind";
            case Note.OtherFamily(var family, boolean allows) ->
                "between the same pods by " + family(family) + " it is "
                        + (allows ? SideReport.ALLOW : SideReport.DROP);
            case Note.Established _ ->
                "a connection that is established already stops as well; one that was opened the "
                        + "other way is not judged by this";
        };
    }

    private static String family(IpFamily family) {
        return switch (family) {
            case IPV4 -> "IPv4";
            case IPV6 -> "IPv6";
        };
    }
}
