package dev.terrace.core.acl;

import dev.terrace.core.desired.AclRow;

/**
 * Two ACLs of the same tier and priority match one packet and want different things. {@code ovn-nb(5)}, ACL, priority:
 * "If two ACL rules with the same priority both match, then the one actually applied to a packet is undefined."
 */
public final class AmbiguousAclsException extends IllegalStateException {

    private static final long serialVersionUID = 1L;

    AmbiguousAclsException(AclRow first, AclRow second, Packet packet) {
        super("undefined for " + packet + " in tier " + first.tier() + " at priority " + first.priority() + ": "
                + shown(first) + " or " + shown(second));
    }

    private static String shown(AclRow row) {
        return row.id() + " (" + row.action().ovn() + ")";
    }
}
