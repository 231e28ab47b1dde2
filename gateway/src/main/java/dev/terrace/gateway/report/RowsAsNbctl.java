package dev.terrace.gateway.report;

import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.AddressSetRow;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.LogicalPort;
import dev.terrace.core.desired.MeterBandRow;
import dev.terrace.core.desired.MeterRow;
import dev.terrace.core.desired.PortGroupRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * Rows as a shell script of {@code ovn-nbctl} commands that create them: one for each address set and meter, and one
 * for each port group with its ACLs, because an ACL that nothing refers to does not outlive its transaction. Ports that
 * the database does not have are left out, as the writer leaves them out.
 */
public final class RowsAsNbctl {

    private RowsAsNbctl() {}

    public static String of(DesiredImage image) {
        ImageReport report = ImageReport.of(image);
        Map<String, List<AclRow>> acls = report.acls().stream().collect(Collectors.groupingBy(AclRow::portGroup));
        List<String> lines = new ArrayList<>();
        lines.add("set -e");
        for (AddressSetRow set : report.addressSets()) {
            lines.add("ovn-nbctl create Address_Set name=" + set.name()
                    + set(
                            " addresses",
                            set.addresses().stream().map(Object::toString).toList())
                    + map("external_ids", set.externalIds()));
        }
        for (ImageReport.Meter meter : report.meters()) {
            lines.add("ovn-nbctl -- --id=@band create Meter_Band action=" + MeterBandRow.ACTION + " rate="
                    + meter.band().rate() + map("external_ids", meter.band().externalIds())
                    + " -- create Meter name=" + quote(string(meter.row().name())) + " unit=" + MeterRow.UNIT
                    + " fair=true bands=@band" + map("external_ids", meter.row().externalIds()));
        }
        for (PortGroupRow group : report.portGroups()) {
            lines.add(group(group, acls.getOrDefault(group.name(), List.of())));
            for (LogicalPort port : group.ports()) {
                lines.add(
                        "if ovn-nbctl get Logical_Switch_Port " + quote(port.name()) + " _uuid >/dev/null 2>&1; then");
                lines.add("  ovn-nbctl add Port_Group " + group.name() + " ports \"$(ovn-nbctl get Logical_Switch_Port "
                        + quote(port.name()) + " _uuid)\"");
                lines.add("fi");
            }
        }
        return String.join("\n", lines) + "\n";
    }

    private static String group(PortGroupRow group, List<AclRow> acls) {
        StringBuilder command = new StringBuilder("ovn-nbctl");
        List<String> references = new ArrayList<>();
        for (AclRow acl : acls) {
            String reference = "@acl" + references.size();
            references.add(reference);
            command.append(" -- --id=").append(reference).append(" create ACL");
            command.append(" direction=").append(acl.ovnDirection());
            command.append(" tier=").append(acl.tier());
            command.append(" priority=").append(acl.priority());
            command.append(" action=").append(acl.action().ovn());
            command.append(" name=").append(quote(string(acl.name())));
            command.append(" match=").append(quote(string(acl.match())));
            if (acl.appliesAfterLoadBalancing()) {
                command.append(" options:apply-after-lb=true");
            }
            if (acl.log() != null) {
                command.append(" log=true severity=")
                        .append(acl.log().severity().word());
                command.append(" meter=").append(quote(string(acl.log().meter())));
            }
            command.append(map("external_ids", acl.externalIds()));
        }
        command.append(" -- create Port_Group name=").append(group.name());
        if (!references.isEmpty()) {
            command.append(" acls=").append(String.join(",", references));
        }
        return command.append(map("external_ids", group.externalIds())).toString();
    }

    private static String set(String column, List<String> values) {
        return values.isEmpty()
                ? ""
                : column + "=" + quote(values.stream().map(RowsAsNbctl::string).collect(Collectors.joining(",")));
    }

    private static String map(String column, SortedMap<String, String> values) {
        return values.entrySet().stream()
                .map(entry -> " " + column + ":" + quote(string(entry.getKey()) + "=" + string(entry.getValue())))
                .collect(Collectors.joining());
    }

    /** A string of the OVSDB command line: quoted as in JSON. */
    private static String string(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** A word of the shell. */
    private static String quote(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
