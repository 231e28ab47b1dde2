package dev.terrace.ovn.plan;

import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.DesiredDelta;
import dev.terrace.core.desired.LogicalPort;
import dev.terrace.core.desired.PortGroupRow;
import dev.terrace.core.desired.Row;
import dev.terrace.core.desired.RowDelta;
import dev.terrace.core.desired.RowKey;
import dev.terrace.core.row.HoldRows;
import dev.terrace.ovn.plan.DesiredRows.Wanted;
import dev.terrace.ovn.replica.News;
import dev.terrace.ovn.replica.Replica;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Which {@link HoldRows} there shall be: those that stop every port that some other row may stop and that the database
 * does not have, or has had for so short a time that its place in its groups is not in the datapath yet, or its
 * addresses are not known. They are desired rows like any other, made of the others and of a replica at the cost of
 * what changes. Belongs to one thread.
 */
public final class AwaitedPorts {

    /** After that a port that is in its groups is let go, whatever else it waits for. */
    public static final Duration PATIENCE = Duration.ofSeconds(5);

    private final HoldRows rows;
    private final LongSupplier nanoTime;
    private final RowKey group;
    private final Set<LogicalPort> named = new LinkedHashSet<>();
    private final Arrivals arrivals = new Arrivals();
    private boolean begun;

    // What may have become different.
    private boolean everything = true;
    private final Set<LogicalPort> doubtful = new HashSet<>();
    private final Set<RowKey> doubtfulGroups = new HashSet<>();

    public AwaitedPorts(HoldRows rows, LongSupplier nanoTime) {
        this.rows = rows;
        this.nanoTime = nanoTime;
        this.group = rows.group();
    }

    /** All may be different. */
    public void everything() {
        everything = true;
        doubtful.clear();
        doubtfulGroups.clear();
    }

    /** This is going to become different in what is desired. */
    public void expect(DesiredDelta changes, DesiredRows desired) {
        if (!everything) {
            changes.rows().forEach((key, change) -> expect(desired.get(key), change));
        }
    }

    private void expect(@Nullable Wanted was, RowDelta change) {
        if (was instanceof Wanted.PortGroup before && !(change instanceof RowDelta.Ports)) {
            doubtful.addAll(before.ports());
        }
        RowKey stopped = was instanceof Wanted.Acl(var _, AclRow before) ? stopped(before) : null;
        RowKey stops = null;
        switch (change) {
            case RowDelta.Ports(String _, Set<LogicalPort> added, Set<LogicalPort> removed) -> {
                doubtful.addAll(added);
                doubtful.addAll(removed);
            }
            case RowDelta.Put(PortGroupRow row) -> doubtful.addAll(row.ports());
            case RowDelta.Put(AclRow row) -> stops = stopped(row);
            case RowDelta.Put(Row _), RowDelta.Gone _, RowDelta.Addresses _ -> {}
        }
        if (stopped != null && !stopped.equals(stops)) {
            doubtfulGroups.add(stopped);
        }
        if (stops != null && !stops.equals(stopped)) {
            doubtfulGroups.add(stops);
        }
    }

    /** The group whose ports an ACL may stop. */
    private static @Nullable RowKey stopped(AclRow acl) {
        return acl.action() == AclRow.Verb.DROP ? Acls.groupKey(acl) : null;
    }

    /** This is new in the replica; null for all. */
    public void hear(@Nullable News news) {
        if (news == null) {
            everything();
        } else if (!everything) {
            doubtful.addAll(news.portNames());
        }
    }

    /** The addresses of the pods of more ports are not known, and of fewer, as what is desired says from now on. */
    public void addressless(Set<LogicalPort> more, Set<LogicalPort> fewer) {
        arrivals.addressless(more, fewer);
    }

    /** What is desired is in the database: who has a port is in its groups. */
    public void settled() {
        arrivals.joined();
    }

    /** Whether the datapath is to be asked, so that somebody can be let go. */
    public boolean isToBeAsked() {
        return arrivals.isToBeAsked();
    }

    /** The datapath was asked whether it has all that is in the database. */
    public void asked() {
        arrivals.asked();
    }

    /**
     * It has all that it was asked about.
     *
     * @return whether somebody is let go
     */
    public boolean reached() {
        return letGo(arrivals.reached());
    }

    /**
     * Time goes by.
     *
     * @return who is let go though nobody could say that it may be
     */
    public Set<LogicalPort> overdue() {
        Set<LogicalPort> ports = arrivals.overdue(nanoTime.getAsLong() - PATIENCE.toNanos());
        letGo(ports);
        return ports;
    }

