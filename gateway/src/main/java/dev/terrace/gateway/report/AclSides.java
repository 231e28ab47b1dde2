package dev.terrace.gateway.report;

import dev.terrace.core.acl.AclVerdict;
import dev.terrace.core.acl.Decision;
import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.ExternalIds;
import dev.terrace.core.model.PolicyKey;
import dev.terrace.core.model.PolicyKind;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Verdicts by ACL rows, told in the words of the policies that the rows carry in their external ids. */
public final class AclSides {

    private AclSides() {}

    public static VerdictReport report(String id, AclVerdict verdict) {
        return VerdictReport.of(id, side(verdict.egress()), side(verdict.ingress()));
    }

    private static SideReport side(@Nullable Decision decision) {
        return switch (decision) {
            case null -> new SideReport(SideReport.ALLOW, SideReport.NOBODY, null, null, "no ACLs on this side");
            case Decision.Allowed allowed -> by(SideReport.ALLOW, allowed.row());
            case Decision.Dropped dropped -> by(SideReport.DROP, dropped.row());
            case Decision.NoVerdict none ->
                new SideReport(SideReport.ALLOW, SideReport.DEFAULT, null, null, SideReport.NO_MATCH);
        };
    }

    private static SideReport by(String verdict, AclRow row) {
        Map<String, String> ids = row.externalIds();
        String stage = ids.getOrDefault(ExternalIds.STAGE, "");
        String name = ids.getOrDefault(ExternalIds.POLICY, "");
        String kind = ids.get(ExternalIds.KIND);
        if (kind == null) {
            return new SideReport(verdict, stage, null, null, name);
        }
        String policy = Arrays.stream(PolicyKind.values())
                .filter(known -> known.kind().equals(kind))
                .map(known -> new PolicyKey(known, ids.getOrDefault(ExternalIds.NAMESPACE, ""), name))
                .map(PolicyKey::toString)
                .findFirst()
                .orElse(name);
        Integer rule = number(ids.get(ExternalIds.RULE));
        return new SideReport(
                verdict,
                stage,
                policy,
                rule,
                rule == null ? SideReport.ISOLATED : ids.getOrDefault(ExternalIds.RULE_NAME, ""));
    }

    /** The rule's number; the row that isolates has a word in its place. */
    private static @Nullable Integer number(@Nullable String rule) {
        return rule != null && rule.chars().allMatch(Character::isDigit) ? Integer.valueOf(rule) : null;
    }
}
