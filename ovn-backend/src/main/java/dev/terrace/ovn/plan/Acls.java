package dev.terrace.ovn.plan;

import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.RowKey;
import dev.terrace.ovn.plan.Step.Stage;
import dev.terrace.ovn.replica.StoredRow.StoredAcl;
import dev.terrace.ovn.replica.StoredRow.StoredPortGroup;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Compares the ACLs and the groups' references to them. */
final class Acls {

    private static final Pattern SET_IN_MATCH = Pattern.compile("\\$([a-zA-Z_.][a-zA-Z_.0-9]*)");

    private final Comparison comparison;
    private final Map<String, UUID> groups;

    /** The groups of ours that refer to an ACL, by the ACL. */
    private final Map<UUID, List<StoredPortGroup>> holders = new HashMap<>();

    /** @param groups our groups that exist or will exist, by name */
    Acls(Comparison comparison, Map<String, UUID> groups) {
        this.comparison = comparison;
        this.groups = groups;
        for (StoredPortGroup group : comparison.replica().portGroups().values()) {
            for (UUID acl : group.acls()) {
                holders.computeIfAbsent(acl, _ -> new ArrayList<>(1)).add(group);
            }
        }
    }

    /** Compares, and returns the ACLs that cannot be written now, each with the reason. */
    SortedMap<RowKey, String> compare() {
        SortedMap<RowKey, String> heldBack = new TreeMap<>();
        List<AclRow> desired = comparison.desired(AclRow.class);
        Recognised<StoredAcl> recognised =
                Recognised.of(desired, comparison.replica().acls(), comparison.uuids());
        for (AclRow row : desired) {
            if (comparison.isWithheld(row.key())) {
                continue;
            }
            String obstacle = obstacle(row);
            if (obstacle != null) {
                heldBack.put(row.key(), obstacle);
                continue;
            }
            UUID group = Objects.requireNonNull(groups.get(row.portGroup()));
            StoredAcl stored = recognised.rows().get(row.key());
            if (stored == null) {
                create(row, group);
            } else {
                revise(row, stored, group);
            }
        }
        for (StoredAcl stranger : recognised.strangers()) {
            if (!comparison.isWithheld(stranger.key())) {
                retire(stranger);
            }
        }
        takeOffForeign();
        return heldBack;
    }

    /**
     * Why an ACL cannot be written now. One that names a set which is not ours, though it has the name of ours, would
     * judge by the addresses of somebody else.
     */
    private @Nullable String obstacle(AclRow row) {
        if (!groups.containsKey(row.portGroup())) {
            return "held back: there is no " + groupKey(row) + " to hang it on";
        }
        if (!comparison.withheld().isEmpty()) {
            Matcher sets = SET_IN_MATCH.matcher(row.match());
            while (sets.find()) {
                RowKey set = new RowKey(RowKey.Table.ADDRESS_SET, sets.group(1));
                if (comparison.isWithheld(set)) {
                    return "held back: " + set + ", which it refers to, cannot be written";
                }
            }
        }
        return null;
    }

    private static RowKey groupKey(AclRow row) {
        return new RowKey(RowKey.Table.PORT_GROUP, row.portGroup());
    }

    private List<StoredPortGroup> holders(StoredAcl acl) {
        return holders.getOrDefault(acl.uuid(), List.of());
    }

    private void create(AclRow row, UUID group) {
        UUID uuid = comparison.uuids().of(row.key());
        step(row, Stage.ENFORCE, List.of(new Edit.CreateAcl(uuid, row), hang(row, group, uuid)));
    }

    private static Edit hang(AclRow row, UUID group, UUID acl) {
        return new Edit.References(groupKey(row), group, Column.ACLS, Set.of(acl), Set.of());
    }

    private static Edit takeOff(StoredPortGroup group, UUID acl) {
        return new Edit.References(group.key(), group.uuid(), Column.ACLS, Set.of(), Set.of(acl));
    }

    private void revise(AclRow row, StoredAcl stored, UUID group) {
        Map<Column, String> before = new Changes()
                .compare(Column.DIRECTION, row.ovnDirection(), stored.direction())
                .compare(Column.TIER, (long) row.tier(), stored.tier())
                .compare(Column.PRIORITY, (long) row.priority(), stored.priority())
                .compare(Column.MATCH, row.match(), stored.match())
                .compare(Column.ACTION, row.action().ovn(), stored.action())
                .compare(Column.NAME, row.name(), stored.name())
                .compare(Column.LOG, false, stored.log())
                .compare(Column.OPTIONS, Column.options(row), stored.options())
                .externalIds(row, stored)
                .before();
        List<Edit> edits = new ArrayList<>();
        if (!before.isEmpty()) {
            edits.add(new Edit.Revise(stored.uuid(), row, before));
        }
        List<StoredPortGroup> holders = holders(stored);
        if (holders.stream().noneMatch(holder -> holder.uuid().equals(group))) {
            edits.add(hang(row, group, stored.uuid()));
        }
        for (StoredPortGroup holder : holders) {
            if (!holder.uuid().equals(group)) {
                edits.add(takeOff(holder, stored.uuid()));
            }
        }
        if (!edits.isEmpty()) {
            boolean down =
                    row.tier() > stored.tier() || (row.tier() == stored.tier() && row.priority() < stored.priority());
            step(row, down ? Stage.RETIRE : Stage.ENFORCE, edits);
        }
    }

    private void step(AclRow row, Stage stage, List<Edit> edits) {
        comparison.steps().add(new Step(row.key(), stage, row.tier(), row.priority(), edits));
    }

    private void retire(StoredAcl stranger) {
        List<Edit> edits = new ArrayList<>();
        holders(stranger).forEach(holder -> edits.add(takeOff(holder, stranger.uuid())));
        edits.add(new Edit.Remove(stranger.key(), stranger.uuid()));
        comparison.steps().add(new Step(stranger.key(), Stage.RETIRE, stranger.tier(), stranger.priority(), edits));
    }

    /** An ACL of somebody else in a group of ours: the group is put back, the ACL itself is not touched. */
    private void takeOffForeign() {
        Set<UUID> kept = new HashSet<>(groups.values());
        holders.forEach((acl, groupsOfAcl) -> {
            if (!comparison.replica().acls().containsKey(acl)) {
                for (StoredPortGroup group : groupsOfAcl) {
                    if (kept.contains(group.uuid()) && !comparison.isWithheld(group.key())) {
                        comparison.step(group.key(), Stage.RETIRE, takeOff(group, acl));
                    }
                }
            }
        });
    }
}
