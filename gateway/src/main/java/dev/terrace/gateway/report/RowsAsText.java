package dev.terrace.gateway.report;

import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.AddressSetRow;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.ExternalIds;
import dev.terrace.core.desired.PortGroupRow;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rows for people, in the manner of {@code ovn-nbctl acl-list}. */
public final class RowsAsText {

    private RowsAsText() {}

    public static String of(DesiredImage image) {
        ImageReport report = ImageReport.of(image);
        StringBuilder text = new StringBuilder();
        text.append("ACLs (").append(report.acls().size()).append(")\n");
        for (AclRow acl : report.acls()) {
            text.append(AclLine.of(acl)).append('\n');
            text.append("      ").append(acl.match()).append('\n');
        }
        text.append("\nPort groups (").append(report.portGroups().size()).append(")\n");
        for (PortGroupRow group : report.portGroups()) {
            line(
                    text,
                    group.name(),
                    group.externalIds().get(ExternalIds.SELECTS),
                    group.ports().stream().map(Object::toString).collect(Collectors.joining(" ")));
        }
        text.append("\nAddress sets (").append(report.addressSets().size()).append(")\n");
        for (AddressSetRow set : report.addressSets()) {
            line(
                    text,
                    set.name(),
                    set.externalIds().get(ExternalIds.SELECTS),
                    set.addresses().stream().map(Object::toString).collect(Collectors.joining(" ")));
        }
        if (!report.meters().isEmpty()) {
            text.append("\nMeters (").append(report.meters().size()).append(")\n");
        }
        for (ImageReport.Meter meter : report.meters()) {
            text.append("  ").append(meter.row().name()).append("  ");
            text.append(meter.band().rate()).append(" packets per second of each ACL\n");
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String name, @Nullable String selects, String members) {
        text.append("  ").append(name).append("  ").append(selects).append('\n');
        text.append("      ").append(members.isEmpty() ? "(empty)" : members).append('\n');
    }
}
