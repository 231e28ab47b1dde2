package dev.terrace.ovn.plan;

import dev.terrace.core.desired.DesiredImage;
import dev.terrace.core.desired.RowKey;
import dev.terrace.ovn.replica.Replica;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;

/** Compares the desired image with the replica. Two equal inputs give two equal plans. */
public final class Planner {

    private Planner() {}

    /**
     * Plans the way from {@code replica} to {@code image}.
     *
     * <p>A row of ours is recognised by the UUID that it should have, or else by its name or primary id. What is
     * recognised is changed in place, what is missing is inserted, and a row of ours that nothing in the image
     * recognises, a duplicate for example, is removed.
     *
     * @param withheld rows that must be left as they are, because the server would not have them otherwise
     */
    public static Plan plan(DesiredImage image, Replica replica, Set<RowKey> withheld, RowUuids uuids, Bounds bounds) {
        Comparison comparison = new Comparison(image, replica, withheld, uuids);
        new AddressSets(comparison).compare();
        Map<String, UUID> groups = new PortGroups(comparison).compare();
        SortedMap<RowKey, String> heldBack = new Acls(comparison, groups).compare();
        List<Step> steps = comparison.steps().stream().sorted(Step.ORDER).toList();
        return new Plan(Packing.of(steps, bounds), heldBack);
    }
}
