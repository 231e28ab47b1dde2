package dev.terrace.core.acl;

import dev.terrace.core.desired.LogicalPort;
import dev.terrace.core.model.Direction;
import dev.terrace.core.model.PodFact;
import dev.terrace.core.verdict.Connection;
import org.jspecify.annotations.Nullable;

/**
 * What OVN does with a connection: the packet leaves through the ACLs of its source's port and arrives through those of
 * its destination's. A side without a pod has no port and no ACLs.
 *
 * @param egress what the source's side decides, or null where there is none
 * @param ingress what the destination's side decides, or null where there is none
 */
public record AclVerdict(
        @Nullable Decision egress, @Nullable Decision ingress) {

    /** @throws AmbiguousAclsException when OVN leaves the answer open */
    public static AclVerdict of(AclPipeline acls, Connection connection) {
        if (connection.isHairpin()) {
            return new AclVerdict(null, null);
        }
        Packet packet = new Packet(
                port(connection.sourcePod()),
                port(connection.destinationPod()),
                connection.source(),
                connection.destination(),
                connection.protocol(),
                connection.port());
        return new AclVerdict(
                packet.inport() == null ? null : acls.decide(Direction.EGRESS, packet),
                packet.outport() == null ? null : acls.decide(Direction.INGRESS, packet));
    }

    public boolean allows() {
        return (egress == null || egress.isAllowed()) && (ingress == null || ingress.isAllowed());
    }

    private static @Nullable LogicalPort port(@Nullable PodFact pod) {
        return pod == null ? null : LogicalPort.of(pod.key());
    }
}
