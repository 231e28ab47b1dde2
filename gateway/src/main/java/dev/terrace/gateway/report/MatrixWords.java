package dev.terrace.gateway.report;

import dev.terrace.core.reach.Cell;

/** Why a cell of a matrix is as it is. */
final class MatrixWords {

    private MatrixWords() {}

    /** {@code 2 flows DROP by ingress isolated by np/a/default-deny, for example b/y (...) -> a/x (...), 80/tcp}. */
    static String reason(Cell.Reason reason) {
        return reason.flows() + (reason.flows() == 1 ? " flow " : " flows ")
                + (reason.allows() ? SideReport.ALLOW : SideReport.DROP) + because(reason) + ", for example "
                + ExplanationWords.flow(reason.example());
    }

    private static String because(Cell.Reason reason) {
        String egress = MatrixJson.by(reason.egress());
        String ingress = MatrixJson.by(reason.ingress());
        if (egress == null && ingress == null) {
            return ": no policy decides";
        }
        return ": "
                + (egress == null ? "" : "egress by " + egress)
                + (egress == null || ingress == null ? "" : ", ")
                + (ingress == null ? "" : "ingress by " + ingress);
    }
}
