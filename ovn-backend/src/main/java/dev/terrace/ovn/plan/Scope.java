package dev.terrace.ovn.plan;

import com.google.common.collect.Iterables;
import dev.terrace.core.desired.LogicalPort;
import dev.terrace.core.desired.RowKey;
import dev.terrace.ovn.replica.News;
import dev.terrace.ovn.replica.Replica;
import dev.terrace.ovn.replica.StoredRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What has to be compared: everything, or those rows and members where the desired rows or the database may have
 * changed. A row that is named here as a whole is compared as a whole; of the others, only the members named here.
 */
public final class Scope {

    private boolean everything;
    private final Set<RowKey> rows = new LinkedHashSet<>();
    private final Map<RowKey, Set<String>> addresses = new HashMap<>();
    private final Map<RowKey, Set<LogicalPort>> ports = new HashMap<>();
    private final Map<RowKey, Set<UUID>> portRows = new HashMap<>();
    private final Set<UUID> acls = new HashSet<>();

    /** One that holds everything. */
    public static Scope all() {
        Scope scope = new Scope();
        scope.everything();
        return scope;
    }

    /** Everything, in scopes of so many rows. */
    public static List<Scope> slices(DesiredRows desired, Replica replica, int rows) {
        Extent all = Extent.of(all(), new Comparison(desired, replica, Set.of()));
        List<Scope> slices = new ArrayList<>();
        Iterables.partition(all.rows(), rows).forEach(some -> {
            Scope slice = new Scope();
            slice.rows.addAll(some);
            slices.add(slice);
        });
        Iterables.partition(all.acls(), rows).forEach(some -> {
            Scope slice = new Scope();
            slice.acls.addAll(some);
            slices.add(slice);
        });
        return slices;
    }

    /** Adds everything. */
    public void everything() {
        clear();
        everything = true;
    }

    public boolean isEverything() {
        return everything;
    }

    /** Adds a row. */
    public void row(RowKey key) {
        rows.add(key);
    }

    /** Adds members of a set. */
    void addresses(RowKey set, Collection<String> members) {
        add(addresses, set, members);
    }

    /** Adds members of a group. */
    void ports(RowKey group, Collection<LogicalPort> members) {
        add(ports, group, members);
    }

    private static <M> void add(Map<RowKey, Set<M>> all, RowKey key, Collection<M> members) {
        if (!members.isEmpty()) {
            all.computeIfAbsent(key, _ -> new HashSet<>()).addAll(members);
        }
    }

    /** Adds what is new in a replica; null for everything. */
    public void add(@Nullable News news, DesiredRows desired, Replica replica) {
        if (news == null) {
            everything();
        }
        if (news == null || everything) {
            return;
        }
        rows.addAll(news.keys());
        for (UUID row : news.rows()) {
            RowKey key = desired.key(row);
            if (key != null) {
                rows.add(key);
            }
        }
        news.addresses().forEach((row, members) -> {
            StoredRow set = replica.addressSets().get(row);
            if (set != null) {
                add(addresses, desired.claimant(set), members);
            }
        });
        news.ports().forEach((row, members) -> {
            StoredRow group = replica.portGroups().get(row);
            if (group != null) {
                add(portRows, desired.claimant(group), members);
            }
        });
        acls.addAll(news.acls());
        for (LogicalPort port : news.portNames()) {
            desired.groupsOf(port).forEach(group -> ports(group, Set.of(port)));
        }
    }

    /**
     * Leaves of it what a plan could not do. All else is as desired when the plan is carried out, until something
     * changes; what is not carried out has to be {@linkplain #add(Step) added} again.
     */
    public void narrow(Plan plan) {
        everything = false;
        clear();
        rows.addAll(plan.heldBack().keySet());
    }

    /** Adds what a step is for. */
    public void add(Step step) {
        for (Edit edit : step.edits()) {
            switch (edit) {
                case Edit.Addresses set -> {
                    addresses(set.key(), set.added());
                    addresses(set.key(), set.removed());
                }
                case Edit.References group
                when group.column() == Column.PORTS -> {
                    add(portRows, group.key(), group.added());
                    add(portRows, group.key(), group.removed());
                }
                case Edit.References group
                when group.column() == Column.ACLS -> {
                    rows.add(step.key());
                    acls.addAll(group.removed());
                }
                case Edit.References _,
                        Edit.CreateAddressSet _,
                        Edit.CreatePortGroup _,
                        Edit.CreateAcl _,
                        Edit.CreateMeter _,
                        Edit.CreateMeterBand _,
                        Edit.Revise _,
                        Edit.Remove _ -> rows.add(edit.key());
            }
        }
    }

    /** Adds what is in another one. */
    public void add(Scope other) {
        if (other.everything) {
            everything();
        }
        if (!everything) {
            rows.addAll(other.rows);
            other.addresses.forEach((key, members) -> add(addresses, key, members));
            other.ports.forEach((key, members) -> add(ports, key, members));
            other.portRows.forEach((key, members) -> add(portRows, key, members));
            acls.addAll(other.acls);
        }
    }

    private void clear() {
        rows.clear();
        addresses.clear();
        ports.clear();
        portRows.clear();
        acls.clear();
    }

    Set<RowKey> rows() {
        return Collections.unmodifiableSet(rows);
    }

    /** By set, the members to compare. */
    Map<RowKey, Set<String>> addresses() {
        return Collections.unmodifiableMap(addresses);
    }

    /** The groups that have members to compare. */
    Set<RowKey> groups() {
        Set<RowKey> groups = new HashSet<>(ports.keySet());
        groups.addAll(portRows.keySet());
        return groups;
    }

    /** The members of a group to compare. */
    Set<LogicalPort> ports(RowKey group) {
        return ports.getOrDefault(group, Set.of());
    }

    /** More members of a group to compare, by row. */
    Set<UUID> portRows(RowKey group) {
        return portRows.getOrDefault(group, Set.of());
    }

    /** ACLs that came or went, or that a group of ours has begun or ceased to refer to. */
    Set<UUID> acls() {
        return Collections.unmodifiableSet(acls);
    }
}
