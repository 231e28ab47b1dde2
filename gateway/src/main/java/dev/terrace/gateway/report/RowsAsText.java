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
            text.append("  %-10s tier %d  %5d  %-13s %s%n"
                    .formatted(
                            acl.ovnDirection(),
                            acl.tier(),
                            acl.priority(),
                            acl.action().ovn(),
                            acl.name()));
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
        return text.toString();
    }

    private static void line(StringBuilder text, String name, @Nullable String selects, String members) {
        text.append("  ").append(name).append("  ").append(selects).append('\n');
        text.append("      ").append(members.isEmpty() ? "(empty)" : members).append('\n');
    }
}
