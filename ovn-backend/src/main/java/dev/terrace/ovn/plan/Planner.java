package dev.terrace.ovn.plan;

import dev.terrace.core.desired.RowKey;
import dev.terrace.ovn.replica.Replica;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** Compares the desired rows with the replica. Two equal inputs give two equal plans. */
public final class Planner {

    private Planner() {}

    /**
     * Plans the way from {@code replica} to {@code desired}, at the cost of what is in the scope.
     *
     * <p>A row of ours is recognised by the UUID that it should have, or else by its name or primary id. What is
     * recognised is changed in place, what is missing is inserted, and a row of ours that nothing desired recognises, a
     * duplicate for example, is removed.
     *
     * @param withheld rows that must be left as they are, because the server would not have them otherwise
     * @param scope what may differ; all else is taken for equal
     */
    public static Plan plan(DesiredRows desired, Replica replica, Set<RowKey> withheld, Bounds bounds, Scope scope) {
        Comparison comparison = new Comparison(desired, replica, withheld);
        Extent extent = Extent.of(scope, comparison);
        AddressSets sets = new AddressSets(comparison);
        PortGroups groups = new PortGroups(comparison);
        Acls acls = new Acls(comparison);
        Meters meters = new Meters(comparison);
        for (RowKey key : extent.rows()) {
            switch (key.table()) {
                case ADDRESS_SET -> sets.compare(key);
                case PORT_GROUP -> groups.compare(key);
                case ACL -> acls.compare(key);
                case METER, METER_BAND -> meters.compare(key);
            }
        }
        scope.addresses().forEach((key, members) -> {
            if (!extent.rows().contains(key)) {
                sets.compare(key, members);
            }
        });
        for (RowKey key : scope.groups()) {
            if (!extent.rows().contains(key)) {
                groups.compare(key, scope.ports(key), scope.portRows(key));
            }
        }
        foreign(extent, replica).forEach(acls::takeOffForeign);
        return new Plan(comparison.steps(), acls.heldBack(), replica.acls().size() > 0, bounds);
    }

    private static Set<UUID> foreign(Extent extent, Replica replica) {
        Set<UUID> foreign = new TreeSet<>();
        for (UUID acl : extent.acls()) {
            if (!replica.acls().has(acl)) {
                foreign.add(acl);
            }
        }
        return foreign;
    }
}
