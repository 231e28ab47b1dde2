package dev.terrace.ovn;

import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.AddressSetRow;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.ExternalIds;
import dev.terrace.core.desired.LogicalPort;
import dev.terrace.core.desired.MeterBandRow;
import dev.terrace.core.desired.MeterRow;
import dev.terrace.core.desired.PortGroupRow;
import dev.terrace.core.desired.Row;
import dev.terrace.core.model.Direction;
import dev.terrace.core.model.IpPrefix;
import dev.terrace.core.model.LogSeverity;
import dev.terrace.core.model.PolicyKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Desired rows for tests. */
public final class Rows {

    public static final String OWNER = "test";

    /** The name of {@link #meter}. */
    public static final String METER = "log";

    private Rows() {}

    public static SortedMap<String, String> ids(String id) {
        return new TreeMap<>(Map.of(ExternalIds.OWNER, OWNER, ExternalIds.ID, id, ExternalIds.GENERATION, "1"));
    }

    public static AddressSetRow set(String name, String... prefixes) {
        return new AddressSetRow(
                name,
                Arrays.stream(prefixes).map(IpPrefix::parse).collect(Collectors.toCollection(TreeSet::new)),
                ids(name));
    }

    public static PortGroupRow group(String name, String... ports) {
        return new PortGroupRow(
                name,
                Arrays.stream(ports).map(LogicalPort::new).collect(Collectors.toCollection(TreeSet::new)),
                ids(name));
    }

    public static AclRow acl(String id, String group, int tier, int priority, String match, AclRow.Verb action) {
        return new AclRow(id, group, Direction.INGRESS, tier, priority, match, action, id, ids(id));
    }

    public static AclRow egress(String id, String group, String match) {
        return new AclRow(id, group, Direction.EGRESS, 1, 1000, match, AclRow.Verb.ALLOW_RELATED, id, ids(id));
    }

    /** The meter of ACLs that log, with its band. */
    public static List<Row> meter(int rate) {
        return List.of(new MeterRow(METER, ids(METER)), new MeterBandRow(METER, rate, ids(METER)));
    }

    /** The same ACL, which logs. */
    public static AclRow logging(AclRow acl, LogSeverity severity) {
        return with(acl, acl.name(), new AclRow.Log(severity, METER), acl.externalIds());
    }

    public static AclRow named(AclRow acl, String name) {
        return with(acl, name, acl.log(), acl.externalIds());
    }

    static AclRow with(AclRow acl, SortedMap<String, String> ids) {
        return with(acl, acl.name(), acl.log(), ids);
    }

    private static AclRow with(AclRow acl, String name, AclRow.@Nullable Log log, SortedMap<String, String> ids) {
        return new AclRow(
                acl.id(),
                acl.portGroup(),
                acl.direction(),
                acl.tier(),
                acl.priority(),
                acl.match(),
                acl.action(),
                name,
                log,
                ids);
    }

    public static DesiredImage image(Row... rows) {
        return DesiredImage.of(List.of(rows));
    }

    /** A policy: a group with the ports, a set and three ACLs. */
    public static List<Row> policy(String name, String... ports) {
        String group = "pg_" + name;
        String set = "as_" + name;
        return List.of(
                set(set, "10.0.0.1/32", "10.0.0.2/32", "10.1.0.0/16"),
                group(group, ports),
                acl(
                        name + ".allow",
                        group,
                        1,
                        1001,
                        "outport == @" + group + " && ip4.src == $" + set,
                        AclRow.Verb.ALLOW_RELATED),
                acl(name + ".deny", group, 1, 1000, "outport == @" + group + " && ip4", AclRow.Verb.DROP),
                egress(name + ".out", group, "inport == @" + group + " && ip4.dst == $" + set));
    }

    /** The same rows as those of a policy of a kind. */
    public static List<Row> of(PolicyKind kind, List<Row> rows) {
        return rows.stream()
                .map(row -> row instanceof AclRow acl ? of(kind, acl) : row)
                .toList();
    }

    private static AclRow of(PolicyKind kind, AclRow acl) {
        SortedMap<String, String> ids = ids(acl.id());
        ids.put(ExternalIds.KIND, kind.kind());
        return with(acl, ids);
    }

    public static DesiredImage image(List<Row> policy) {
        return DesiredImage.of(policy);
    }

    public static DesiredImage image(List<Row> one, List<Row> two) {
        List<Row> rows = new ArrayList<>(one);
        rows.addAll(two);
        return DesiredImage.of(rows);
    }
}
