package dev.terrace.gateway.report;

import dev.terrace.core.verdict.Verdict;

/**
 * A verdict as it is printed.
 *
 * @param id the flow's id
 * @param verdict {@code ALLOW} or {@code DROP}
 * @param egress the side of the source
 * @param ingress the side of the destination
 */
public record VerdictReport(String id, String verdict, SideReport egress, SideReport ingress) {

    /** The report of a verdict by the reference evaluator. */
    public static VerdictReport of(String id, Verdict verdict) {
        return of(id, SideReport.of(verdict.egress()), SideReport.of(verdict.ingress()));
    }

    static VerdictReport of(String id, SideReport egress, SideReport ingress) {
        boolean allows =
                egress.verdict().equals(SideReport.ALLOW) && ingress.verdict().equals(SideReport.ALLOW);
        return new VerdictReport(id, allows ? SideReport.ALLOW : SideReport.DROP, egress, ingress);
    }

    /** One line for people. */
    public String text() {
        return "%-16s %-5s  egress %s; ingress %s".formatted(id, verdict, egress.text(), ingress.text());
    }
}
