package dev.terrace.ovn.plan;

import dev.terrace.core.desired.AclRow;
import dev.terrace.core.desired.MatchNames;
import dev.terrace.core.desired.RowKey;
import dev.terrace.core.row.HoldRows;
import dev.terrace.ovn.plan.DesiredRows.Wanted;
import dev.terrace.ovn.plan.Step.Stage;
import dev.terrace.ovn.replica.StoredRow.StoredAcl;
import dev.terrace.ovn.replica.StoredRow.StoredPortGroup;
import dev.terrace.ovn.replica.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Compares the ACLs and the groups' references to them. */
final class Acls {

    private final Comparison comparison;
    private final Table<StoredAcl> table;
    private final SortedMap<RowKey, String> heldBack = new TreeMap<>();

    Acls(Comparison comparison) {
        this.comparison = comparison;
        this.table = comparison.replica().acls();
    }

    /** The ACLs that were compared and cannot be written now, each with the reason. */
    SortedMap<RowKey, String> heldBack() {
        return heldBack;
    }

    /** Compares all that a key names. */
    void compare(RowKey key) {
        if (comparison.desired().get(key) instanceof Wanted.Acl wanted && !comparison.isWithheld(key)) {
            write(wanted);
        }
        for (StoredAcl stranger : comparison.strangers(table, key)) {
            if (!comparison.isWithheld(stranger.key())) {
                retire(stranger);
            }
        }
    }

    private void write(Wanted.Acl wanted) {
        AclRow row = wanted.row();
        UUID group = group(row);
        RowKey missing = withheldSet(row);
        if (group == null) {
            heldBack.put(row.key(), "held back: there is no " + groupKey(row) + " to hang it on");
        } else if (missing != null) {
            heldBack.put(row.key(), "held back: " + missing + ", which it refers to, cannot be written");
        } else {
            StoredAcl stored = comparison.recognise(table, row.key());
            if (stored == null) {
                create(wanted, group);
            } else {
                revise(row, stored, group);
            }
        }
    }

    /** The group of an ACL that exists or will exist; null where there will be none. */
    private @Nullable UUID group(AclRow row) {
        RowKey key = groupKey(row);
        StoredPortGroup stored = comparison.recognise(comparison.replica().portGroups(), key);
        if (stored != null) {
            return stored.uuid();
        }
        return comparison.desired().has(key) && !comparison.isWithheld(key)
                ? comparison.desired().uuid(key)
                : null;
    }

    /**
     * A set in the match of an ACL that cannot be written; null where there is none. One that names a set which is not
     * ours, though it has the name of ours, would judge by the addresses of somebody else.
     */
    private @Nullable RowKey withheldSet(AclRow row) {
        return comparison.withheld().isEmpty()
                ? null
                : MatchNames.of(row.match())
                        .filter(named -> named.table() == RowKey.Table.ADDRESS_SET && comparison.isWithheld(named))
                        .findFirst()
                        .orElse(null);
    }

    static RowKey groupKey(AclRow row) {
        return new RowKey(RowKey.Table.PORT_GROUP, row.portGroup());
    }

    private List<StoredPortGroup> holders(StoredAcl acl) {
        return comparison.replica().holders(acl.uuid());
    }

    private void create(Wanted.Acl wanted, UUID group) {
        AclRow row = wanted.row();
        step(
                row.key(),
                Stage.ENFORCE,
                row.tier(),
                row.priority(),
                List.of(new Edit.CreateAcl(wanted.uuid(), row), hang(row, group, wanted.uuid())));
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
                .compare(Column.LOG, row.log() != null, stored.log())
                .compare(Column.SEVERITY, Column.severity(row), stored.severity())
                .compare(Column.METER, Column.meter(row), stored.meter())
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
            Stage stage = stage(row, stored);
            boolean leaves = stage == Stage.RETIRE;
            step(
                    row.key(),
                    stage,
                    leaves ? stored.tier() : row.tier(),
                    leaves ? stored.priority() : row.priority(),
                    edits);
        }
    }

    private static Stage stage(AclRow row, StoredAcl stored) {
        boolean drops = row.action() == AclRow.Verb.DROP;
        if (drops != stored.action().equals(AclRow.Verb.DROP.ovn())) {
            return drops ? Stage.CLOSE : Stage.OPEN;
        }
        if (HoldRows.isAcl(row.key())) {
            // Whom it names no longer has to be in groups before that.
            return Stage.OPEN;
        }
        boolean down =
                row.tier() > stored.tier() || (row.tier() == stored.tier() && row.priority() < stored.priority());
        return down ? Stage.RETIRE : Stage.ENFORCE;
    }

    private void step(RowKey key, Stage stage, long tier, long priority, List<Edit> edits) {
        comparison.steps().add(new Step(key, stage, tier, priority, edits));
    }

    private void retire(StoredAcl stranger) {
        List<Edit> edits = new ArrayList<>();
        holders(stranger).forEach(holder -> edits.add(takeOff(holder, stranger.uuid())));
        edits.add(new Edit.Remove(stranger.key(), stranger.uuid()));
        step(stranger.key(), Stage.RETIRE, stranger.tier(), stranger.priority(), edits);
    }

    /** An ACL of somebody else in a group of ours: the group is put back, the ACL itself is not touched. */
    void takeOffForeign(UUID acl) {
        for (StoredPortGroup group : comparison.replica().holders(acl)) {
            RowKey key = comparison.desired().claimant(group);
            boolean kept =
                    group.equals(comparison.recognise(comparison.replica().portGroups(), key));
            if (kept && !comparison.isWithheld(group.key())) {
                comparison.step(group.key(), Stage.RETIRE, takeOff(group, acl));
            }
        }
    }
}