    /** Whether somebody is let go in a while, {@link #PATIENCE} at most. */
    public boolean isLettingGo() {
        return !arrivals.isEmpty();
    }

    private boolean letGo(Set<LogicalPort> ports) {
        doubtful.addAll(ports);
        return named.removeAll(ports);
    }

    /** What there is to change in the desired rows, so that those that hold are right for a replica. */
    public DesiredDelta change(DesiredRows desired, Replica replica) {
        if (!begun) {
            begun = true;
            replica.acls().values().stream()
                    .filter(acl -> HoldRows.isAcl(acl.key()))
                    .flatMap(acl -> HoldRows.named(acl.match()))
                    .forEach(named::add);
        }
        Set<LogicalPort> suspects = suspects(desired);
        if (suspects.isEmpty()) {
            return DesiredDelta.EMPTY;
        }
        Wanted.PortGroup before = desired.get(group) instanceof Wanted.PortGroup known ? known : null;
        Map<RowKey, Boolean> stopping = new HashMap<>();
        Set<LogicalPort> joining = new HashSet<>();
        Set<LogicalPort> leaving = new HashSet<>();
        for (LogicalPort port : suspects) {
            boolean stopped = desired.groupsOf(port).stream()
                    .anyMatch(each -> stopping.computeIfAbsent(each, key -> stops(desired, key)));
            boolean member = before != null && before.ports().contains(port);
            if (stopped != member) {
                (stopped ? joining : leaving).add(port);
            }
            name(port, stopped && HoldRows.canName(port), replica.port(port) != null);
        }
        return change(desired, before, joining, leaving);
    }

    private void name(LogicalPort port, boolean stopped, boolean present) {
        if (stopped && !present) {
            named.add(port);
            arrivals.forget(port);
        } else if (stopped && named.contains(port)) {
            arrivals.came(port, nanoTime.getAsLong());
        } else {
            named.remove(port);
            arrivals.forget(port);
        }
    }

    /** The ports of which something may have become different since this was called last. */
    private Set<LogicalPort> suspects(DesiredRows desired) {
        Set<LogicalPort> suspects = new HashSet<>(doubtful);
        if (everything) {
            suspects.addAll(desired.ports());
            suspects.addAll(named);
        }
        for (RowKey key : doubtfulGroups) {
            if (desired.get(key) instanceof Wanted.PortGroup some) {
                suspects.addAll(some.ports());
            }
        }
        suspects.removeAll(rows.gates());
        everything = false;
        doubtful.clear();
        doubtfulGroups.clear();
        return suspects;
    }

    private boolean stops(DesiredRows desired, RowKey key) {
        return !key.equals(group)
                && desired.aclsOf(key.id()).stream()
                        .anyMatch(each ->
                                desired.get(each) instanceof Wanted.Acl(var _, AclRow acl) && stopped(acl) != null);
    }

    private DesiredDelta change(
            DesiredRows desired,
            Wanted.@Nullable PortGroup before,
            Set<LogicalPort> joining,
            Set<LogicalPort> leaving) {
        SortedMap<RowKey, RowDelta> changes = new TreeMap<>();
        int members =
                (before == null ? 0 : before.ports().size() - rows.gates().size()) + joining.size() - leaving.size();
        List<AclRow> acls = rows.acls(newest());
        if (members == 0) {
            if (before != null) {
                changes.put(group, new RowDelta.Gone(group));
                acls.forEach(acl -> changes.put(acl.key(), new RowDelta.Gone(acl.key())));
            }
            return new DesiredDelta(changes);
        }
        if (before == null) {
            changes.put(group, new RowDelta.Put(rows.group(joining)));
        } else if (!joining.isEmpty() || !leaving.isEmpty()) {
            changes.put(group, new RowDelta.Ports(group.id(), joining, leaving));
        }
        for (AclRow acl : acls) {
            if (!(desired.get(acl.key()) instanceof Wanted.Acl(var _, AclRow known) && known.equals(acl))) {
                changes.put(acl.key(), new RowDelta.Put(acl));
            }
        }
        return new DesiredDelta(changes);
    }

    /** Of too many those that became known last: the others have had no port for longer. */
    private List<LogicalPort> newest() {
        return named.stream().skip(beyond()).toList();
    }

    /** How many ports should be stopped and are not, because they are too many to be named. */
    public int beyond() {
        return Math.max(0, named.size() - HoldRows.MOST);
    }
}
