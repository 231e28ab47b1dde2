package dev.terrace.core.ovnkubernetes;

import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.AddressSetRow;
import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.LogicalPort;
import dev.terrace.core.desired.PortGroupRow;
import dev.terrace.core.desired.Row;
import dev.terrace.core.model.Direction;
import dev.terrace.core.ovnkubernetes.OvnKubernetesRow.Acl;
import dev.terrace.core.ovnkubernetes.OvnKubernetesRow.Addresses;
import dev.terrace.core.ovnkubernetes.OvnKubernetesRow.Group;
import dev.terrace.core.ovnkubernetes.OvnKubernetesRow.Holder;
import dev.terrace.core.ovnkubernetes.OvnKubernetesRow.Pipeline;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Every row that OVN-Kubernetes has in one zone.
 *
 * @param byId the rows by table and primary id: two tables may use one
 * @param ports of the zone's pods, by node
 */
public record OvnKubernetesRows(SortedMap<String, OvnKubernetesRow> byId, Map<String, SortedSet<LogicalPort>> ports) {

    /** The types whose ACLs judge what pods send to pods in the places that an {@link DesiredImage} knows. */
    private static final Set<String> POLICY_TYPES = Set.of(
            OwnerType.NETWORK_POLICY, OwnerType.DEFAULT_DENY, OwnerType.NODE, OwnerType.ADMIN, OwnerType.BASELINE);

    static OvnKubernetesRows of(List<OvnKubernetesRow> rows, Map<String, SortedSet<LogicalPort>> ports) {
        SortedMap<String, OvnKubernetesRow> byId = new TreeMap<>();
        for (OvnKubernetesRow row : rows) {
            if (byId.put(row.getClass().getSimpleName() + " " + row.id().primary(), row) != null) {
                throw new IllegalArgumentException("two rows of id " + row.id().primary());
            }
        }
        return new OvnKubernetesRows(byId, ports);
    }

    public List<Group> groups() {
        return all(Group.class);
    }

    public List<Addresses> addressSets() {
        return all(Addresses.class);
    }

    public List<Acl> acls() {
        return all(Acl.class);
    }

    private <R extends OvnKubernetesRow> List<R> all(Class<R> type) {
        return byId.values().stream().filter(type::isInstance).map(type::cast).toList();
    }

    /**
     * What of it judges connections between pods, in the form that our interpreter of ACLs reads: an ACL of a switch is
     * one of a group of all its ports, and groups without ports are not there.
     */
    public List<Row> asDesired() {
        List<Row> rows = new ArrayList<>();
        groups().stream()
                .filter(group -> !group.ports().isEmpty())
                .forEach(group -> rows.add(
                        new PortGroupRow(group.name(), group.ports(), group.id().externalIds())));
        addressSets()
                .forEach(set -> rows.add(
                        new AddressSetRow(set.name(), set.addresses(), set.id().externalIds())));
        ports.forEach((node, there) -> rows.add(new PortGroupRow(ofSwitch(node), there, new TreeMap<>())));
        Set<String> groups = rows.stream()
                .filter(PortGroupRow.class::isInstance)
                .map(row -> ((PortGroupRow) row).name())
                .collect(Collectors.toSet());
        acls().stream()
                .filter(acl -> POLICY_TYPES.contains(acl.id().type()))
                .map(OvnKubernetesRows::asDesired)
                .filter(acl -> groups.contains(acl.portGroup()))
                .forEach(rows::add);
        return rows;
    }

    private static AclRow asDesired(Acl acl) {
        String group = switch (acl.holder()) {
            case Holder.OfGroup(String name) -> name;
            case Holder.OfSwitch(String node) -> ofSwitch(node);
        };
        String match = acl.holder() instanceof Holder.OfSwitch
                ? "outport == @" + group + " && (" + acl.match() + ")"
                : acl.match();
        return new AclRow(
                acl.id().primary(),
                group,
                acl.pipeline() == Pipeline.TO_LPORT ? Direction.INGRESS : Direction.EGRESS,
                acl.tier(),
                acl.priority(),
                match,
                verb(acl.action()),
                acl.name(),
                acl.id().externalIds());
    }

    /** For the first packet of a connection a plain {@code allow} is no other. */
    private static AclRow.Verb verb(String action) {
        return Arrays.stream(AclRow.Verb.values())
                .filter(verb -> verb.ovn().equals(action))
                .findFirst()
                .orElse(AclRow.Verb.ALLOW_RELATED);
    }

    private static String ofSwitch(String node) {
        return "switch_" + node;
    }
}
