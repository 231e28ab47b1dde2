package dev.terrace.gateway.report;

import dev.terrace.core.desired.AclRow;

/** An ACL in one line, in the manner of {@code ovn-nbctl acl-list}; its match has a line of its own. */
final class AclLine {

    private AclLine() {}

    static String of(AclRow acl) {
        return "  %-10s tier %d  %5d  %-13s %s%s"
                .formatted(
                        acl.ovnDirection(),
                        acl.tier(),
                        acl.priority(),
                        acl.action().ovn(),
                        acl.name(),
                        logged(acl));
    }

    /** How it logs, after a space; empty where it does not. */
    static String logged(AclRow acl) {
        return acl.log() == null ? "" : " log(" + acl.log().severity().word() + ")";
    }
}
